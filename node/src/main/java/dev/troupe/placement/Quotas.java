package dev.troupe.placement;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shares of the members by weight: partitions x weight / total weight. */
public final class Quotas {
    private Quotas() {}

    /**
     * The quota of each member by its address.
     *
     * @throws IllegalArgumentException if two members have one address
     */
    public static Map<String, Quota> of(Partitions partitions, Collection<StorageNode> members) {
        StorageRoster roster = new StorageRoster(members);
        Map<String, Quota> quotas = new LinkedHashMap<>();
        for (int node = 0; node < roster.size(); node++) {
            quotas.put(roster.address(node), roster.quota(node, partitions.count()));
        }
        return quotas;
    }
}
