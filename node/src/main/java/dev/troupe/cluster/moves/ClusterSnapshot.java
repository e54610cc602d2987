package dev.troupe.cluster.moves;

import dev.troupe.members.Member;
import dev.troupe.placement.StorageNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the shard coordinator has before its eyes when it decides.
 *
 * @param nodes the members
 * @param regions addresses of those that are ready to hold partitions
 * @param owners of the partitions that have one, by address
 */
record ClusterSnapshot(List<Member> nodes, Set<String> regions, Map<Integer, String> owners) {
    /** The nodes on which partitions may be placed now. */
    Set<StorageNode> candidates() {
        return nodes.stream()
                .filter(node -> node.takesPartitions() && regions.contains(node.address()))
                .map(Member::storageNode)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The storage node at an address, whatever its state. */
    Optional<StorageNode> storageNode(String address) {
        return nodes.stream()
                .filter(node -> node.storage() && node.address().equals(address))
                .findFirst()
                .map(Member::storageNode);
    }

    /** Whether a node is a member still, and can be reached: it can hand its partitions over. */
    boolean isAlive(StorageNode wanted) {
        return nodes.stream()
                .anyMatch(node -> node.uid() == wanted.uid()
                        && node.address().equals(wanted.address())
                        && node.status() != Member.Status.DOWN
                        && node.reachable());
    }

    /** Whether a partition's owner is about to leave. */
    boolean isDraining(int partition) {
        String owner = owners.getOrDefault(partition, "");
        return nodes.stream().anyMatch(node -> node.draining() && node.address().equals(owner));
    }

    /** Whether no member is on its way in or out, or lost. */
    boolean isCalm() {
        return nodes.stream()
                .allMatch(node -> node.status() == Member.Status.UP
                        && node.reachable()
                        && !node.draining()
                        && (!node.storage() || regions.contains(node.address())));
    }

    /** Whether every member can be reached; a hand-off needs the answer of each, or a second. */
    boolean isInReach() {
        return nodes.stream().allMatch(node -> node.reachable() && node.status() != Member.Status.DOWN);
    }

    /** The partitions without an owner. */
    Set<Integer> ownerless(int partitions) {
        Set<Integer> ownerless = new TreeSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            if (!owners.containsKey(partition)) {
                ownerless.add(partition);
            }
        }
        return ownerless;
    }
}
