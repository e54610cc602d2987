package dev.troupe.store.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.index.KeyHash;
import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.segment.Queue;
import org.junit.jupiter.api.Test;

class GhostTest {
    private final MemoryAccount account = new MemoryAccount(new MemoryPool(1 << 20));
    private final Ghost ghost = new Ghost(account);

    @Test
    void whatWasDroppedIsRememberedOnce() {
        ghost.fit(1000);
        ghost.add(hash(1), Queue.SMALL);

        assertThat(ghost.take(hash(1), Queue.MAIN)).isEqualTo(Ghost.UNKNOWN);
        assertThat(ghost.take(hash(1), Queue.SMALL)).isZero();
        assertThat(ghost.take(hash(1), Queue.SMALL)).isEqualTo(Ghost.UNKNOWN);
        assertThat(ghost.size(Queue.SMALL)).isZero();
    }

    @Test
    void theOldestAreForgotten() {
        ghost.fit(800);
        for (int i = 0; i < 8000; i++) {
            ghost.add(hash(i), i % 2 == 0 ? Queue.SMALL : Queue.MAIN);
        }

        assertThat(ghost.size(Queue.SMALL) + ghost.size(Queue.MAIN)).isEqualTo(800);
        int remembered = 0;
        for (int i = 0; i < 8000; i++) {
            boolean there = ghost.take(hash(i), i % 2 == 0 ? Queue.SMALL : Queue.MAIN) != Ghost.UNKNOWN;
            assertThat(there && i < 4000).as("one of the first half").isFalse();
            remembered += there ? 1 : 0;
        }
        assertThat(remembered).isEqualTo(800);
    }

    @Test
    void anAgeIsHowManyOfTheBucketWereDroppedLater() {
        ghost.fit(Ghost.WAYS);
        for (int i = 0; i < Ghost.WAYS; i++) {
            ghost.add(hash(i), i % 2 == 0 ? Queue.SMALL : Queue.MAIN);
        }

        assertThat(ghost.take(hash(Ghost.WAYS - 1), Queue.MAIN)).isZero();
        assertThat(ghost.take(hash(0), Queue.SMALL)).isEqualTo(Ghost.WAYS - 2);
        assertThat(ghost.take(hash(4), Queue.SMALL)).isEqualTo(2);
    }

    @Test
    void aPlaceTakesFourBytes() {
        ghost.fit(100_000);
        assertThat(account.bytes()).isLessThan(1000);
        for (int i = 0; i < 200_000; i++) {
            ghost.add(hash(i), Queue.SMALL);
        }

        assertThat(account.bytes()).isEqualTo(ghost.takenBytes()).isBetween(399_000L, 405_000L);
        ghost.clear();
        assertThat(account.bytes()).isZero();
    }

    @Test
    void withoutMemoryNothingIsRemembered() {
        Ghost poor = new Ghost(new MemoryAccount(new MemoryPool(100)));
        poor.fit(100_000);
        poor.add(hash(1), Queue.SMALL);

        assertThat(poor.take(hash(1), Queue.SMALL)).isEqualTo(Ghost.UNKNOWN);
    }

    private static long hash(int number) {
        return new KeyHash(3).of(new byte[] {(byte) number, (byte) (number >> 8), (byte) (number >> 16)});
    }
}
