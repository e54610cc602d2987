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
final class Homes {
    private final Partitions partitions;
    private Set<StorageNode> candidates = Set.of();
    private Map<Integer, String> before = Map.of();
    private Map<Integer, String> targets = Map.of();

    Homes(Partitions partitions) {
        this.partitions = partitions;
    }

    /** The home of every partition, by address; nothing if there is no candidate. */
    Map<Integer, String> of(Sight sight) {
        if (!sight.candidates().equals(candidates) || !onTheWay(sight.owners())) {
            candidates = sight.candidates();
            before = Map.copyOf(sight.owners());
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
