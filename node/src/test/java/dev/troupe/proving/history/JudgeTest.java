package dev.troupe.proving.history;

import static dev.troupe.proving.history.Attempts.KEY;
import static dev.troupe.proving.history.Attempts.on;
import static dev.troupe.proving.history.Attempts.over;
import static dev.troupe.proving.history.Attempts.refused;
import static dev.troupe.proving.history.Attempts.removed;
import static dev.troupe.proving.history.Attempts.removedPerhaps;
import static dev.troupe.proving.history.Attempts.saw;
import static dev.troupe.proving.history.Attempts.sawNothing;
import static dev.troupe.proving.history.Attempts.unknown;
import static dev.troupe.proving.history.Attempts.unmet;
import static dev.troupe.proving.history.Attempts.version;
import static dev.troupe.proving.history.Attempts.wrote;
import static dev.troupe.proving.history.Attempts.wroteFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.proving.history.Disturbance.Kind;
import dev.troupe.proving.history.Judgement.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JudgeTest {
    private static final Rules ASYNC = Rules.standard(false);
    private static final Rules SYNC = Rules.standard(true);

    @Test
    void whatAddsUpIsKept() {
        Judgement judgement = judge(
                ASYNC,
                wrote(0, 1, 1, 11),
                saw(2, 3, 1, 11),
                over(1, 4, 5, 2, 12),
                unmet(1, 6, 7, 3),
                unknown(8, 9, 4),
                saw(10, 11, 4, 13),
                removed(12, 13),
                sawNothing(14, 15),
                refused(16, 17, 5));
        assertThat(judgement.findings()).isEmpty();
        assertThat(judgement.verdict()).isEqualTo(Verdict.KEPT);
        assertThat(judgement.figures().requests()).isEqualTo(9);
        assertThat(judgement.figures().refused()).isEqualTo(1);
        assertThat(judgement.figures().unknown()).isEqualTo(1);
    }

    @Test
    void anAcknowledgedWriteThatIsNeverSeenAgainIsLost() {
        assertThat(judge(ASYNC, wrote(0, 1, 1, 11), wrote(2, 3, 2, 12), saw(4, 5, 1, 11))
                        .broken())
                .containsExactly(Promise.ACKNOWLEDGED_WRITES_STAY);
        assertThat(judge(ASYNC, wrote(0, 1, 1, 11), sawNothing(4, 5)).broken())
                .containsExactly(Promise.ACKNOWLEDGED_WRITES_STAY);
        assertThat(judge(ASYNC, wrote(0, 1, 1, 11), removed(2, 3), saw(4, 5, 1, 11))
                        .broken())
                .containsExactly(Promise.ACKNOWLEDGED_WRITES_STAY);
    }

    @Test
    void anAcknowledgedWriteThatIsSeenAgainWasReadStale() {
        assertThat(judge(ASYNC, wrote(0, 1, 1, 11), wrote(2, 3, 2, 12), saw(4, 5, 1, 11), saw(6, 7, 2, 12))
                        .broken())
                .containsExactly(Promise.READS_ARE_CURRENT);
        assertThat(judge(ASYNC, wrote(0, 1, 1, 11), sawNothing(4, 5), saw(6, 7, 1, 11))
                        .broken())
                .containsExactly(Promise.READS_ARE_CURRENT);
    }

    @Test
    void aRemoveOfUnknownOutcomeExplainsAbsence() {
        assertThat(judge(ASYNC, wrote(0, 1, 1, 11), removedPerhaps(2, 3), sawNothing(14, 15))
                        .broken())
                .isEmpty();
    }

    @Test
    void inTheWindowBeforeACrashAnAsyncCacheMayLose() {
        Disturbance kill = at(Kind.KILL, 1500, 1500);
        Attempt[] attempts = {wrote(0, 1, 1, 11), wrote(600, 601, 2, 12), saw(2000, 2001, 1, 11)};
        assertThat(judge(ASYNC, kill, attempts).verdict()).isEqualTo(Verdict.KEPT);
        assertThat(judge(ASYNC, kill, attempts).count(Promise.ACKNOWLEDGED_WRITES_STAY, true))
                .isEqualTo(1);
        assertThat(judge(SYNC, kill, attempts).broken()).containsExactly(Promise.ACKNOWLEDGED_WRITES_STAY);
        assertThat(judge(ASYNC, at(Kind.LEAVE, 1500, 1500), attempts).broken())
                .containsExactly(Promise.ACKNOWLEDGED_WRITES_STAY);
        assertThat(judge(ASYNC, at(Kind.KILL, 1800, 1800), attempts).broken())
                .containsExactly(Promise.ACKNOWLEDGED_WRITES_STAY);
    }

    @Test
    void removeThatACrashTookBackIsLostThoughItsValueIsOverwrittenThen() {
        Attempt[] attempts = {
            wrote(0, 1, 230, 11),
            removed(1000, 1010),
            saw(1600, 1601, 230, 11),
            saw(1700, 1701, 230, 11),
            over(230, 1800, 1801, 449, 12),
            saw(1900, 1901, 449, 12)
        };
        Judgement judgement = judge(ASYNC, at(Kind.KILL, 1005, 1100), attempts);
        assertThat(judgement.broken()).isEmpty();
        assertThat(judgement.count(Promise.ACKNOWLEDGED_WRITES_STAY, true)).isEqualTo(1);
        assertThat(judge(SYNC, at(Kind.KILL, 1005, 1100), attempts).broken())
                .containsExactly(Promise.ACKNOWLEDGED_WRITES_STAY);
    }

    @Test
    void staleReadDuringAPauseIsNoLossThoughItsValueIsOverwrittenThen() {
        Attempt[] attempts = {
            wrote(0, 1, 1, 11),
            removed(1000, 1010),
            saw(1600, 1601, 1, 11),
            wrote(1700, 1710, 2, 12),
            saw(1800, 1801, 2, 12)
        };
        assertThat(judge(SYNC, at(Kind.PAUSE, 500, 1590), attempts).broken()).isEmpty();
        assertThat(judge(ASYNC, at(Kind.CUT, 100, 900), attempts).broken()).isEmpty();
        assertThat(judge(SYNC, at(Kind.KILL, 500, 510), attempts).broken())
                .containsExactly(Promise.ACKNOWLEDGED_WRITES_STAY);
    }

    @Test
    void valueThatIsSeenAfterItsRemoveAndThenIsGoneAgainWasReadStale() {
        Attempt[] attempts = {wrote(0, 1, 1, 11), removed(1000, 1010), saw(1600, 1601, 1, 11), sawNothing(1700, 1701)};
        assertThat(judge(ASYNC, at(Kind.KILL, 1005, 1100), attempts).broken())
                .containsExactly(Promise.READS_ARE_CURRENT);
    }

    @Test
    void aLossIsATail() {
        String other = "{g}other";
        long lost = version(7, 1);
        long kept = version(7, 2);
        Attempt[] holed = {
            on(KEY, wrote(900, 901, 1, lost)),
            on(other, wrote(910, 911, 2, kept)),
            sawNothing(1500, 1501),
            on("{g}third", wrote(1510, 1511, 3, version(8, 1))),
            on(other, saw(1520, 1521, 2, kept))
        };
        assertThat(judge(ASYNC, at(Kind.KILL, 1000, 1000), holed).broken()).containsExactly(Promise.LOSS_IS_A_TAIL);
        holed[4] = on(other, sawNothing(1520, 1521));
        assertThat(judge(ASYNC, at(Kind.KILL, 1000, 1000), holed).broken()).isEmpty();
    }

    @Test
    void duringAPauseReadsMayBeStale() {
        Attempt[] attempts = {wrote(0, 1, 1, 11), wrote(2, 3, 2, 12), saw(1100, 1101, 1, 11), saw(1200, 1201, 2, 12)};
        assertThat(judge(SYNC, at(Kind.PAUSE, 500, 1000), attempts).verdict()).isEqualTo(Verdict.KEPT);
        assertThat(judge(SYNC, at(Kind.KILL, 500, 1000), attempts).broken()).containsExactly(Promise.READS_ARE_CURRENT);
    }

    @Test
    void valuesComeFromWritesThatWereNotRefused() {
        assertThat(judge(ASYNC, saw(0, 1, 1, 11)).broken()).containsExactly(Promise.READS_ARE_TRUE);
        assertThat(judge(ASYNC, wrote(0, 1, 1, 11), saw(2, 3, Action.FOREIGN, 12), saw(4, 5, 1, 11))
                        .broken())
                .contains(Promise.READS_ARE_TRUE);
        assertThat(judge(ASYNC, refused(0, 1, 1), saw(2, 3, 1, 11)).broken()).containsExactly(Promise.READS_ARE_TRUE);
        assertThat(judge(ASYNC, saw(0, 1, 1, 11), wrote(2, 3, 1, 11)).broken()).containsExactly(Promise.READS_ARE_TRUE);
    }

    @Test
    void aWriteHappensOnce() {
        assertThat(judge(ASYNC, wrote(0, 1, 1, 11), saw(2, 3, 1, 12)).broken())
                .containsExactly(Promise.WRITES_HAPPEN_ONCE);
        assertThat(judge(ASYNC, wrote(0, 1, 1, 11), over(1, 2, 9, 2, 12), over(1, 3, 8, 3, 13))
                        .broken())
                .containsExactly(Promise.WRITES_HAPPEN_ONCE);
    }

    @Test
    void versionsGoUpInAllKeysOfAPartition() {
        assertThat(judge(ASYNC, wrote(0, 1, 1, 12), on("{g}other", wrote(2, 3, 2, 11)))
                        .broken())
                .containsExactly(Promise.VERSIONS_ORDER);
        assertThat(judge(ASYNC, wrote(0, 1, 1, 12), on("{h}other", wrote(2, 3, 2, 11)))
                        .broken())
                .isEmpty();
        assertThat(judge(ASYNC, wrote(0, 9, 1, 12), wrote(0, 9, 2, 12)).broken())
                .contains(Promise.VERSIONS_ORDER);
    }

    @Test
    void entriesExpireInTime() {
        Attempt write = wroteFor(2000, 0, 1, 1, 11);
        assertThat(judge(ASYNC, write, saw(500, 501, 1, 11), saw(2900, 2901, 1, 11), sawNothing(3100, 3101))
                        .broken())
                .isEmpty();
        assertThat(judge(ASYNC, write, saw(3100, 3101, 1, 11)).broken()).containsExactly(Promise.ENTRIES_EXPIRE);
        assertThat(judge(ASYNC, write, sawNothing(500, 501)).broken())
                .containsExactly(Promise.ACKNOWLEDGED_WRITES_STAY);
    }

    @Test
    void requestsEndInTimeUnlessSomethingIsWrong() {
        Attempt slow = wrote(0, 6100, 1, 11);
        assertThat(judge(ASYNC, slow).broken()).containsExactly(Promise.REQUESTS_END);
        assertThat(judge(ASYNC, at(Kind.PAUSE, 100, 3000), slow).broken()).isEmpty();
    }

    @Test
    void requestsMayTakeLongerBesideANodeThatStarts() {
        Attempt slow = wrote(60_000, 66_100, 1, 11);
        Disturbance start = at(Kind.START, 20_000, 45_000);
        assertThat(judge(ASYNC, start, slow).broken()).isEmpty();
        assertThat(judge(ASYNC, at(Kind.START, 20_000, 39_000), slow).broken()).containsExactly(Promise.REQUESTS_END);
    }

    @Test
    void nodeThatStartsCostsNothingElse() {
        Attempt[] lost = {wrote(0, 1, 1, 11), wrote(600, 601, 2, 12), saw(2000, 2001, 1, 11)};
        assertThat(judge(ASYNC, at(Kind.START, 0, 1500), lost).broken())
                .containsExactly(Promise.ACKNOWLEDGED_WRITES_STAY);
        Attempt[] stale = {wrote(0, 1, 1, 11), wrote(2, 3, 2, 12), saw(1100, 1101, 1, 11), saw(1200, 1201, 2, 12)};
        assertThat(judge(ASYNC, at(Kind.START, 500, 1000), stale).broken()).contains(Promise.READS_ARE_CURRENT);
        Attempt[] unordered = {unknown(0, 1, 1), unmet(1, 2, 3, 2), saw(4, 5, 1, 11), unmet(1, 6, 7, 3)};
        assertThat(judge(ASYNC, at(Kind.START, 0, 1), unordered).broken()).containsExactly(Promise.ONE_ORDER);
    }

    @Test
    void keysComeBack() {
        assertThat(judge(ASYNC, wrote(0, 1, 1, 11), refused(10, 11, 2), refused(20_500, 20_501, 3))
                        .broken())
                .containsExactly(Promise.KEYS_COME_BACK);
        assertThat(judge(ASYNC, refused(0, 1, 2)).broken()).containsExactly(Promise.KEYS_COME_BACK);
    }

    @Test
    void timeInWhichNobodyAsksIsNoGap() {
        Judgement judgement = judge(ASYNC, wrote(0, 1, 1, 11), refused(25_000, 25_001, 2), saw(25_050, 25_051, 1, 11));
        assertThat(judgement.broken()).isEmpty();
        assertThat(judgement.figures().longestGap()).hasMillis(51);
        assertThat(judgement.figures().longestGapStart()).hasMillis(25_000);
    }

    @Test
    void whatNoOtherCheckSeesHasNoOrder() {
        assertThat(judge(ASYNC, unknown(0, 1, 1), unmet(1, 2, 3, 2), saw(4, 5, 1, 11), unmet(1, 6, 7, 3))
                        .broken())
                .containsExactly(Promise.ONE_ORDER);
    }

    private static Disturbance at(Kind kind, int fromMillis, int toMillis) {
        return new Disturbance(kind, "node-1", fromMillis * 1_000_000L, toMillis * 1_000_000L);
    }

    private static Judgement judge(Rules rules, Attempt... attempts) {
        return Judge.judge(History.calm(List.of(attempts)), rules);
    }

    private static Judgement judge(Rules rules, Disturbance disturbance, Attempt... attempts) {
        return Judge.judge(new History(List.of(attempts), List.of(disturbance)), rules);
    }
}
