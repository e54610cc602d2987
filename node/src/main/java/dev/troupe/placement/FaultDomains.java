package dev.troupe.placement;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The zones and hosts that the copies of one partition are in so far. */
final class FaultDomains {
    private static final int OWNER_HOST = 8;
    private static final int OWNER_ZONE = 4;
    private static final int BACKUP_ZONE = 2;
    private static final int BACKUP_HOST = 1;

    private final @Nullable StorageNode owner;
    private final Set<String> zones = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();

    FaultDomains(@Nullable StorageNode owner) {
        this.owner = owner;
    }

    void add(StorageNode backup) {
        zones.add(backup.zone());
        hosts.add(backup.host());
    }

    /** How badly a node shares the fate of the copies that there are: 0 for not at all, higher for worse. */
    int shared(StorageNode node) {
        return (owner != null && owner.host().equals(node.host()) ? OWNER_HOST : 0)
                + (owner != null && owner.zone().equals(node.zone()) ? OWNER_ZONE : 0)
                + (zones.contains(node.zone()) ? BACKUP_ZONE : 0)
                + (hosts.contains(node.host()) ? BACKUP_HOST : 0);
    }
}
