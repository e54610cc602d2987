package dev.troupe.bench.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.proving.history.Action;
import dev.troupe.proving.history.Action.Read;
import dev.troupe.proving.history.Action.Write;
import dev.troupe.proving.history.Attempt;
import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Outcome;
import dev.troupe.proving.history.Outcome.Plain;
import dev.troupe.proving.history.Outcome.Saw;
import dev.troupe.proving.history.Outcome.Wrote;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PeriodTest {
    private static final int PROBE = 10_000;
    private static final Outcome STORED = new Wrote(1);
    private static final Period CRASH = millis(100, 1000);

    @Test
    void aGapLastsFromTheFirstRequestThatHasToWaitToTheNextSuccess() {
        History history = History.calm(List.of(
                probe(0, 90, "{a}k", STORED),
                probe(110, 200, "{a}k", Plain.UNKNOWN),
                probe(210, 300, "{a}k", Plain.REFUSED),
                probe(310, 400, "{a}k", STORED),
                probe(120, 125, "{b}k", STORED)));
        assertThat(CRASH.longestWriteGap(history)).hasMillis(290);
    }

    @Test
    void requestsBeforeAndAfterThePeriodDoNotCount() {
        History history = History.calm(List.of(
                probe(0, 99, "{a}k", STORED), probe(500, 510, "{a}k", STORED), probe(1001, 1900, "{a}k", STORED)));
        assertThat(CRASH.longestWriteGap(history)).hasMillis(10);
        assertThat(CRASH.figures(history).requests()).isEqualTo(1);
        assertThat(Period.outside(history, List.of(CRASH)).attempts()).hasSize(2);
    }

    @Test
    void aRequestThatReachesIntoThePeriodIsPartOfIt() {
        History history = History.calm(List.of(probe(0, 150, "{a}k", STORED), probe(990, 1200, "{a}k", STORED)));
        assertThat(CRASH.longestWriteGap(history)).hasMillis(210);
        assertThat(Period.outside(history, List.of(CRASH)).attempts()).isEmpty();
    }

    @Test
    void ofAGapThatBeganBeforeThePeriodOnlyTheRestCounts() {
        History history = History.calm(List.of(probe(0, 130, "{a}k", STORED), probe(200, 220, "{a}k", STORED)));
        assertThat(CRASH.longestWriteGap(history)).hasMillis(30);
    }

    @Test
    void aRequestThatOthersOvertookIsNoGap() {
        History history = History.calm(List.of(probe(0, 900, "{a}k", STORED), probe(50, 90, "{a}k", STORED)));
        assertThat(millis(880, 1000).longestWriteGap(history)).hasMillis(20);
    }

    @Test
    void readsAndWritesHaveGapsOfTheirOwn() {
        History history = History.calm(List.of(
                probe(200, 700, "{a}k", STORED),
                attempt(PROBE, 200, 230, "{a}k", new Read(), new Saw(Action.NOTHING, 0))));
        assertThat(CRASH.longestWriteGap(history)).hasMillis(500);
        assertThat(CRASH.longestReadGap(history)).hasMillis(30);
    }

    @Test
    void aClientThatWaitsForItsAnswerShowsNoGap() {
        History history = History.calm(
                List.of(attempt(1, 200, 900, "{c}k", Write.of(1), STORED), probe(200, 205, "{a}k", STORED)));
        assertThat(CRASH.longestWriteGap(history)).hasMillis(5);
    }

    @Test
    void withoutRequestsThereIsNoGap() {
        assertThat(CRASH.longestReadGap(History.calm(List.of()))).hasMillis(0);
    }

    @Test
    void percentilesAreThoseOfAnsweredRequestsInThePeriod() {
        History history = History.calm(List.of(
                probe(200, 201, "{a}k", STORED),
                probe(210, 213, "{a}k", STORED),
                probe(220, 900, "{a}k", Plain.REFUSED),
                probe(2000, 2500, "{a}k", STORED)));
        assertThat(CRASH.figures(history).p50()).hasMillis(1);
        assertThat(CRASH.figures(history).slowest()).hasMillis(3);
        assertThat(CRASH.figures(history).refused()).isEqualTo(1);
    }

    private static Period millis(int start, int end) {
        return new Period(start * 1_000_000L, end * 1_000_000L);
    }

    private static Attempt probe(int from, int to, String key, Outcome outcome) {
        return attempt(PROBE, from, to, key, Write.of(1), outcome);
    }

    private static Attempt attempt(int client, int from, int to, String key, Action action, Outcome outcome) {
        return new Attempt(client, key, action, outcome, from * 1_000_000L, to * 1_000_000L);
    }
}
