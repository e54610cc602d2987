package dev.troupe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkWindowTest {
    private static final long SELF = 1;
    private static final long PEER = 2;
    private static final long PEER_AGAIN = 3;
    private static final long FORMER_SELF = 9;
    private static final int BATCHES = LinkWindow.BATCHES;
    private static final long LOST_MILLIS = LinkWindow.LOST_MILLIS;

    private final LinkWindow window = new LinkWindow(SELF);
    private long nowMillis = 1_000;

    /** Sends as many as may go, and says how many that were. */
    private int fill() {
        int sent = 0;
        for (; window.maySend(); sent++) {
            window.send(nowMillis);
        }
        return sent;
    }

    private void receive(long sender, long sequence, long receiver, long taken) {
        window.receive(new Batch.Head(sender, sequence, receiver, taken), nowMillis);
    }

    private void taken(long taken) {
        receive(PEER, Batch.Head.UNCOUNTED, SELF, taken);
    }

    private void assertTells(long receiver, long taken) {
        assertThat(window.tellOnly()).isEqualTo(new Batch.Head(SELF, Batch.Head.UNCOUNTED, receiver, taken));
    }

    @Test
    void batchesAreNumberedFromOneAndNoMoreAreUnderWayThanTheBound() {
        for (int number = 1; number <= BATCHES; number++) {
            assertThat(window.maySend()).isTrue();
            assertThat(window.send(nowMillis)).isEqualTo(new Batch.Head(SELF, number, 0, 0));
        }
        assertThat(window.maySend()).isFalse();
    }

    @Test
    void asManyMayGoAsThePeerHasTaken() {
        fill();
        taken(1);
        assertThat(fill()).isEqualTo(1);
        taken(BATCHES + 1);
        assertThat(fill()).isEqualTo(BATCHES);
    }

    @Test
    void batchThatGoesSaysWhatHasBeenTakenSoThatNothingIsOwed() {
        for (int number = 1; number <= BATCHES; number++) {
            receive(PEER, number, 0, 0);
        }
        assertThat(window.send(nowMillis)).isEqualTo(new Batch.Head(SELF, 1, PEER, BATCHES));
        assertThat(window.owesCredit()).isFalse();
    }

    @Test
    void whatWasTakenIsToldAloneFromHalfOnAndOnce() {
        for (int number = 1; number <= 3 * BATCHES; number++) {
            receive(PEER, number, 0, 0);
            assertThat(window.owesCredit()).isEqualTo(number % (BATCHES / 2) == 0);
            if (window.owesCredit()) {
                assertTells(PEER, number);
                assertThat(window.owesCredit()).isFalse();
            }
        }
    }

    @Test
    void batchThatTellsOnlyIsNotCountedOnEitherSide() {
        receive(PEER, 1, 0, 0);
        for (int i = 0; i < 3 * BATCHES; i++) {
            window.tellOnly();
            taken(0);
        }
        assertThat(window.owesCredit()).isEqualTo(BATCHES / 2 <= 1);
        assertTells(PEER, 1);
        assertThat(fill()).isEqualTo(BATCHES);
        assertThat(window.tick(nowMillis + LOST_MILLIS - 1)).isFalse();
    }

    @Test
    void batchesCountAsLostOneAtATimeAndNotBeforeTheirTime() {
        fill();
        for (int lost = 1; lost <= BATCHES; lost++) {
            assertThat(window.tick(nowMillis + LOST_MILLIS - 1)).isFalse();
            nowMillis += LOST_MILLIS;
            assertThat(window.tick(nowMillis)).isTrue();
            assertThat(window.tick(nowMillis)).isFalse();
        }
        assertThat(window.tick(nowMillis + 10 * LOST_MILLIS)).isFalse();
        assertThat(fill()).isEqualTo(BATCHES);
    }

    @Test
    void lostBatchMakesRoomForOne() {
        fill();
        nowMillis += LOST_MILLIS;
        window.tick(nowMillis);
        assertThat(fill()).isEqualTo(1);
    }

    @Test
    void progressAndTheFirstBatchAfterSilenceStartTheTimeAnew() {
        fill();
        nowMillis += LOST_MILLIS - 1;
        taken(1);
        assertThat(window.tick(nowMillis + LOST_MILLIS - 1)).isFalse();
        taken(BATCHES);
        nowMillis += 10 * LOST_MILLIS;
        assertThat(window.tick(nowMillis)).isFalse();
        window.send(nowMillis);
        assertThat(window.tick(nowMillis + LOST_MILLIS - 1)).isFalse();
        assertThat(window.tick(nowMillis + LOST_MILLIS)).isTrue();
    }

    @Test
    void batchesThatFollowDoNotStartTheTimeAnew() {
        window.send(nowMillis);
        window.send(nowMillis + LOST_MILLIS - 1);
        assertThat(window.tick(nowMillis + LOST_MILLIS)).isTrue();
    }

    @Test
    void whatIsRepeatedIsNoProgress() {
        fill();
        taken(1);
        long takenAtMillis = nowMillis;
        nowMillis += LOST_MILLIS - 1;
        taken(1);
        taken(0);
        assertThat(window.tick(takenAtMillis + LOST_MILLIS)).isTrue();
    }

    @Test
    void whatIsSaidLateOfBatchesThatCountedAsLostMakesNoRoomTwice() {
        fill();
        nowMillis += LOST_MILLIS;
        window.tick(nowMillis);
        taken(1);
        assertThat(fill()).isEqualTo(1);
        taken(BATCHES);
        assertThat(fill()).isEqualTo(BATCHES - 1);
    }

    @Test
    void whatIsSaidIsMadeUpForByWhatIsSaidNext() {
        fill();
        taken(BATCHES);
        assertThat(fill()).isEqualTo(BATCHES);
    }

    @Test
    void headsThatComeLateAgainOrOutOfTurnTakeNothingBack() {
        for (long number : new long[] {1, 4, 2, 4, 3, 1}) {
            receive(PEER, number, 0, 0);
        }
        assertTells(PEER, 4);
        receive(PEER, 2, 0, 0);
        assertThat(window.owesCredit()).isFalse();
        assertTells(PEER, 4);
        fill();
        taken(2);
        taken(1);
        taken(2);
        assertThat(fill()).isEqualTo(2);
    }

    @Test
    void batchThatWasLostOnTheWayIsToldWithThoseAfterIt() {
        receive(PEER, 1, 0, 0);
        receive(PEER, 1 + BATCHES / 2, 0, 0);
        assertThat(window.owesCredit()).isTrue();
        assertTells(PEER, 1 + BATCHES / 2);
    }

    @Test
    void whoIsHeardOfFirstByALaterBatchIsToldAtOnceSinceThoseBeforeMayBeLost() {
        receive(PEER, BATCHES, 0, 0);
        receive(PEER, 1, 0, 0);
        assertThat(window.owesCredit()).isTrue();
        assertTells(PEER, BATCHES);
        assertThat(window.owesCredit()).isFalse();
        receive(PEER, BATCHES + 1, 0, 0);
        assertThat(window.owesCredit()).isEqualTo(BATCHES / 2 <= 1);
    }

    @Test
    void peerThatHasRestartedIsToldOnlyOfItsOwnBatches() {
        for (int number = 1; number <= 10 * BATCHES; number++) {
            receive(PEER, number, 0, 0);
        }
        receive(PEER_AGAIN, 1, 0, 0);
        assertTells(PEER_AGAIN, 1);
        receive(PEER_AGAIN, 2, 0, 0);
        assertTells(PEER_AGAIN, 2);
    }

    @Test
    void peerThatHasRestartedAndOnlyTellsHasSentNothing() {
        receive(PEER, 7, 0, 0);
        receive(PEER_AGAIN, Batch.Head.UNCOUNTED, SELF, 0);
        assertThat(window.owesCredit()).isFalse();
        assertTells(PEER_AGAIN, 0);
    }

    @Test
    void whatAPeerHasNotTakenBeforeItRestartedIsLostOrTakenByItsNextLife() {
        fill();
        receive(PEER_AGAIN, 1, 0, 0);
        assertThat(window.maySend()).isFalse();
        nowMillis += LOST_MILLIS;
        assertThat(window.tick(nowMillis)).isTrue();
        assertThat(window.send(nowMillis)).isEqualTo(new Batch.Head(SELF, BATCHES + 1, PEER_AGAIN, 1));
        receive(PEER_AGAIN, 2, SELF, BATCHES + 1);
        assertThat(fill()).isEqualTo(BATCHES);
    }

    @Test
    void batchOfAFormerLifeThatComesLateIsNoCreditForTheNextLife() {
        receive(PEER_AGAIN, 1, 0, 0);
        receive(PEER, 50, 0, 0);
        assertTells(PEER, 50);
        receive(PEER_AGAIN, 2, 0, 0);
        assertTells(PEER_AGAIN, 2);
    }

    @Test
    void answerToAFormerLifeOfThisNodeMakesNoRoom() {
        fill();
        receive(PEER, 1, FORMER_SELF, 1);
        receive(PEER, Batch.Head.UNCOUNTED, FORMER_SELF, BATCHES);
        assertThat(window.maySend()).isFalse();
        nowMillis += LOST_MILLIS;
        assertThat(window.tick(nowMillis)).isTrue();
    }

    @Test
    void whatWasNeverSentCannotBeTaken() {
        taken(1);
        assertThat(fill()).isEqualTo(BATCHES);
        taken(BATCHES + 1);
        taken(Long.MAX_VALUE);
        taken(-1);
        assertThat(window.maySend()).isFalse();
        taken(BATCHES);
        assertThat(fill()).isEqualTo(BATCHES);
    }
}
