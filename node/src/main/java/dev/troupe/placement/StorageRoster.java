package dev.troupe.placement;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** The members numbered by address, so that no result depends on the order in which they were given. */
final class StorageRoster {
    /** In place of the number of an address that is no member's. */
    static final int NOBODY = -1;

    private final StorageNode[] nodes;
    private final long[] seeds;
    private final Map<String, Integer> numbers;
    private final long totalWeight;

    /** @throws IllegalArgumentException if two members have one address */
    StorageRoster(Collection<StorageNode> members) {
        nodes = members.stream()
                .sorted(Comparator.comparing(StorageNode::address))
                .toArray(StorageNode[]::new);
        seeds = new long[nodes.length];
        numbers = new HashMap<>(2 * nodes.length);
        long sum = 0;
        for (int node = 0; node < nodes.length; node++) {
            String address = nodes[node].address();
            if (numbers.put(address, node) != null) {
                throw new IllegalArgumentException("two members at " + address);
            }
            seeds[node] = Rendezvous.seed(address);
            sum += nodes[node].weight();
        }
        totalWeight = sum;
    }

    int size() {
        return nodes.length;
    }

    StorageNode node(int number) {
        return nodes[number];
    }

    String address(int number) {
        return nodes[number].address();
    }

    /** The number of the member at an address, or {@link #NOBODY}. */
    int number(String address) {
        return numbers.getOrDefault(address, NOBODY);
    }

    long seed(int number) {
        return seeds[number];
    }

    long score(int number, int partition) {
        return Rendezvous.score(seeds[number], partition);
    }

    double weightedScore(int number, int partition) {
        return Rendezvous.weightedScore(seeds[number], partition, nodes[number].weight());
    }

    /** The part of so many partitions that a member's weight stands for. */
    Quota quota(int number, int partitions) {
        int floor = (int) (product(number, partitions) / totalWeight);
        return new Quota(floor, remainder(number, partitions) == 0 ? floor : floor + 1);
    }

    /** What is left over when a member's quota is rounded down, in parts of the total weight. */
    long remainder(int number, int partitions) {
        return product(number, partitions) % totalWeight;
    }

    private long product(int number, int partitions) {
        return (long) partitions * nodes[number].weight();
    }
}
