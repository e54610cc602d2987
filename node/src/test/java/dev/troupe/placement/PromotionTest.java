package dev.troupe.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PromotionTest {
    @Property(tries = 300)
    void noSurvivorTakesMoreThanTwiceItsPartOfTheLoad(
            @ForAll @IntRange(min = 2, max = 1000) int nodes,
            @ForAll @IntRange(min = 64, max = 4096) int partitions,
            @ForAll @IntRange(min = 0, max = 2) int backups,
            @ForAll boolean equalWeights,
            @ForAll long seed) {
        Crash crash = Crash.of(Clusters.drawn(nodes, equalWeights, seed), partitions, backups, seed);
        Map<Integer, String> promoted = crash.promote();
        assertThat(promoted.keySet()).containsExactlyInAnyOrderElementsOf(crash.orphans);
        Map<String, Integer> taken = Clusters.loads(promoted, crash.survivors);
        assertThat(taken.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(crash.orphans.size());
        for (StorageNode survivor : crash.survivors) {
            assertThat(taken.getOrDefault(survivor.address(), 0)).isLessThanOrEqualTo(crash.limit(survivor));
        }
    }

    @Property(tries = 300)
    void anOrphanGoesToItsBestCopyUnlessThatNodeHasItsPart(
            @ForAll @IntRange(min = 2, max = 100) int nodes,
            @ForAll @IntRange(min = 64, max = 1024) int partitions,
            @ForAll @IntRange(min = 1, max = 3) int backups,
            @ForAll boolean equalWeights,
            @ForAll long seed) {
        Crash crash = Crash.of(Clusters.drawn(nodes, equalWeights, seed), partitions, backups, seed);
        Map<Integer, String> promoted = crash.promote();
        Map<String, Integer> taken = Clusters.loads(promoted, crash.survivors);
        promoted.forEach((orphan, owner) -> {
            List<String> holders = crash.copies.getOrDefault(orphan, List.of());
            int rank = holders.contains(owner) ? holders.indexOf(owner) : holders.size();
            assertThat(crash.survivors.stream()
                            .filter(node -> holders.subList(0, rank).contains(node.address())))
                    .allSatisfy(node -> assertThat(taken).containsEntry(node.address(), crash.limit(node)));
        });
    }

    @Property(tries = 200)
    void withoutCopiesNothingHasToMoveAfterwards(
            @ForAll @IntRange(min = 2, max = 300) int nodes,
            @ForAll @IntRange(min = 64, max = 2048) int partitions,
            @ForAll long seed) {
        Crash crash = Crash.of(Clusters.drawn(nodes, true, seed), partitions, 0, seed);
        Map<Integer, String> after = new HashMap<>(crash.before);
        after.putAll(crash.promote());
        assertThat(after).isEqualTo(Targets.of(new Partitions(partitions), crash.before, crash.survivors));
    }

    @Property(tries = 100)
    void askedOneByOneInAnyOrderTheAnswersAreThoseForAllAtOnce(
            @ForAll @IntRange(min = 2, max = 30) int nodes,
            @ForAll @IntRange(min = 64, max = 512) int partitions,
            @ForAll @IntRange(min = 0, max = 2) int backups,
            @ForAll long seed) {
        Crash crash = Crash.of(Clusters.drawn(nodes, false, seed), partitions, backups, seed);
        List<Integer> order = new ArrayList<>(crash.orphans);
        Collections.shuffle(order, new Random(seed));
        Collection<StorageNode> survivors = Clusters.restartedAndShuffled(crash.survivors, seed);
        Map<Integer, String> current = new HashMap<>(crash.before);
        current.keySet().removeAll(order);
        Map<Integer, String> placed = new HashMap<>();
        for (int orphan : order) {
            Promotion.one(orphan, order, crash.copies, current, survivors)
                    .ifPresent(owner -> placed.put(orphan, owner));
            current.putAll(placed);
        }
        assertThat(placed).isEqualTo(crash.promote());
    }

    @Test
    void aZoneThatIsGoneIsSpreadOverTheOthersThatHoldItsCopies() {
        List<StorageNode> members = new ArrayList<>();
        for (int node = 0; node < 9; node++) {
            members.add(new StorageNode("n" + node + ":1", node, 1, "zone-" + node % 3, "host-" + node));
        }
        Crash crash = Crash.of(members, 256, 1, node -> node.zone().equals("zone-0"));
        Map<Integer, String> promoted = crash.promote();
        assertThat(promoted)
                .allSatisfy(
                        (orphan, owner) -> assertThat(crash.copies.get(orphan)).contains(owner));
        assertThat(Clusters.loads(promoted, crash.survivors).values()).allMatch(taken -> taken > 0);
    }

    @Test
    void withoutSurvivorsOrForWhatIsNoOrphanThereIsNoAnswer() {
        List<StorageNode> three = Clusters.plain(3);
        assertThat(Promotion.of(List.of(1, 2), Map.of(), Map.of(), List.of())).isEmpty();
        assertThat(Promotion.one(1, List.of(1), Map.of(), Map.of(), List.of())).isEmpty();
        assertThat(Promotion.one(3, List.of(1, 2), Map.of(), Map.of(), three)).isEmpty();
        assertThat(Promotion.of(List.of(), Map.of(), Map.of(1, "a:1"), three)).isEmpty();
    }
}
