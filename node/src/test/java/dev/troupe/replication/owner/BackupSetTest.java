package dev.troupe.replication.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.state.CopySettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which keepers an owner counts on. */
class BackupSetTest {
    private static final long OWNER = 1;
    private static final long BACKUP = 2;
    private static final long ADOPTED = 10;
    private static final long NOW = 0;

    private final BackupSet set = new BackupSet(CopySettings.of(1), ADOPTED);

    private BackupProgress backupAt(long position) {
        set.peerView(peerView(false), OWNER, Map.of(BACKUP, position));
        set.include(Set.of(BACKUP));
        BackupProgress backup = set.keeper(BACKUP).orElseThrow();
        backup.opened(true);
        backup.reached(position);
        backup.heard(NOW);
        set.updateAcknowledged();
        return backup;
    }

    private static PeerView peerView(boolean draining) {
        List<Peer> peers = List.of(
                new Peer(OWNER, Peer.REACHABLE, false, false), new Peer(BACKUP, Peer.REACHABLE, draining, false));
        return new PeerView(peers, List.of(BACKUP), PeerView.NO_TARGET);
    }

    /** The owner before it may have acknowledged all that was adopted. */
    @Test
    void aCompleteCopyThatLacksSomethingAdoptedIsNotEnough() {
        BackupProgress backup = backupAt(ADOPTED - 1);
        assertThat(set.good(NOW)).isOne();
        assertThat(set.level(NOW)).isZero();
        backup.reached(ADOPTED);
        assertThat(set.level(NOW)).isOne();
    }

    @Test
    void itIsAtRestWhenItsBackupHasAllAndStays() {
        backupAt(ADOPTED);
        assertThat(set.isAtRest(ADOPTED)).isTrue();
        assertThat(set.isAtRest(ADOPTED + 1))
                .as("there is a change that it lacks")
                .isFalse();
        set.peerView(peerView(true), OWNER, Map.of());
        assertThat(set.isAtRest(ADOPTED)).as("its node is about to leave").isFalse();
    }
}
