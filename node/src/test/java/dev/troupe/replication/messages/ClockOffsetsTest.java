package dev.troupe.replication.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.Receipt;
import org.junit.jupiter.api.Test;

class ClockOffsetsTest {
    private static final long UID = 9;
    /** How much this clock is ahead of the sender's. */
    private static final long AHEAD = 1000;

    private final ClockOffsets offsets = new ClockOffsets();

    private long heard(long nowMillis, long travelMillis) {
        return offsets.difference(UID, nowMillis - travelMillis - AHEAD, nowMillis);
    }

    @Test
    void fastestMessageOfTheLastMinuteCounts() {
        assertThat(heard(0, 40)).isEqualTo(AHEAD + 40);
        assertThat(heard(10_000, 2)).isEqualTo(AHEAD + 2);
        assertThat(heard(64_000, 300)).isEqualTo(AHEAD + 2);
    }

    @Test
    void whatIsOlderThanAMinuteIsForgottenSoThatADriftingClockIsFollowed() {
        heard(0, 2);
        heard(30_000, 20);
        assertThat(heard(66_000, 300)).isEqualTo(AHEAD + 20);
        assertThat(heard(500_000, 300)).isEqualTo(AHEAD + 300);
    }

    @Test
    void sendersDoNotMix() {
        heard(0, 2);
        assertThat(offsets.difference(UID + 1, 50, 100)).isEqualTo(50);
        offsets.forget(UID);
        assertThat(heard(1, 30)).isEqualTo(AHEAD + 30);
    }

    @Test
    void timesOfAChangeAreShiftedAndNeverStaysNever() {
        Change.Touch touch = new Change.Touch(1, 0, new byte[] {1}, 500, Receipt.NONE);
        assertThat(((Change.Touch) touch.shifted(-100)).expiresAtMillis()).isEqualTo(400);
        Change.Put put = new Change.Put(1, 0, new byte[] {1}, new byte[0], 500, 30, "a/b", Receipt.NONE);
        assertThat(((Change.Put) put.shifted(7)).expiresAtMillis()).isEqualTo(507);
        assertThat(((Change.Put) put.shifted(7)).idleMillis()).isEqualTo(30);
        Change.Touch forEver =
                new Change.Touch(1, 0, new byte[] {1}, dev.troupe.store.segment.EntryAttributes.NEVER, Receipt.NONE);
        assertThat(forEver.shifted(7)).isEqualTo(forEver);
    }
}
