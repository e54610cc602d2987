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
final class Heirs {
    private final int partitions;
    private final int backups;
    private final boolean inherited;
    private final Map<Integer, StorageNode> lastOwners = new HashMap<>();
    private Set<StorageNode> survivors = Set.of();
    private Map<Integer, String> heirs = Map.of();

    /**
     * One without memories.
     *
     * @param backups copies of each partition
     * @param inherited whether partitions were placed before this was made: then those without an owner had one, which died
     */
    Heirs(int partitions, int backups, boolean inherited) {
        this.partitions = partitions;
        this.backups = backups;
        this.inherited = inherited;
    }

    /** Remembers who owns what. */
    void remember(Sight sight) {
        Map<String, Optional<StorageNode>> nodes = new HashMap<>();
        sight.owners()
                .forEach((partition, address) -> nodes.computeIfAbsent(address, sight::storageNode)
                        .ifPresent(owner -> lastOwners.put(partition, owner)));
    }

    /** Who takes over a partition; nothing if it is no orphan or nobody survives. */
    Optional<String> of(int partition, Sight sight) {
        if (!isOrphan(partition, sight)) {
            return Optional.empty();
        }
        Set<StorageNode> candidates = sight.candidates();
        if (!candidates.equals(survivors) || !heirs.containsKey(partition)) {
            survivors = candidates;
            heirs = promote(sight);
        }
        return Optional.ofNullable(heirs.get(partition));
    }

    private boolean isOrphan(int partition, Sight sight) {
        StorageNode last = lastOwners.get(partition);
        return last == null ? inherited : !sight.isAlive(last);
    }

    private Map<Integer, String> promote(Sight sight) {
        Set<Integer> orphans = new TreeSet<>();
        Map<String, StorageNode> before = new HashMap<>();
        for (int partition : sight.ownerless(partitions)) {
            if (isOrphan(partition, sight)) {
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
        return Promotion.of(orphans, copies, sight.owners(), survivors);
    }
}
