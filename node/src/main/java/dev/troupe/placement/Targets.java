package dev.troupe.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where every partition shall be. Each member gets the floor or the ceiling of its {@link Quota}; an owner within its share
 * keeps what it has; only surplus and orphans move, and as few as any such allocation allows. A partition that moves goes to
 * the member with the highest {@link Rendezvous} score of those that have room.
 */
public final class Targets {
    private Targets() {}

    /**
     * The owner of every partition, by address; nothing if there are no members.
     *
     * @param current owners by address; partitions without one, or whose owner is no member, are orphans
     * @param members in any order
     * @throws IllegalArgumentException if two members have one address
     */
    public static Map<Integer, String> of(
            Partitions partitions, Map<Integer, String> current, Collection<StorageNode> members) {
        if (members.isEmpty()) {
            return Map.of();
        }
        StorageRoster roster = new StorageRoster(members);
        int[] owners = owners(partitions, current, roster);
        int[] held = held(owners, roster);
        int[] shares = Shares.of(partitions.count(), roster, held);
        giveUpSurplus(owners, held, shares, roster);
        Arrays.setAll(held, node -> Math.max(0, shares[node] - held[node]));
        Rooms rooms = new Rooms(roster, held);
        Map<Integer, String> targets = new LinkedHashMap<>(2 * owners.length);
        for (int partition = 0; partition < owners.length; partition++) {
            int owner = owners[partition] == StorageRoster.NOBODY ? rooms.take(partition) : owners[partition];
            targets.put(partition, roster.address(owner));
        }
        return targets;
    }

    private static int[] owners(Partitions partitions, Map<Integer, String> current, StorageRoster roster) {
        int[] owners = new int[partitions.count()];
        Arrays.setAll(owners, partition -> {
            String owner = current.get(partition);
            return owner == null ? StorageRoster.NOBODY : roster.number(owner);
        });
        return owners;
    }

    private static int[] held(int[] owners, StorageRoster roster) {
        int[] held = new int[roster.size()];
        for (int owner : owners) {
            if (owner != StorageRoster.NOBODY) {
                held[owner]++;
            }
        }
        return held;
    }

    /** Makes orphans of what an owner has above its share, those first for which its score is lowest. */
    private static void giveUpSurplus(int[] owners, int[] held, int[] shares, StorageRoster roster) {
        List<Integer> ofTheOverfull = new ArrayList<>();
        for (int partition = 0; partition < owners.length; partition++) {
            int owner = owners[partition];
            if (owner != StorageRoster.NOBODY && held[owner] > shares[owner]) {
                ofTheOverfull.add(partition);
            }
        }
        ofTheOverfull.sort(Comparator.comparingLong((Integer partition) -> roster.score(owners[partition], partition))
                .thenComparing(Comparator.naturalOrder()));
        int[] left = held.clone();
        for (int partition : ofTheOverfull) {
            int owner = owners[partition];
            if (left[owner] > shares[owner]) {
                left[owner]--;
                owners[partition] = StorageRoster.NOBODY;
            }
        }
    }
}
