package dev.troupe.replication.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.state.CopySettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
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

    @Test
    void thoseWithTheHighestPositionsStandInUntilTheBestRankedHaveACopy() {
        List<Peer> peers = LongStream.rangeClosed(1, 5)
                .mapToObj(uid -> new Peer(uid, Peer.REACHABLE, false, false))
                .toList();
        PeerView view = new PeerView(peers, List.of(2L, 3L, 4L, 5L), PeerView.NO_TARGET);
        Map<Long, Long> holders = Map.of(3L, ADOPTED - 3, 4L, ADOPTED, 5L, ADOPTED - 1);
        set.peerView(view, OWNER, holders);
        set.include(holders.keySet());
        assertThat(set.members()).extracting(BackupProgress::uid).containsExactly(4L);
        long first = set.number();
        set.regroup(NOW);
        assertThat(set.members()).extracting(BackupProgress::uid).containsExactly(4L, BACKUP);
        assertThat(set.number()).isGreaterThan(first);
        BackupProgress wanted = set.keeper(BACKUP).orElseThrow();
        wanted.reached(ADOPTED - 1);
        set.regroup(NOW);
        assertThat(set.members()).as("it is not level").hasSize(2);
        wanted.reached(ADOPTED);
        long both = set.number();
        set.regroup(NOW);
        assertThat(set.members()).extracting(BackupProgress::uid).containsExactly(BACKUP);
        assertThat(set.number()).isGreaterThan(both);
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
