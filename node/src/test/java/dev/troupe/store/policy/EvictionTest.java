package dev.troupe.store.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.segment.Queue;
import org.junit.jupiter.api.Test;

class EvictionTest {
    private final Ghost ghost = new Ghost(new MemoryAccount(new MemoryPool(1 << 20)));
    private final Eviction eviction = eviction(StoreSettings.Policy.S3_FIFO);

    @Test
    void aNewKeyHasToProveItself() {
        assertThat(eviction.admit(1, 100)).isEqualTo(Eviction.Admission.NEW);
        assertThat(Eviction.Admission.NEW.queue).isEqualTo(Queue.SMALL);
    }

    @Test
    void aKeyThatComesBackFromTheSmallQueueJoinsTheMainOneAndTheSmallOneGrows() {
        eviction.dropped(5L << 40, Queue.SMALL, 100);

        assertThat(eviction.admit(5L << 40, 100)).isEqualTo(Eviction.Admission.BACK_FROM_SMALL);
        assertThat(eviction.smallShare()).isGreaterThan(Queues.DEFAULT.startShare());
        assertThat(eviction.ghostHits()).isEqualTo(1);
    }

    @Test
    void aKeyThatComesBackFromTheMainQueueStartsAgainAndTheSmallOneShrinks() {
        eviction.dropped(5L << 40, Queue.MAIN, 100);

        assertThat(eviction.admit(5L << 40, 100)).isEqualTo(Eviction.Admission.BACK_FROM_MAIN);
        assertThat(eviction.smallShare()).isLessThan(Queues.DEFAULT.startShare());
    }

    @Test
    void aKeyThatComesBackLateIsAdmittedAndMovesNothing() {
        for (Queue from : Queue.values()) {
            eviction.dropped(5L << 40, from, 20);
            eviction.dropped(6L << 40, from, 20);
            eviction.dropped(7L << 40, from, 20);

            assertThat(eviction.admit(5L << 40, 20)).isNotEqualTo(Eviction.Admission.NEW);
            assertThat(eviction.smallShare()).isEqualTo(Queues.DEFAULT.startShare());
        }
        assertThat(eviction.ghostHits()).isEqualTo(2);
    }

    @Test
    void inAnEmptyStoreTheShareMovesTheSameWay() {
        eviction.dropped(5L << 40, Queue.MAIN, 100);
        eviction.admit(5L << 40, 0);

        assertThat(eviction.smallShare()).isEqualTo(Queues.DEFAULT.lowestShare());
    }

    @Test
    void ofManyInARowWithoutAHitTheLastIsPromoted() {
        eviction.nextPass(11, 89);
        for (int round = 0; round < 3; round++) {
            for (int i = 1; i < 128; i++) {
                assertThat(eviction.hitsAfterPass(Queue.SMALL, 0)).isEqualTo(Eviction.DROPPED);
            }
            assertThat(eviction.hitsAfterPass(Queue.SMALL, 0)).isZero();
        }
    }

    @Test
    void aPromotionBeginsTheRunAnew() {
        eviction.nextPass(11, 89);
        for (int i = 1; i < 128; i++) {
            eviction.hitsAfterPass(Queue.SMALL, 0);
        }
        eviction.hitsAfterPass(Queue.SMALL, 2);

        assertThat(eviction.hitsAfterPass(Queue.SMALL, 0)).isEqualTo(Eviction.DROPPED);
    }

    @Test
    void theShareStaysWithinItsBounds() {
        for (long i = 1; i < 1000; i++) {
            eviction.dropped(i << 40, Queue.SMALL, 10);
            eviction.admit(i << 40, 10);
        }
        assertThat(eviction.smallShare()).isEqualTo(Queues.DEFAULT.highestShare());
    }

    @Test
    void oneHitPromotesOnlyWhileTheMainQueueIsNotFull() {
        assertThat(eviction.nextPass(90, 10)).isEqualTo(Queue.SMALL);
        assertThat(eviction.hitsAfterPass(Queue.SMALL, 1)).isZero();
        assertThat(eviction.nextPass(11, 89)).isEqualTo(Queue.SMALL);
        assertThat(eviction.hitsAfterPass(Queue.SMALL, 1)).isEqualTo(Eviction.DROPPED);
        assertThat(eviction.hitsAfterPass(Queue.SMALL, 2)).isZero();
    }

    @Test
    void eachHitSparesAMainEntryOnce() {
        assertThat(eviction.nextPass(5, 95)).isEqualTo(Queue.MAIN);
        assertThat(eviction.hitsAfterPass(Queue.MAIN, 2)).isEqualTo(1);
        assertThat(eviction.hitsAfterPass(Queue.MAIN, 0)).isEqualTo(Eviction.DROPPED);
    }

    @Test
    void lruSparesOnceHoweverManyHits() {
        Eviction lru = eviction(StoreSettings.Policy.LRU);

        assertThat(lru.admit(1, 100).queue).isEqualTo(Queue.MAIN);
        assertThat(lru.hitsAfterPass(Queue.MAIN, 3)).isZero();
    }

    private Eviction eviction(StoreSettings.Policy policy) {
        return new Eviction(new StoreSettings(policy, 1), ghost);
    }
}
