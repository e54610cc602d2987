package dev.troupe.replication.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.ReplicationLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an owner knows of a keeper. */
class BackupProgressTest {
    private static final CopySettings SETTINGS = CopySettings.of(1);
    private static final long POSITION = 7;

    private final BackupProgress backup =
            new BackupProgress(new Peer(1, Peer.REACHABLE, false, false), SETTINGS, POSITION);

    @Test
    void whatIsNotAcknowledgedIsSentAgainAtGrowingIntervals() {
        List<Long> rewinds = rewinds(0, 20_000);
        assertThat(rewinds.subList(0, 6)).containsExactly(0L, 200L, 600L, 1400L, 3000L, 6200L);
        assertThat(rewinds).hasSize(10);
    }

    @Test
    void progressMakesTheIntervalsShortAgain() {
        assertThat(rewinds(0, 5000)).isNotEmpty();
        backup.sent(POSITION + 2, 5000);
        backup.reached(POSITION + 1);
        assertThat(rewinds(10_000, 10_300)).containsExactly(10_000L, 10_200L);
    }

    @Test
    void keeperThatBelongsIsAskedBeforeItCountsAsComplete() {
        backup.join(1);
        assertThat(backup.belongs()).isTrue();
        assertThat(backup.isComplete()).isFalse();
        backup.heard(10);
        assertThat(backup.owes()).as("whether its copy goes on").isTrue();
        backup.reached(POSITION);
        backup.heard(20);
        assertThat(backup.isComplete()).isTrue();
        assertThat(backup.owes()).isFalse();
    }

    @Test
    void whatItLacksIsKeptForItDifferentlyWhileItIsSilent() {
        backup.join(1);
        backup.heard(10);
        backup.reached(POSITION);
        backup.sent(POSITION + 2, 20);
        assertThat(backup.lacksAfter(30)).isEqualTo(POSITION);
        assertThat(backup.silentLacksAfter(30)).isEqualTo(ReplicationLog.NOTHING_LACKS);
        long silent = 20 + SETTINGS.silentMillis();
        assertThat(backup.lacksAfter(silent)).isEqualTo(ReplicationLog.NOTHING_LACKS);
        assertThat(backup.silentLacksAfter(silent)).isEqualTo(POSITION);
    }

    @Test
    void keeperThatIsToBeFilledStaysSoWhateverItSaysOfItsRoom() {
        backup.join(1);
        backup.wantRefill();
        backup.noRoom(0);
        backup.standsAt(0);
        assertThat(backup.wantsRefill()).isTrue();
        assertThat(backup.isEligible(9_999)).isFalse();
        assertThat(backup.isEligible(10_000)).isTrue();
    }

    @Test
    void keeperThatIsBeingFilledAndHasNoRoomIsNotFilledAnyMore() {
        backup.join(1);
        backup.wantRefill();
        backup.fill(new ReplicaSender(new ToKeeper.Fill(0, Writer.NOBODY, 1, 1, 0, false), SETTINGS));
        assertThat(backup.wantsRefill()).isFalse();
        assertThat(backup.sender()).isNotNull();
        backup.noRoom(0);
        assertThat(backup.sender()).isNull();
        assertThat(backup.isComplete()).isFalse();
    }

    @Test
    void keeperThatDrainsIsDownOrWasOutOfReachForMoreThanFiveSecondsIsNotChosen() {
        assertThat(backup.isEligible(0)).isTrue();
        backup.peer(new Peer(1, 100, false, false));
        assertThat(backup.isEligible(5100)).isTrue();
        assertThat(backup.isEligible(5101)).isFalse();
        backup.peer(new Peer(1, Peer.REACHABLE, true, false));
        assertThat(backup.isEligible(0)).as("draining").isFalse();
        backup.peer(new Peer(1, Peer.REACHABLE, false, true));
        assertThat(backup.isEligible(0)).as("down").isFalse();
    }

    @Test
    void keeperThatLeavesOwesNothingAndMayHoldSomething() {
        backup.join(1);
        backup.sent(POSITION + 1, 5);
        backup.leave();
        assertThat(backup.belongs()).isFalse();
        assertThat(backup.owes()).isFalse();
        assertThat(backup.holds()).isTrue();
    }

    private List<Long> rewinds(long fromMillis, long toMillis) {
        List<Long> rewinds = new ArrayList<>();
        for (long now = fromMillis; now < toMillis; now += SETTINGS.repeatMillis()) {
            if (backup.rewind(now)) {
                rewinds.add(now);
            }
        }
        return rewinds;
    }
}
