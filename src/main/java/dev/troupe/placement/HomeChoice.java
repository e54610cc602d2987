package dev.troupe.placement;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The home of a partition that has none: the node with the fewest partitions, among those the one with the highest
 * {@link Rendezvous} score. Placed one by one from nothing, in whatever order, every node ends with the floor or the
 * ceiling of its equal share.
 */
public final class HomeChoice {
    private HomeChoice() {}

    /**
     * The home for a partition, or nothing if there is no candidate.
     *
     * @param partition to be placed
     * @param loads candidates by address, each with the number of partitions that it has now
     */
    public static Optional<String> of(int partition, Map<String, Integer> loads) {
        Comparator<Map.Entry<String, Integer>> best = Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Comparator.comparingLong(
                                (Map.Entry<String, Integer> node) -> Rendezvous.score(node.getKey(), partition))
                        .reversed())
                .thenComparing(Map.Entry.comparingByKey());
        return loads.entrySet().stream().min(best).map(Map.Entry::getKey);
    }
}
