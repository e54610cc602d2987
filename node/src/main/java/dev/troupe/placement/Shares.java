package dev.troupe.placement;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The choice of who gets the ceiling of its quota and who the floor. What a node keeps is the smaller of its share and
 * what it holds, so as few partitions as possible move if the ceilings go to those who hold more than their floor. Among others the choice does not look at what they hold: so it stays the same while moves are
 * made that lead to it.
 */
final class Shares {
    private Shares() {}

    /**
     * How many partitions each member shall hold; they add up to the number of partitions.
     *
     * @param partitions to be shared out
     * @param roster at least one member
     * @param held by each member now
     */
    static int[] of(int partitions, StorageRoster roster, int[] held) {
        int[] shares = IntStream.range(0, roster.size())
                .map(node -> roster.quota(node, partitions).floor())
                .toArray();
        Comparator<Integer> holdersFirst = Comparator.comparing(node -> held[node] <= shares[node]);
        IntStream.range(0, roster.size())
                .filter(node -> roster.remainder(node, partitions) > 0)
                .boxed()
                .sorted(holdersFirst
                        .thenComparing(node -> -roster.remainder(node, partitions))
                        .thenComparing(node -> roster.seed(node)))
                .limit(partitions - IntStream.of(shares).sum())
                .toList()
                .forEach(node -> shares[node]++);
        return shares;
    }
}
