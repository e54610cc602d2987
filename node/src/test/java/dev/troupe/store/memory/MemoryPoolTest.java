package dev.troupe.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.store.Store;
import dev.troupe.store.StoreInvariants;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MemoryPoolTest {
    @Test
    void moreThanThereIsCannotBeReserved() {
        MemoryPool pool = new MemoryPool(1000);
        MemoryAccount account = new MemoryAccount(pool);

        assertThat(account.tryReserve(1000)).isTrue();
        assertThat(account.tryReserve(1)).isFalse();
        account.release(1);
        assertThat(account.tryReserve(1)).isTrue();
        assertThat(pool.usedBytes()).isEqualTo(1000);
    }

    @Test
    void aChildTakesFromItsParentToo() {
        MemoryPool parent = new MemoryPool(1000);
        MemoryAccount first = new MemoryAccount(parent.child(400));
        MemoryAccount second = new MemoryAccount(parent);

        assertThat(first.tryReserve(401)).isFalse();
        assertThat(first.tryReserve(400)).isTrue();
        assertThat(parent.usedBytes()).isEqualTo(400);
        assertThat(second.tryReserve(601)).isFalse();
        assertThat(second.tryReserve(500)).isTrue();
    }

    @Test
    void storesThatLeadLeaveRoomForThoseThatRest() {
        MemoryPool pool = new MemoryPool(6400, 0.5);
        MemoryAccount owner = new MemoryAccount(pool);
        MemoryAccount copy = new MemoryAccount(pool);
        copy.lead(false);
        assertThat(owner.tryReserve(3201)).isFalse();
        assertThat(owner.tryReserve(3200)).isTrue();
        assertThat(copy.tryReserve(3200)).isTrue();
        assertThat(copy.tryReserve(1)).isFalse();
        assertThat(copy.shouldGiveBack()).isFalse();
    }

    @Test
    void storesThatLeadMakeRoomForOneThatRestsAndWasRefused() {
        MemoryPool pool = new MemoryPool(6400, 0.5);
        MemoryAccount owner = new MemoryAccount(pool);
        MemoryAccount copy = new MemoryAccount(pool);
        MemoryAccount newcomer = new MemoryAccount(pool);
        copy.lead(false);
        newcomer.lead(false);
        assertThat(copy.tryReserve(3400)).isTrue();
        assertThat(owner.tryReserve(2900)).isTrue();
        assertThat(newcomer.tryReserve(100)).isTrue();
        assertThat(newcomer.tryReserve(100)).isFalse();

        assertThat(owner.shouldGiveBack()).isTrue();
        owner.release(250);
        assertThat(owner.tryReserve(10)).isTrue();
        assertThat(owner.shouldGiveBack()).isTrue();
        owner.release(10);
        assertThat(newcomer.tryReserve(250)).isTrue();
        assertThat(owner.shouldGiveBack()).isFalse();
    }

    @Test
    void whereTheirPartBecomesSmallerStoresThatLeadKeepWhatTheyHaveUntilOneThatRestsNeedsIt() {
        MemoryPool pool = new MemoryPool(6400);
        MemoryAccount owner = new MemoryAccount(pool);
        MemoryAccount copy = new MemoryAccount(pool);
        copy.lead(false);
        assertThat(owner.tryReserve(6000)).isTrue();

        pool.lead(0.5);
        assertThat(owner.shouldGiveBack()).as("nobody needs it").isFalse();
        assertThat(owner.tryReserve(400)).as("more than it had").isFalse();
        assertThat(copy.tryReserve(400)).isTrue();
        assertThat(copy.tryReserve(400)).isFalse();
        assertThat(owner.shouldGiveBack()).as("a copy was refused").isTrue();
        owner.release(1000);
        assertThat(copy.tryReserve(1000)).isTrue();
        assertThat(owner.shouldGiveBack()).as("the copy has got it").isFalse();
    }

    @Test
    void whatStoresThatLeadHaveGivenUpBeyondTheirPartTheyDoNotGetBack() {
        MemoryPool pool = new MemoryPool(6400);
        MemoryAccount owner = new MemoryAccount(pool);
        assertThat(owner.tryReserve(6000)).isTrue();
        pool.lead(0.5);
        owner.release(2000);
        assertThat(owner.tryReserve(500)).isFalse();
        assertThat(owner.tryReserve(100)).as("for what comes and goes").isTrue();
        owner.release(1500);
        assertThat(owner.tryReserve(800)).as("beyond the part").isFalse();
        assertThat(owner.tryReserve(500)).as("within it").isTrue();
        pool.lead(1);
        assertThat(owner.tryReserve(2800)).as("all are its own again").isTrue();
    }

    @Test
    void aPartIsSaidAgainWithoutAnyEffect() {
        MemoryPool pool = new MemoryPool(6400);
        MemoryAccount owner = new MemoryAccount(pool.child(6400));
        assertThat(owner.tryReserve(5000)).isTrue();
        for (int times = 0; times < 10; times++) {
            pool.lead(0.5);
            owner.tryReserve(50);
        }
        assertThat(pool.usedBytes()).isLessThan(5000 + 5000 / 16 + 1);
        assertThatThrownBy(() -> pool.lead(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pool.lead(1.5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPartThatGoesToAndFroDoesNotGrow() {
        MemoryPool pool = new MemoryPool(1_000_000, 0.476);
        MemoryAccount owner = new MemoryAccount(pool);
        for (int times = 0; times < 20; times++) {
            while (owner.tryReserve(1000)) {
                // As much as there is.
            }
            pool.lead(times % 2 == 0 ? 0.417 : 0.476);
        }
        assertThat(pool.usedBytes()).isLessThanOrEqualTo(476_000);
    }

    @Test
    void storeThatBeginsToLeadBringsItsBytesAndMayHaveToGiveSomeBack() {
        MemoryPool pool = new MemoryPool(6400, 0.5);
        MemoryAccount owner = new MemoryAccount(pool);
        MemoryAccount copy = new MemoryAccount(pool);
        copy.lead(false);
        assertThat(owner.tryReserve(1000)).isTrue();
        assertThat(copy.tryReserve(3000)).isTrue();
        copy.lead(true);
        assertThat(pool.usedBytes()).isEqualTo(4000);
        assertThat(copy.shouldGiveBack()).isTrue();
        assertThat(owner.shouldGiveBack()).isFalse();
        copy.release(3000);
        copy.close();
        assertThat(owner.tryReserve(2200)).isTrue();
    }

    @Test
    void theLastPartIsForStoresBelowTheirShare() {
        MemoryPool pool = new MemoryPool(3200);
        MemoryAccount rich = new MemoryAccount(pool);
        MemoryAccount poor = new MemoryAccount(pool);

        assertThat(rich.tryReserve(3101)).isFalse();
        assertThat(rich.tryReserve(3100)).isTrue();
        assertThat(rich.shouldGiveBack()).isFalse();
        assertThat(poor.tryReserve(100)).isTrue();
        assertThat(rich.shouldGiveBack()).isTrue();
        assertThat(poor.shouldGiveBack()).isFalse();
    }

    @Test
    void aStoreThatAsksMakesTheOneWithMoreGiveBackAndMayUseTheHeadroom() {
        MemoryPool pool = new MemoryPool(3200);
        MemoryAccount rich = new MemoryAccount(pool);
        MemoryAccount poor = new MemoryAccount(pool);
        assertThat(rich.tryReserve(2500)).isTrue();
        assertThat(poor.tryReserve(1700)).isFalse();

        assertThat(poor.ask(1700, 0)).isTrue();
        assertThat(rich.shouldGiveBack()).isTrue();
        rich.release(1000);
        assertThat(rich.tryReserve(200)).as("what is kept for another store").isFalse();
        assertThat(poor.tryReserve(1700))
                .as("more than its share, in the headroom")
                .isTrue();
        assertThat(pool.usedBytes()).isEqualTo(pool.maxBytes());
        poor.calm();
        poor.got(1700);
        poor.release(200);
        assertThat(rich.shouldGiveBack()).isFalse();
        assertThat(poor.tryReserve(200)).as("the headroom, after the call").isFalse();
    }

    @Test
    void whatIsAskedForLongAgoOrByAClosedStoreIsNotKept() {
        MemoryPool pool = new MemoryPool(3200);
        MemoryAccount rich = new MemoryAccount(pool);
        MemoryAccount poor = new MemoryAccount(pool);
        assertThat(rich.tryReserve(2000)).isTrue();

        assertThat(poor.ask(3300, 0)).as("more than there is").isFalse();
        assertThat(poor.ask(3000, 0)).isTrue();
        poor.forget(5_000);
        assertThat(rich.shouldGiveBack()).isTrue();
        poor.forget(5_001);
        assertThat(rich.shouldGiveBack()).isFalse();
        assertThat(poor.ask(3000, 6_000)).isTrue();
        poor.close();
        assertThat(rich.shouldGiveBack()).isFalse();
    }

    @Test
    void anAccountIsClosedEmpty() {
        MemoryAccount account = new MemoryAccount(new MemoryPool(10));
        account.tryReserve(5);

        assertThatThrownBy(account::close).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void storesOfSeveralThreadsNeverHoldMoreThanThePool() throws Exception {
        MemoryPool pool = new MemoryPool(2 << 20);
        MemoryPool child = pool.child(1 << 20);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> kept = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                kept.add(threads.submit(writer(i, i == 0 ? child : pool, pool, child)));
            }
            for (Future<Boolean> each : kept) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(pool.usedBytes()).isZero();
        assertThat(child.usedBytes()).isZero();
    }

    private static Callable<Boolean> writer(int seed, MemoryPool mine, MemoryPool pool, MemoryPool child) {
        return () -> {
            Random random = new Random(seed);
            Store store = new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, seed), mine);
            EntryAttributes attributes =
                    new EntryAttributes(1, EntryAttributes.NEVER, EntryAttributes.NEVER, MediaTypes.OCTETS);
            boolean within = true;
            for (int i = 0; i < 30_000; i++) {
                byte[] key = {(byte) i, (byte) (i >> 8), (byte) (i >> 16)};
                store.put(key, new byte[random.nextInt(i % 100 == 0 ? 20_000 : 400)], attributes, i);
                within &= pool.usedBytes() <= pool.maxBytes() && child.usedBytes() <= child.maxBytes();
                if (i % 1000 == 999) {
                    StoreInvariants.check(store);
                }
            }
            within &= store.stats().evicted() > 0;
            store.close();
            return within;
        };
    }
}
