package dev.troupe.cluster.moves;

import dev.troupe.placement.Move;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The moves that were planned: first prepared, then begun, then done or given up. Not thread safe: owned by one
 * {@link PlacingDecider}.
 */
final class PlannedMoves {
    private final MovePreparation preparation;
    private final Map<Integer, Move> planned = new TreeMap<>();
    private final Map<Integer, Move> begun = new TreeMap<>();

    PlannedMoves(MovePreparation preparation) {
        this.preparation = preparation;
    }

    /** Where a partition is going, if its move has begun. */
    Optional<String> begun(int partition) {
        return Optional.ofNullable(begun.get(partition)).map(Move::to);
    }

    /** Where a partition shall go, if that is planned and has not begun. */
    Optional<String> planned(int partition) {
        return Optional.ofNullable(planned.get(partition)).map(Move::to);
    }

    /** All of them. */
    List<Move> all() {
        List<Move> all = new ArrayList<>(begun.values());
        all.addAll(planned.values());
        return all;
    }

    /**
     * Forgets what is done, was given up, or is wanted no more.
     *
     * @param handingOff partitions that their owners are giving up just now
     * @return whether a hand-off has failed: its partition is where it was, and still should go where it did not
     */
    boolean look(ClusterSnapshot snapshot, Set<Integer> handingOff, Map<Integer, String> homes) {
        planned.values().removeIf(move -> !isToCome(move, snapshot, homes));
        // One without an owner is between the two.
        List<Move> over = begun.values().stream()
                .filter(move ->
                        snapshot.owners().containsKey(move.partition()) && !handingOff.contains(move.partition()))
                .toList();
        begun.values().removeAll(over);
        return over.stream().anyMatch(move -> isToCome(move, snapshot, homes));
    }

    private static boolean isToCome(Move move, ClusterSnapshot snapshot, Map<Integer, String> homes) {
        return move.from().equals(snapshot.owners().get(move.partition()))
                && move.to().equals(homes.get(move.partition()));
    }

    /** Calls off what has not begun. */
    void callOff() {
        planned.clear();
    }

    /** Has more moves prepared. */
    void plan(Collection<Move> more) {
        more.stream()
                .filter(move -> !begun.containsKey(move.partition()))
                .forEach(move -> planned.put(move.partition(), move));
        preparation.plan(all());
    }

    /**
     * Begins moves that are prepared and returns their partitions.
     *
     * @param limit most moves begun and not yet done
     */
    Set<Integer> begin(int limit) {
        List<Move> ready = planned.values().stream()
                .filter(preparation::isReady)
                .limit(Math.max(0, limit - begun.size()))
                .toList();
        Set<Integer> partitions = new TreeSet<>();
        for (Move move : ready) {
            planned.remove(move.partition());
            begun.put(move.partition(), move);
            partitions.add(move.partition());
        }
        return partitions;
    }
}
