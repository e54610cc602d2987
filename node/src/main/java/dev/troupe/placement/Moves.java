package dev.troupe.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The way from the allocation there is to {@link Targets}, a few moves at a time. */
public final class Moves {
    private final Map<String, Integer> movesByNode = new HashMap<>();

    private Moves(Collection<Move> underWay) {
        underWay.forEach(this::count);
    }

    /**
     * The moves to start now, least busy nodes first: a node is as busy as moves leave it and come to it.
     *
     * @param current owners by address; a partition without one is not moved but promoted, so it is passed over
     * @param targets owners to be, by address
     * @param underWay moves begun and not yet done; their partitions are left alone
     * @param limit most moves under way at once, those begun before included
     */
    public static List<Move> next(
            Map<Integer, String> current, Map<Integer, String> targets, Collection<Move> underWay, int limit) {
        Set<Integer> moving = new HashSet<>();
        underWay.forEach(move -> moving.add(move.partition()));
        List<Move> wanted = new ArrayList<>();
        for (int partition : new TreeSet<>(current.keySet())) {
            String from = current.getOrDefault(partition, "");
            String to = targets.getOrDefault(partition, from);
            if (!from.equals(to) && !moving.contains(partition)) {
                wanted.add(new Move(partition, from, to));
            }
        }
        return new Moves(underWay).choose(wanted, limit - underWay.size());
    }

    private List<Move> choose(List<Move> wanted, int count) {
        Comparator<Move> leastBusyFirst = Comparator.comparingInt(this::busier)
                .thenComparingInt(this::together)
                .thenComparingInt(Move::partition);
        List<Move> chosen = new ArrayList<>();
        while (chosen.size() < count && !wanted.isEmpty()) {
            Move next = wanted.stream().min(leastBusyFirst).orElseThrow();
            wanted.remove(next);
            count(next);
            chosen.add(next);
        }
        return chosen;
    }

    private int busier(Move move) {
        return Math.max(moves(move.from()), moves(move.to()));
    }

    private int together(Move move) {
        return moves(move.from()) + moves(move.to());
    }

    private int moves(String node) {
        return movesByNode.getOrDefault(node, 0);
    }

    private void count(Move move) {
        movesByNode.merge(move.from(), 1, Integer::sum);
        movesByNode.merge(move.to(), 1, Integer::sum);
    }
}
