package dev.troupe.placement;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who takes over from owners that are gone. An orphan goes to the best-ranked survivor that holds a copy; if there is none,
 * or it has taken its part, to one that is below its {@link Quota}. Nobody takes more than max(1, 2 x ceil(orphans x
 * weight / total weight)), so the load of the dead spreads over all survivors instead of falling on one.
 */
public final class Promotion {
    private final StorageRoster roster;
    private final Map<Integer, List<String>> copies;
    private final Map<Integer, String> promoted = new TreeMap<>();
    private final int[] held;
    private final int[] taken;
    private final int[] limit;

    private Promotion(
            SortedSet<Integer> orphans,
            Map<Integer, List<String>> copies,
            Map<Integer, String> current,
            StorageRoster roster) {
        this.roster = roster;
        this.copies = copies;
        held = new int[roster.size()];
        taken = new int[roster.size()];
        limit = new int[roster.size()];
        Arrays.setAll(limit, node -> 2 * roster.quota(node, orphans.size()).ceiling());
        current.forEach((partition, owner) -> {
            int node = roster.number(owner);
            if (node != StorageRoster.NOBODY && !orphans.contains(partition)) {
                held[node]++;
            }
        });
    }

    /**
     * The new owner of every orphan, by address; nothing if there are no survivors.
     *
     * @param orphans all partitions that lost their owner
     * @param copies by partition, who holds a copy, best first; may lack partitions and name addresses that are no member's
     * @param current owners by address; what it says about orphans is ignored, so it may be read while they are being placed
     * @param members the survivors, in any order
     * @throws IllegalArgumentException if two members have one address
     */
    public static Map<Integer, String> of(
            Collection<Integer> orphans,
            Map<Integer, List<String>> copies,
            Map<Integer, String> current,
            Collection<StorageNode> members) {
        if (members.isEmpty()) {
            return Map.of();
        }
        SortedSet<Integer> waiting = new TreeSet<>(orphans);
        Promotion promotion = new Promotion(waiting, copies, current, new StorageRoster(members));
        promotion.toHolders(waiting);
        promotion.toTheRest(waiting);
        return promotion.promoted;
    }

    /**
     * The new owner of one orphan: what {@link #of} says of it, so that orphans may be placed one by one, in any order, as
     * long as all are named each time. Nothing if it is not among the orphans or there are no survivors.
     */
    public static Optional<String> one(
            int partition,
            Collection<Integer> orphans,
            Map<Integer, List<String>> copies,
            Map<Integer, String> current,
            Collection<StorageNode> members) {
        return Optional.ofNullable(of(orphans, copies, current, members).get(partition));
    }

    /** First choices before second ones, so that nobody loses its best copy to another's second best. */
    private void toHolders(SortedSet<Integer> waiting) {
        int ranks = waiting.stream()
                .mapToInt(orphan -> copies.getOrDefault(orphan, List.of()).size())
                .max()
                .orElse(0);
        for (int rank = 0; rank < ranks; rank++) {
            int ofRank = rank;
            waiting.removeIf(orphan -> toHolder(orphan, ofRank));
        }
    }

    private boolean toHolder(int orphan, int rank) {
        List<String> holders = copies.getOrDefault(orphan, List.of());
        int node = rank < holders.size() ? roster.number(holders.get(rank)) : StorageRoster.NOBODY;
        return node != StorageRoster.NOBODY && taken[node] < limit[node] && promote(orphan, node);
    }

    private void toTheRest(SortedSet<Integer> waiting) {
        int[] shares = Shares.of(Arrays.stream(held).sum() + waiting.size(), roster, held);
        int[] room = new int[roster.size()];
        Arrays.setAll(room, node -> Math.min(limit[node] - taken[node], shares[node] - held[node]));
        fill(waiting, new Rooms(roster, room));
        Arrays.setAll(room, node -> limit[node] - taken[node]);
        fill(waiting, new Rooms(roster, room));
    }

    private void fill(SortedSet<Integer> waiting, Rooms rooms) {
        waiting.removeIf(orphan -> {
            int node = rooms.take(orphan);
            return node != StorageRoster.NOBODY && promote(orphan, node);
        });
    }

    private boolean promote(int orphan, int node) {
        promoted.put(orphan, roster.address(node));
        held[node]++;
        taken[node]++;
        return true;
    }
}
