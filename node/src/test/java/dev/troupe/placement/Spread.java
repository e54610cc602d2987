package dev.troupe.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;

/** The claim that there is no domino effect: no survivor takes much more of a leaver's load than its part. */
final class Spread {
    private Spread() {}

    /** Between equal survivors the load is what the leaver had; between unequal ones its quota, shared by weight. */
    static void check(
            StorageNode leaver,
            int partitions,
            Map<Integer, String> before,
            Map<Integer, String> after,
            Collection<StorageNode> survivors) {
        Map<String, Integer> taken = Clusters.loads(Map.of(), survivors);
        int load = 0;
        for (int partition = 0; partition < partitions; partition++) {
            if (leaver.address().equals(before.get(partition))) {
                load++;
                taken.merge(after.get(partition), 1, Integer::sum);
            }
        }
        int total = survivors.stream().mapToInt(StorageNode::weight).sum();
        boolean equal = total == survivors.size() && leaver.weight() == 1;
        double shared = equal ? load : (double) partitions * leaver.weight() / (total + leaver.weight());
        for (StorageNode survivor : survivors) {
            double part = Math.ceil(shared * survivor.weight() / total);
            assertThat((double) taken.getOrDefault(survivor.address(), 0)).isLessThanOrEqualTo(Math.max(1, 2 * part));
        }
    }
}
