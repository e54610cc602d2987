package dev.troupe.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MovesTest {
    @Property(tries = 200)
    void aFewAtATimeTheMovesEndAtTheTargets(
            @ForAll @IntRange(min = 1, max = 50) int nodes,
            @ForAll @IntRange(min = 1, max = 256) int partitions,
            @ForAll @IntRange(min = 1, max = 10) int limit,
            @ForAll long seed) {
        List<StorageNode> members = Clusters.drawn(nodes, false, seed);
        Map<Integer, String> current = new HashMap<>(Clusters.allocation(partitions, members, seed));
        Map<Integer, String> targets = Targets.of(new Partitions(partitions), current, members);
        Random random = new Random(seed);
        List<Move> underWay = new ArrayList<>();
        for (int steps = 0; steps <= partitions; steps++) {
            for (Move move : Moves.next(current, targets, List.copyOf(underWay), limit)) {
                assertThat(current).containsEntry(move.partition(), move.from());
                assertThat(targets).containsEntry(move.partition(), move.to());
                assertThat(underWay).noneMatch(other -> other.partition() == move.partition());
                underWay.add(move);
            }
            assertThat(underWay).hasSizeLessThanOrEqualTo(limit);
            if (!underWay.isEmpty()) {
                Move done = underWay.remove(random.nextInt(underWay.size()));
                current.put(done.partition(), done.to());
            }
        }
        current.forEach((partition, owner) -> assertThat(targets).containsEntry(partition, owner));
    }

    @Property(tries = 200)
    void noNodeIsBusierThanItHasToBe(
            @ForAll @IntRange(min = 2, max = 50) int nodes,
            @ForAll @IntRange(min = 0, max = 20) int limit,
            @ForAll long seed) {
        List<StorageNode> members = Clusters.drawn(nodes, true, seed);
        Map<Integer, String> current = Clusters.allocation(256, members, seed);
        Map<Integer, String> targets = Targets.of(new Partitions(256), current, members);
        List<Move> underWay = Moves.next(current, targets, List.of(), new Random(seed).nextInt(4));
        List<Move> chosen = Moves.next(current, targets, underWay, limit);
        List<Move> all = new ArrayList<>(underWay);
        all.addAll(chosen);
        List<Move> waiting = Moves.next(current, targets, all, Integer.MAX_VALUE);
        int busiest = chosen.stream().mapToInt(move -> busier(move, all)).max().orElse(0);
        assertThat(waiting).allSatisfy(move -> assertThat(busier(move, all)).isGreaterThanOrEqualTo(busiest - 1));
    }

    @Property(tries = 100)
    void theOrderOfTheMapsChangesNothing(@ForAll @IntRange(min = 1, max = 50) int nodes, @ForAll long seed) {
        List<StorageNode> members = Clusters.drawn(nodes, false, seed);
        Map<Integer, String> current = Clusters.allocation(256, members, seed);
        Map<Integer, String> targets = Targets.of(new Partitions(256), current, members);
        assertThat(Moves.next(new TreeMap<>(current).descendingMap(), new HashMap<>(targets), List.of(), 12))
                .isEqualTo(Moves.next(current, targets, List.of(), 12));
    }

    @Test
    void eachOfSeveralSourcesAndDestinationsGetsItsTurn() {
        Map<Integer, String> current = Map.of(0, "a", 1, "a", 2, "a", 3, "b", 4, "b", 5, "c");
        Map<Integer, String> targets = Map.of(0, "x", 1, "x", 2, "y", 3, "x", 4, "y", 5, "c");
        assertThat(Moves.next(current, targets, List.of(), 2)).containsExactly(move(0, "a", "x"), move(4, "b", "y"));
        assertThat(Moves.next(current, targets, List.of(move(0, "a", "x")), 2)).containsExactly(move(4, "b", "y"));
    }

    @Test
    void whatIsMovingOrHasNoOwnerOrNoTargetIsLeftAlone() {
        Map<Integer, String> current = Map.of(0, "a", 1, "a", 2, "a");
        Map<Integer, String> targets = Map.of(0, "b", 1, "b", 3, "b");
        assertThat(Moves.next(current, targets, List.of(move(0, "a", "b")), 9)).containsExactly(move(1, "a", "b"));
        assertThat(Moves.next(current, targets, List.of(), 0)).isEmpty();
        assertThat(Moves.next(current, targets, List.of(move(7, "a", "b"), move(8, "a", "b")), 1))
                .isEmpty();
    }

    private static Move move(int partition, String from, String to) {
        return new Move(partition, from, to);
    }

    private static int busier(Move move, Collection<Move> all) {
        return Math.max(busy(move.from(), all), busy(move.to(), all));
    }

    private static int busy(String node, Collection<Move> all) {
        return (int) all.stream()
                .filter(move -> move.from().equals(node) || move.to().equals(node))
                .count();
    }
}
