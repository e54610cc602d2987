package dev.troupe.cluster.moves;

import dev.troupe.placement.Partitions;
import dev.troupe.placement.StorageNode;
import dev.troupe.placement.Targets;
import java.util.Map;
import java.util.Set;

/**
 * Where every partition should be. Decided for all at once and kept to while they go there one by one: sharding asks for
 * each, and an answer takes all into account. Not thread safe: owned by one {@link PlacingDecider}.
 */
final class TargetPlacement {
    private final Partitions partitions;
    private Set<StorageNode> candidates = Set.of();
    private Map<Integer, String> before = Map.of();
    private Map<Integer, String> targets = Map.of();

    TargetPlacement(Partitions partitions) {
        this.partitions = partitions;
    }

    /** The home of every partition, by address; nothing if there is no candidate. */
    Map<Integer, String> of(ClusterSnapshot snapshot) {
        if (!snapshot.candidates().equals(candidates) || !onTheWay(snapshot.owners())) {
            candidates = snapshot.candidates();
            before = Map.copyOf(snapshot.owners());
            targets = Targets.of(partitions, before, candidates);
        }
        return targets;
    }

    /** Whether every partition is where it was or where it should be. */
    private boolean onTheWay(Map<Integer, String> owners) {
        return owners.entrySet().stream()
                .allMatch(owned -> owned.getValue().equals(before.get(owned.getKey()))
                        || owned.getValue().equals(targets.get(owned.getKey())));
    }
}
