package dev.troupe.cluster.moves;

import dev.troupe.placement.Backups;
import dev.troupe.placement.Promotion;
import dev.troupe.placement.StorageNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who takes over from owners that died: remembers who owned what, and spreads the orphans over those that keep their copies.
 * Decided for all orphans at once. Not thread safe: owned by one {@link PlacingDecider}.
 */
final class FailoverPlanner {
    private final int partitions;
    private final int backups;
    private final boolean inherited;
    private final Map<Integer, StorageNode> lastOwners = new HashMap<>();
    private Set<StorageNode> survivors = Set.of();
    private Map<Integer, String> failover = Map.of();

    /**
     * One without memories.
     *
     * @param backups copies of each partition
     * @param inherited whether partitions were placed before this was made: then those without an owner had one, which died
     */
    FailoverPlanner(int partitions, int backups, boolean inherited) {
        this.partitions = partitions;
        this.backups = backups;
        this.inherited = inherited;
    }

    /** Remembers who owns what. */
    void remember(ClusterSnapshot snapshot) {
        Map<String, Optional<StorageNode>> nodes = new HashMap<>();
        snapshot.owners()
                .forEach((partition, address) -> nodes.computeIfAbsent(address, snapshot::storageNode)
                        .ifPresent(owner -> lastOwners.put(partition, owner)));
    }

    /** Who takes over a partition; nothing if it is no orphan or nobody survives. */
    Optional<String> of(int partition, ClusterSnapshot snapshot) {
        if (!isOrphan(partition, snapshot)) {
            return Optional.empty();
        }
        Set<StorageNode> candidates = snapshot.candidates();
        if (!candidates.equals(survivors) || !failover.containsKey(partition)) {
            survivors = candidates;
            failover = promote(snapshot);
        }
        return Optional.ofNullable(failover.get(partition));
    }

    private boolean isOrphan(int partition, ClusterSnapshot snapshot) {
        StorageNode last = lastOwners.get(partition);
        return last == null ? inherited : !snapshot.isAlive(last);
    }

    private Map<Integer, String> promote(ClusterSnapshot snapshot) {
        Set<Integer> orphans = new TreeSet<>();
        Map<String, StorageNode> before = new HashMap<>();
        for (int partition : snapshot.ownerless(partitions)) {
            if (isOrphan(partition, snapshot)) {
                orphans.add(partition);
                StorageNode last = lastOwners.get(partition);
                if (last != null) {
                    before.put(last.address(), last);
                }
            }
        }
        survivors.forEach(survivor -> before.put(survivor.address(), survivor));
        Map<Integer, List<String>> copies = new HashMap<>();
        for (int orphan : orphans) {
            StorageNode last = lastOwners.get(orphan);
            String owner = last == null ? "" : last.address();
            copies.put(orphan, Backups.of(orphan, owner, new HashSet<>(before.values()), backups));
        }
        return Promotion.of(orphans, copies, snapshot.owners(), survivors);
    }
}
