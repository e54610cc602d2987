package dev.troupe.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TargetsTest {
    @Property(tries = 600)
    void fromWhateverThereIsEveryMemberGetsItsQuotaAndTheFewestMove(
            @ForAll @IntRange(min = 1, max = 1000) int nodes,
            @ForAll @IntRange(min = 64, max = 4096) int partitions,
            @ForAll boolean equalWeights,
            @ForAll long seed) {
        List<StorageNode> members = Clusters.drawn(nodes, equalWeights, seed);
        check(partitions, Clusters.allocation(partitions, members, seed), members);
    }

    @Property(tries = 600)
    void everyJoinAndLeaveKeepsTheQuotasAndMovesTheFewest(
            @ForAll @IntRange(min = 2, max = 1000) int nodes,
            @ForAll @IntRange(min = 64, max = 4096) int partitions,
            @ForAll boolean equalWeights,
            @ForAll long seed) {
        List<StorageNode> members = Clusters.drawn(nodes, equalWeights, seed);
        StorageNode newcomer = members.get(new Random(seed).nextInt(nodes));
        List<StorageNode> others = Clusters.without(newcomer, members);
        Map<Integer, String> before = check(partitions, Map.of(), others);
        Map<Integer, String> joined = check(partitions, before, members);
        if (equalWeights) {
            assertThat(Clusters.moved(before, joined)).isEqualTo(partitions / nodes);
        }
        StorageNode leaver = members.get(new Random(~seed).nextInt(nodes));
        List<StorageNode> survivors = Clusters.without(leaver, members);
        Map<Integer, String> left = check(partitions, joined, survivors);
        Spread.check(leaver, partitions, joined, left, survivors);
    }

    @Property(tries = 600)
    void noAllocationWithinTheQuotasMovesFewer(
            @ForAll @IntRange(min = 1, max = 3) int nodes,
            @ForAll @IntRange(min = 1, max = 7) int partitions,
            @ForAll boolean equalWeights,
            @ForAll long seed) {
        List<StorageNode> members = Clusters.drawn(nodes, equalWeights, seed);
        Map<Integer, String> current = Clusters.allocation(partitions, members, seed);
        Map<String, Quota> quotas = Quotas.of(new Partitions(partitions), members);
        int fewest = Integer.MAX_VALUE;
        for (int code = 0; code < Math.pow(nodes, partitions); code++) {
            Map<Integer, String> other = new HashMap<>();
            for (int partition = 0, rest = code; partition < partitions; partition++, rest /= nodes) {
                other.put(partition, members.get(rest % nodes).address());
            }
            Map<String, Integer> loads = Clusters.loads(other, members);
            if (quotas.entrySet().stream()
                    .allMatch(quota -> quota.getValue().allows(loads.getOrDefault(quota.getKey(), 0)))) {
                fewest = Math.min(fewest, Clusters.moved(current, other));
            }
        }
        Map<Integer, String> targets = Targets.of(new Partitions(partitions), current, members);
        assertThat(Clusters.moved(current, targets)).isEqualTo(fewest);
    }

    @Property(tries = 200)
    void computedAnewAfterAnyOfTheMovesTheTargetsAreTheSame(
            @ForAll @IntRange(min = 1, max = 20) int nodes,
            @ForAll @IntRange(min = 1, max = 128) int partitions,
            @ForAll boolean equalWeights,
            @ForAll long seed) {
        List<StorageNode> members = Clusters.drawn(nodes, equalWeights, seed);
        Map<Integer, String> current = Clusters.allocation(partitions, members, seed);
        Map<Integer, String> targets = Targets.of(new Partitions(partitions), current, members);
        List<Integer> order = new ArrayList<>(targets.keySet());
        Collections.shuffle(order, new Random(seed));
        for (int partition : order) {
            String target = targets.getOrDefault(partition, "");
            if (!target.equals(current.put(partition, target))) {
                assertThat(Targets.of(new Partitions(partitions), current, members))
                        .isEqualTo(targets);
            }
        }
    }

    @Property(tries = 200)
    void ordersAndIncarnationsChangeNothing(
            @ForAll @IntRange(min = 1, max = 200) int nodes,
            @ForAll @IntRange(min = 64, max = 1024) int partitions,
            @ForAll boolean equalWeights,
            @ForAll long seed) {
        List<StorageNode> members = Clusters.drawn(nodes, equalWeights, seed);
        Map<Integer, String> current = Clusters.allocation(partitions, members, seed);
        assertThat(Targets.of(
                        new Partitions(partitions),
                        new TreeMap<>(current).descendingMap(),
                        Clusters.restartedAndShuffled(members, seed)))
                .isEqualTo(Targets.of(new Partitions(partitions), current, members));
    }

    /** Nodes of two releases must agree: a change here would make a rolling upgrade move partitions to and fro. */
    @Test
    void theAnswerIsTheSameInEveryRelease() {
        Map<Integer, String> ten = Targets.of(new Partitions(256), Map.of(), Clusters.plain(10));
        Map<Integer, String> eleven = Targets.of(new Partitions(256), ten, Clusters.plain(11));
        Map<Integer, String> weighted = Targets.of(new Partitions(1024), ten, Clusters.drawn(50, false, 7));
        assertThat(List.of(ten.hashCode(), eleven.hashCode(), weighted.hashCode()))
                .containsExactly(859146864, -1515159123, 59124421);
    }

    @Test
    void withoutMembersNothingIsPlaced() {
        assertThat(Targets.of(new Partitions(64), Map.of(0, "a:1"), List.of())).isEmpty();
    }

    @Test
    void twoMembersAtOneAddressAreRefused() {
        StorageNode node = Clusters.plain(1).get(0);
        List<StorageNode> twins = List.of(node, new StorageNode(node.address(), 7, 1, "z", "h"));
        assertThatThrownBy(() -> Targets.of(new Partitions(64), Map.of(), twins))
                .hasMessage("two members at " + node.address());
    }

    private static Map<Integer, String> check(
            int partitions, Map<Integer, String> current, Collection<StorageNode> members) {
        Map<Integer, String> targets = Targets.of(new Partitions(partitions), current, members);
        assertThat(targets).hasSize(partitions);
        Map<String, Integer> loads = Clusters.loads(targets, members);
        double total = members.stream().mapToInt(StorageNode::weight).sum();
        for (StorageNode node : members) {
            double quota = partitions * node.weight() / total;
            assertThat(loads.get(node.address())).isBetween((int) Math.floor(quota), (int) Math.ceil(quota));
        }
        assertThat(Clusters.moved(current, targets)).isEqualTo(fewestMoves(partitions, current, members));
        return targets;
    }

    /**
     * Every partition without a member for its owner and every one above a ceiling has to move, and every floor has to be
     * reached; any allocation that does just the greater of the two is enough.
     */
    private static int fewestMoves(int partitions, Map<Integer, String> current, Collection<StorageNode> members) {
        Map<String, Integer> held = Clusters.loads(current, members);
        int total = members.stream().mapToInt(StorageNode::weight).sum();
        int homeless =
                partitions - held.values().stream().mapToInt(Integer::intValue).sum();
        int above = 0;
        int below = 0;
        for (StorageNode node : members) {
            int load = held.getOrDefault(node.address(), 0);
            above += Math.max(0, load - (partitions * node.weight() + total - 1) / total);
            below += Math.max(0, partitions * node.weight() / total - load);
        }
        return Math.max(homeless + above, below);
    }
}
