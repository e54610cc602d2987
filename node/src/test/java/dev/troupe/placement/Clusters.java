package dev.troupe.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;

/** Members and allocations made up from a seed. */
final class Clusters {
    private Clusters() {}

    /** Members of weight 1, each on a host of its own, all in one zone. */
    static List<StorageNode> plain(int nodes) {
        return build(nodes, () -> 1, 1, 1);
    }

    /** Members whose weights, zones and hosts are drawn; weights are all 1 if they shall be equal. */
    static List<StorageNode> drawn(int nodes, boolean equalWeights, long seed) {
        Random random = new Random(seed);
        int heaviest = 1 + random.nextInt(StorageNode.MAX_WEIGHT);
        return build(
                nodes,
                () -> equalWeights ? 1 : 1 + random.nextInt(heaviest),
                1 + random.nextInt(5),
                1 + random.nextInt(3));
    }

    /** Owners that are drawn, some of them no members, some members above their quota; some partitions have none. */
    static Map<Integer, String> allocation(int partitions, List<StorageNode> members, long seed) {
        Random random = new Random(~seed);
        Map<Integer, String> owners = new HashMap<>();
        int crowd = 1 + random.nextInt(members.size());
        for (int partition = 0; partition < partitions; partition++) {
            int fate = random.nextInt(10);
            if (fate > 1) {
                owners.put(
                        partition,
                        members.get(random.nextInt(fate > 4 ? crowd : members.size()))
                                .address());
            } else if (fate == 1) {
                owners.put(partition, "gone:" + random.nextInt(3));
            }
        }
        return owners;
    }

    /** The members but one. */
    static List<StorageNode> without(StorageNode leaver, Collection<StorageNode> members) {
        List<StorageNode> rest = new ArrayList<>(members);
        rest.remove(leaver);
        return rest;
    }

    /** The members in another order and other incarnations. */
    static List<StorageNode> restartedAndShuffled(Collection<StorageNode> members, long seed) {
        List<StorageNode> others = new ArrayList<>();
        members.forEach(node ->
                others.add(new StorageNode(node.address(), ~node.uid(), node.weight(), node.zone(), node.host())));
        Collections.shuffle(others, new Random(seed));
        return others;
    }

    /** How many partitions each member owns, those with none included. */
    static Map<String, Integer> loads(Map<Integer, String> owners, Collection<StorageNode> members) {
        Map<String, Integer> loads = new HashMap<>();
        members.forEach(node -> loads.put(node.address(), 0));
        owners.values().forEach(owner -> loads.computeIfPresent(owner, (address, load) -> load + 1));
        return loads;
    }

    /** Partitions that have another owner afterwards, or had none before. */
    static int moved(Map<Integer, String> before, Map<Integer, String> after) {
        return (int) after.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                .count();
    }

    private static List<StorageNode> build(int nodes, IntSupplier weight, int zones, int nodesOnAHost) {
        List<StorageNode> members = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            int host = node / nodesOnAHost;
            String address = "10.0." + host / 250 + "." + (1 + host % 250) + ":" + (25520 + node % nodesOnAHost);
            members.add(new StorageNode(address, node, weight.getAsInt(), "zone-" + host % zones, "host-" + host));
        }
        return members;
    }
}
