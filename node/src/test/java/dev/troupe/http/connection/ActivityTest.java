package dev.troupe.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.http.connection.Activity.Limits;
import dev.troupe.http.connection.Activity.Rank;
import dev.troupe.http.connection.Activity.Verdict;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ActivityTest {
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(20));

    private final Seats seats = new Seats(1);
    private final Activity activity = new Activity(LIMITS, seats, seconds(0));

    @Test
    void whatMovesIsNotIdle() {
        for (int now = 1; now < 100; now++) {
            activity.received();
            activity.begin();
            answer();
            assertThat(read(now)).isEqualTo(Verdict.GO_ON);
        }
        assertThat(read(128)).isEqualTo(Verdict.GO_ON);
        assertThat(read(129)).isEqualTo(Verdict.IDLE);
    }

    @Test
    void headHasItsTimeFromItsFirstByteOn() {
        activity.begin();
        answer();
        for (int now = 1; now < 11; now++) {
            activity.received();
            assertThat(read(now)).isEqualTo(Verdict.GO_ON);
        }
        assertThat(read(11)).isEqualTo(Verdict.HEAD_LATE);
    }

    @Test
    void bytesOfABodyAreNoHead() {
        activity.begin();
        for (int now = 1; now < 60; now++) {
            activity.received();
            assertThat(read(now)).isEqualTo(Verdict.GO_ON);
        }
    }

    @Test
    void readerMustTakeAMegabyteInTheTimeOfAnIdleConnection() {
        for (int now = 1; now <= 61; now++) {
            activity.wrote(Activity.LEAST_READ_BYTES / 30 + 1);
            assertThat(unread(now)).isEqualTo(Verdict.GO_ON);
        }
        for (int now = 62; now < 91; now++) {
            activity.wrote(Activity.LEAST_READ_BYTES / 31);
            assertThat(unread(now)).isEqualTo(Verdict.GO_ON);
        }
        assertThat(unread(91)).isEqualTo(Verdict.UNREAD);
    }

    @Test
    void readerThatHasReadAllBeginsAnew() {
        for (int now = 1; now <= 200; now++) {
            activity.wrote(1);
            if (now % 20 == 0) {
                activity.drained();
            }
            assertThat(unread(now)).isEqualTo(Verdict.GO_ON);
        }
    }

    @Test
    void clientThatDoesNotCloseIsCutOffWhateverItSends() {
        activity.close(seconds(1));
        for (int now = 2; now < 21; now++) {
            activity.received();
            assertThat(read(now)).isEqualTo(Verdict.GO_ON);
        }
        assertThat(read(21)).isEqualTo(Verdict.LINGERED);
    }

    @Test
    void whoHasNothingUnderWayGivesWay() {
        assertThat(activity.rank(0)).isEqualTo(Rank.FRESH);
        assertThat(activity.rank(seconds(1))).isEqualTo(Rank.UNUSED);
        activity.begin();
        assertThat(activity.rank(seconds(1))).isEqualTo(Rank.BUSY);
        activity.end();
        assertThat(activity.rank(seconds(1))).isEqualTo(Rank.BUSY);
        activity.handedOn(seconds(1));
        assertThat(activity.rank(seconds(1))).isEqualTo(Rank.FRESH);
        assertThat(activity.rank(seconds(2))).isEqualTo(Rank.RESTING);
        activity.wrote(1);
        unread(2);
        assertThat(activity.rank(seconds(2))).isEqualTo(Rank.BUSY);
        unread(3);
        assertThat(activity.rank(seconds(3))).isEqualTo(Rank.UNREAD);
    }

    @Test
    void clientThatReadsSteadilyDoesNotGiveWay() {
        activity.begin();
        answer();
        for (int now = 1; now < 20; now++) {
            activity.wrote(50_000);
            unread(now);
            assertThat(activity.rank(seconds(now + 1))).isEqualTo(Rank.BUSY);
        }
        unread(20);
        assertThat(activity.rank(seconds(20))).isEqualTo(Rank.UNREAD);
    }

    @Test
    void seatIsKeptUntilTheLastRequestIsAnswered() {
        Activity other = new Activity(LIMITS, seats, 0);
        assertThat(activity.sit(activity.begin())).isTrue();
        assertThat(activity.sit(activity.begin())).isTrue();
        assertThat(other.maySit()).isFalse();
        activity.end();
        assertThat(other.maySit()).isFalse();
        activity.end();
        assertThat(other.sit(other.begin())).isTrue();
    }

    @Test
    void whatIsSentBehindARefusalForWantOfASeatIsNotDone() {
        Activity other = new Activity(LIMITS, seats, 0);
        int first = activity.begin();
        int second = activity.begin();
        other.sit(other.begin());
        assertThat(activity.sit(first)).isFalse();
        other.end();
        assertThat(activity.isPastLast(first)).isFalse();
        assertThat(activity.isPastLast(second)).isTrue();
        assertThat(activity.sit(second)).isFalse();
        assertThat(seats.areLeft()).isTrue();
    }

    @Test
    void requestThatTheLastReplyIsForKeepsItsSeat() {
        int first = activity.begin();
        activity.last(first);
        assertThat(activity.sit(first)).isTrue();
        assertThat(activity.sit(activity.begin())).isFalse();
        activity.end();
        assertThat(seats.areLeft()).isFalse();
        activity.end();
        assertThat(seats.areLeft()).isTrue();
    }

    @Test
    void onlyTheReplyToTheNewestRequestCloses() {
        int first = activity.begin();
        int second = activity.begin();
        assertThat(activity.closesAfter(first)).isFalse();
        assertThat(activity.closesAfter(second)).isTrue();
        assertThat(activity.isPastLast(activity.begin())).isTrue();
    }

    @Test
    void bodyThatIsLongInComingGivesWayAndIsNotWorkedOn() {
        int first = activity.begin();
        activity.bodyBegins(seconds(1));
        assertThat(activity.rank(seconds(1))).isEqualTo(Rank.FRESH);
        assertThat(activity.rank(seconds(2))).isEqualTo(Rank.RECEIVING);
        assertThat(activity.standingSince()).isEqualTo(seconds(1));
        assertThat(activity.letGo()).isTrue();
        activity.bodyEnds();
        assertThat(activity.sit(first)).isFalse();
    }

    @Test
    void bodyBehindARequestThatIsWorkedOnDoesNotGiveWay() {
        int first = activity.begin();
        activity.sit(first);
        activity.begin();
        activity.bodyBegins(seconds(1));
        assertThat(activity.rank(seconds(9))).isEqualTo(Rank.BUSY);
        assertThat(activity.letGo()).isFalse();
        answer();
        assertThat(activity.rank(seconds(9))).isEqualTo(Rank.RECEIVING);
        activity.bodyEnds();
        assertThat(activity.letGo()).isFalse();
        assertThat(activity.rank(seconds(9))).isEqualTo(Rank.BUSY);
    }

    private void answer() {
        activity.end();
        activity.handedOn(seconds(1));
    }

    private Verdict read(int seconds) {
        return activity.tick(seconds(seconds), true);
    }

    private Verdict unread(int seconds) {
        return activity.tick(seconds(seconds), false);
    }

    private static long seconds(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
