package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.placement.StorageNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HashRingTest {
    private static final List<StorageNode> ELEVEN = ClusterSize.members(11, 1, 0);
    private static final List<StorageNode> TEN = ELEVEN.subList(0, 10);

    @Test
    void onAJoinPartitionsMoveToTheNewcomerOnly() {
        HashRing ring = new HashRing(160, Double.POSITIVE_INFINITY);
        Map<Integer, String> before = ring.place(1024, Map.of(), TEN);
        Map<Integer, String> after = ring.place(1024, Map.of(), ELEVEN);
        assertThat(after).hasSize(1024).isNotEqualTo(before);
        after.forEach((partition, owner) ->
                assertThat(owner).isIn(before.get(partition), ELEVEN.get(10).address()));
    }

    @Test
    void aBoundedNodeTakesNoMoreThanTheBound() {
        HashRing unbounded = new HashRing(1, Double.POSITIVE_INFINITY);
        assertThat(Collections.max(PlacementRun.loads(unbounded.place(256, Map.of(), TEN), TEN)))
                .isGreaterThan(32);
        HashRing bounded = new HashRing(1, 1.25);
        List<Integer> loads = PlacementRun.loads(bounded.place(256, Map.of(), TEN), TEN);
        assertThat(loads.stream().mapToInt(Integer::intValue).sum()).isEqualTo(256);
        assertThat(Collections.max(loads)).isEqualTo(32);
    }

    @Test
    void aPartitionBelongsToTheNextPointClockwise() {
        HashRing ring = new HashRing(4, Double.POSITIVE_INFINITY);
        for (List<StorageNode> members : List.of(TEN, ELEVEN)) {
            String nearest = members.stream()
                    .min((left, right) -> Long.compare(distance(ring, left), distance(ring, right)))
                    .map(StorageNode::address)
                    .orElseThrow();
            assertThat(ring.place(1, Map.of(), members)).containsEntry(0, nearest);
        }
    }

    private static long distance(HashRing ring, StorageNode node) {
        long start = ring.positions("partition-0")[0];
        long nearest = Long.MAX_VALUE;
        for (int point : ring.positions(node.address() + "-0")) {
            nearest = Math.min(nearest, (point - start) & 0xffffffffL);
        }
        return nearest;
    }
}
