package dev.troupe.proving.history;

import static dev.troupe.proving.history.Attempts.absent;
import static dev.troupe.proving.history.Attempts.over;
import static dev.troupe.proving.history.Attempts.removed;
import static dev.troupe.proving.history.Attempts.removedPerhaps;
import static dev.troupe.proving.history.Attempts.saw;
import static dev.troupe.proving.history.Attempts.sawNothing;
import static dev.troupe.proving.history.Attempts.unknown;
import static dev.troupe.proving.history.Attempts.unmet;
import static dev.troupe.proving.history.Attempts.wrote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.proving.history.Linearizability.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LinearizabilityTest {
    private static final int MANY_STEPS = 1_000_000;

    @Test
    void aReadDuringAWriteMaySeeEither() {
        assertThat(verdict(wrote(0, 10, 1, 1), sawNothing(2, 3), saw(4, 5, 1, 1)))
                .isEqualTo(Verdict.LINEARIZABLE);
    }

    @Test
    void readsDoNotGoBack() {
        assertThat(verdict(wrote(0, 10, 1, 1), saw(2, 3, 1, 1), sawNothing(4, 5)))
                .isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void aReadAfterAWriteSeesIt() {
        assertThat(verdict(wrote(0, 1, 1, 1), wrote(2, 3, 2, 2), saw(4, 5, 1, 1)))
                .isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void concurrentWritesTakeAnyOrderButOnlyOne() {
        List<Attempt> writes = List.of(wrote(0, 10, 1, 1), wrote(0, 10, 2, 2));
        assertThat(verdict(and(writes, saw(11, 12, 1, 1)))).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(and(writes, saw(11, 12, 2, 2)))).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(and(writes, saw(11, 12, 1, 1), saw(13, 14, 2, 2)))).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void anUnknownWriteMayHappenNeverOrMuchLater() {
        assertThat(verdict(unknown(0, 1, 1), sawNothing(2, 3))).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(unknown(0, 1, 1), sawNothing(2, 3), saw(4, 5, 1, 1))).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(unknown(0, 1, 1), saw(2, 3, 1, 1), wrote(4, 5, 2, 2), saw(6, 7, 1, 1)))
                .isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void overOneValueOnlyOneWriteSucceeds() {
        Attempt first = wrote(0, 1, 1, 1);
        assertThat(verdict(first, over(1, 2, 9, 2, 2), unmet(1, 3, 8, 3))).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(first, over(1, 2, 9, 2, 2), over(1, 3, 8, 3, 3))).isEqualTo(Verdict.VIOLATED);
        assertThat(verdict(first, unmet(1, 3, 8, 3))).isEqualTo(Verdict.VIOLATED);
        assertThat(verdict(first, over(Action.NOTHING, 3, 8, 3, 3))).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void aRemovedEntryIsGone() {
        Attempt first = wrote(0, 1, 1, 1);
        assertThat(verdict(first, removed(2, 3), sawNothing(4, 5), absent(6, 7)))
                .isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(first, removed(2, 3), saw(4, 5, 1, 1))).isEqualTo(Verdict.VIOLATED);
        assertThat(verdict(first, absent(2, 3))).isEqualTo(Verdict.VIOLATED);
        assertThat(verdict(first, removed(2, 3), removed(4, 5))).isEqualTo(Verdict.VIOLATED);
        assertThat(verdict(first, removedPerhaps(2, 3), saw(4, 5, 1, 1), sawNothing(6, 7)))
                .isEqualTo(Verdict.LINEARIZABLE);
    }

    @Test
    void theAttemptThatFitsNowhereIsNamed() {
        Attempt wrong = saw(4, 5, 9, 9);
        assertThat(Linearizability.judge(List.of(wrote(0, 1, 1, 1), wrong), MANY_STEPS)
                        .at())
                .contains(wrong);
    }

    @Test
    void whatWouldTakeTooLongIsUndecided() {
        List<Attempt> attempts = new ArrayList<>();
        IntStream.rangeClosed(1, 20).forEach(value -> attempts.add(wrote(0, 100, value, value)));
        attempts.add(saw(101, 102, 99, 99));
        assertThat(Linearizability.judge(attempts, 10_000).verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void moreUnderWayThanCanBeFollowedIsUndecided() {
        List<Attempt> attempts = new ArrayList<>();
        IntStream.rangeClosed(1, 80).forEach(value -> attempts.add(unknown(0, 1, value)));
        assertThat(Linearizability.judge(attempts, MANY_STEPS).verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void itAgreesWithTryingAllOrders() {
        int violated = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            List<Attempt> attempts = AllOrders.randomAttempts(new Random(seed));
            boolean expected = AllOrders.explain(attempts);
            violated += expected ? 0 : 1;
            assertThat(verdict(attempts))
                    .as("seed %d: %s", seed, attempts)
                    .isEqualTo(expected ? Verdict.LINEARIZABLE : Verdict.VIOLATED);
        }
        assertThat(violated).as("both verdicts were tried").isBetween(2_000, 18_000);
    }

    private static Verdict verdict(Attempt... attempts) {
        return verdict(List.of(attempts));
    }

    private static Verdict verdict(List<Attempt> attempts) {
        return Linearizability.judge(attempts, MANY_STEPS).verdict();
    }

    private static List<Attempt> and(List<Attempt> some, Attempt... more) {
        List<Attempt> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }
}
