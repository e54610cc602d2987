package dev.troupe.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.Await;
import dev.troupe.transport.TestLinks.Parcel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeerLinkTest {
    private static final long SELF = 1;
    private static final long PEER = 2;
    private static final int MOST = PeerLink.MOST_BYTES - TestLinks.PARCEL_BYTES;

    /** What a carrier does besides. */
    enum Carriers {
        AT_ONCE,
        SLOW,
        CALLING_BACK,
        CREDIT_FROM_ANOTHER_THREAD,
        SLOW_WITH_CREDIT_FROM_ANOTHER_THREAD
    }

    private final BlockingQueue<Runnable> leftToOthers = new LinkedBlockingQueue<>();
    private final List<String> defects = new ArrayList<>();
    private final Links.Shared shared =
            TestLinks.shared("self:1", SELF, () -> 0, leftToOthers::add, (what, why) -> defects.add(what));
    private final List<Parcel> arrived = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();
    private final Links peer = TestLinks.of("peer:1", PEER, () -> 0, node -> batch -> {});
    private final ExecutorService others = Executors.newSingleThreadExecutor();

    PeerLinkTest() {
        peer.onArrival(TestLinks.PARCELS, (recipient, incarnation, parcel) -> arrived.add(parcel));
    }

    @AfterEach
    void stop() {
        others.shutdownNow();
    }

    private static Frame<Parcel> frame(long number, int sizeBytes) {
        return new Frame<>(TestLinks.PARCELS, 0, 0, new Parcel(number, sizeBytes));
    }

    private static Frame<Parcel> frame(long number, int sizeBytes, Runnable taken) {
        return new Frame<>(TestLinks.PARCELS, 0, 0, new Parcel(number, sizeBytes), taken);
    }

    private void carry(Batch batch) {
        batches.add(batch);
        if (batch.frames().length > 0) {
            peer.receive(batch);
        }
    }

    /** A link whose batches arrive at once; what is taken is not said. */
    private PeerLink withoutCredit() {
        return new PeerLink(shared, this::carry);
    }

    /** The same where it is said at once. */
    private PeerLink withCredit() {
        PeerLink[] link = new PeerLink[1];
        link[0] = new PeerLink(shared, batch -> {
            carry(batch);
            taken(link[0], batch);
        });
        return link[0];
    }

    private static void taken(PeerLink link, Batch batch) {
        link.received(
                new Batch.Head(PEER, Batch.Head.UNCOUNTED, SELF, batch.head().sequence()));
    }

    private List<Long> numbers() {
        return arrived.stream().map(Parcel::number).toList();
    }

    private static List<Long> upTo(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyMessageOfManyThreadsArrivesOnceAndThoseOfEachThreadInOrder(Carriers kind) throws InterruptedException {
        int threads = 6;
        int each = 4_000;
        AtomicInteger taken = new AtomicInteger();
        PeerLink[] link = new PeerLink[1];
        link[0] = new PeerLink(inBackground(), carrier(kind, link));
        List<Thread> sending = IntStream.range(0, threads)
                .mapToObj(thread -> new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        link[0].send(frame((long) thread * each + i, i % 97, taken::incrementAndGet));
                    }
                }))
                .toList();
        CountDownLatch all = new CountDownLatch(threads * each);
        peer.onArrival(TestLinks.PARCELS, (recipient, incarnation, parcel) -> {
            arrived.add(parcel);
            all.countDown();
        });
        sending.forEach(Thread::start);
        assertThat(all.await(Await.SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        for (Thread thread : sending) {
            thread.join();
        }
        Await.result(CompletableFuture.runAsync(() -> {}, others));
        synchronized (arrived) {
            assertThat(taken).hasValue(threads * each);
            assertThat(arrived).hasSize(threads * each);
            for (int thread = 0; thread < threads; thread++) {
                int owner = thread;
                assertThat(numbers().stream()
                                .filter(number -> number / each == owner)
                                .toList())
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
        assertThat(defects).isEmpty();
    }

    private Links.Shared inBackground() {
        return TestLinks.shared("self:1", SELF, () -> 0, others, (what, why) -> defects.add(what));
    }

    private Carrier carrier(Carriers kind, PeerLink[] link) {
        AtomicBoolean busy = new AtomicBoolean();
        return batch -> {
            assertThat(busy.compareAndSet(false, true)).as("one thread sends").isTrue();
            if (kind.name().startsWith("SLOW")) {
                LockSupport.parkNanos(10_000);
            }
            synchronized (arrived) {
                carry(batch);
            }
            if (kind == Carriers.CALLING_BACK) {
                link[0].ship();
            }
            busy.set(false);
            Runnable credit = () -> {
                taken(link[0], batch);
                link[0].ship();
            };
            if (kind.name().endsWith("ANOTHER_THREAD")) {
                others.execute(credit);
            } else {
                credit.run();
            }
        };
    }

    @Test
    void messageThatMayGoGoesAlone() {
        PeerLink link = withoutCredit();
        for (int i = 0; i < LinkWindow.BATCHES; i++) {
            link.send(frame(i, 3));
            assertThat(batches).hasSize(i + 1);
        }
        assertThat(numbers()).isEqualTo(upTo(LinkWindow.BATCHES));
    }

    @Test
    void whatGathersWithoutCreditGoesTogetherWhenThereIsSome() {
        PeerLink link = withoutCredit();
        int many = 100 + LinkWindow.BATCHES;
        for (int i = 0; i < many; i++) {
            link.send(frame(i, 3));
        }
        assertThat(batches).hasSize(LinkWindow.BATCHES);
        taken(link, batches.get(0));
        link.ship();
        assertThat(batches).hasSize(LinkWindow.BATCHES + 1);
        assertThat(numbers()).isEqualTo(upTo(many));
    }

    @Test
    void whatIsAddedGoesWithWhatFollows() {
        PeerLink link = withoutCredit();
        link.add(frame(0, 3));
        link.add(frame(1, 3));
        assertThat(batches).isEmpty();
        link.send(frame(2, 3));
        assertThat(batches).hasSize(1);
        assertThat(numbers()).isEqualTo(upTo(3));
    }

    @Test
    void threadThatSendsForOthersIsLetGoAndTheRestIsLeftToOthers() {
        PeerLink link = withCredit();
        int many = 100;
        for (int i = 0; i < many; i++) {
            link.add(frame(i, MOST));
        }
        link.ship();
        int own = batches.size();
        assertThat(own).isBetween(1, many / 2);
        assertThat(leftToOthers).hasSize(1);
        link.ship();
        assertThat(batches).as("while the others are about to send").hasSize(own);
        while (!leftToOthers.isEmpty()) {
            int before = batches.size();
            leftToOthers.remove().run();
            assertThat(batches.size() - before).isBetween(1, own);
        }
        assertThat(numbers()).isEqualTo(upTo(many));
        link.send(frame(many, 3));
        assertThat(numbers()).isEqualTo(upTo(many + 1));
    }

    @Test
    void messageThatCannotBeWrittenOrIsTooLargeCostsItselfAndIsTold() {
        AtomicInteger taken = new AtomicInteger();
        PeerLink link = withCredit();
        link.add(frame(0, 3));
        link.add(frame(7, -1, taken::incrementAndGet));
        link.add(frame(1, 3));
        link.add(frame(8, MOST + 1, taken::incrementAndGet));
        link.add(frame(2, MOST));
        link.add(frame(9, -1, taken::incrementAndGet));
        link.ship();
        assertThat(numbers()).isEqualTo(upTo(3));
        assertThat(taken).hasValue(3);
        assertThat(defects).hasSize(3);
        assertThat(defects.get(0)).contains("kind 100", "cannot be written");
        assertThat(defects.get(1)).contains("kind 100", "too large");
    }

    @Test
    void largeOnesAndSmallOnesArriveWholeInBatchesThatAreNotTooLarge() {
        PeerLink link = withCredit();
        int[] sizes = {0, 8_192, 1, 100_000, 100_000, 0, MOST, 1, MOST - 1, 2, 90_000, 3, 90_000, 4, MOST};
        for (int i = 0; i < sizes.length; i++) {
            link.add(frame(i, sizes[i]));
        }
        link.ship();
        assertThat(numbers()).isEqualTo(upTo(sizes.length));
        assertThat(arrived.stream().mapToInt(Parcel::sizeBytes))
                .containsExactly(IntStream.of(sizes).boxed().toArray(Integer[]::new));
        assertThat(batches).allMatch(batch -> batch.frames().length <= PeerLink.MOST_BYTES);
        assertThat(batches).hasSizeLessThan(sizes.length);
    }

    @Test
    void noMoreThanTheBoundWaitAndWhatIsDroppedIsTakenAndCounted() {
        AtomicInteger taken = new AtomicInteger();
        PeerLink link = withoutCredit();
        int sent = LinkWindow.BATCHES;
        int dropped = 10;
        for (int i = 0; i < sent + PeerLink.MOST_WAITING + dropped; i++) {
            link.send(frame(i, 0, taken::incrementAndGet));
        }
        assertThat(taken).hasValue(sent + dropped);
        assertThat(shared.counts().dropped().sum()).isEqualTo(dropped);
        for (int next = 0; next < batches.size(); next++) {
            taken(link, batches.get(next));
            link.ship();
        }
        assertThat(numbers()).isEqualTo(upTo(sent + PeerLink.MOST_WAITING));
        assertThat(taken).hasValue(sent + PeerLink.MOST_WAITING + dropped);
    }

    @Test
    void whoIsToldThatAMessageIsTakenMaySendAnother() {
        PeerLink link = withCredit();
        AtomicInteger number = new AtomicInteger();
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            if (number.get() < 1_000) {
                link.send(frame(number.getAndIncrement(), 3, again[0]));
            }
        };
        again[0].run();
        while (!leftToOthers.isEmpty()) {
            leftToOthers.remove().run();
        }
        assertThat(numbers()).isEqualTo(upTo(1_000));
    }

    @Test
    void whatIsThrownByWhomItIsTakenFromCostsNoMessageAndItIsToldOnce() {
        AtomicInteger taken = new AtomicInteger();
        PeerLink link = withCredit();
        link.add(frame(0, 3));
        link.add(frame(1, 3, () -> {
            taken.incrementAndGet();
            throw new IllegalStateException("planted");
        }));
        link.add(frame(2, 3));
        link.ship();
        assertThat(numbers()).isEqualTo(upTo(3));
        assertThat(taken).hasValue(1);
        assertThat(defects).hasSize(1);
    }

    @Test
    void errorOfAMessageReachesWhoSendsAndTheOthersGoOn() {
        PeerLink link = withCredit();
        AtomicInteger taken = new AtomicInteger();
        FrameKind<Parcel> broken = FrameKind.of(
                100,
                (buffer, parcel) -> {
                    throw new StackOverflowError("planted");
                },
                TestLinks.PARCELS.reader());
        Frame<Parcel> frame = new Frame<>(broken, 0, 0, new Parcel(0, 3), taken::incrementAndGet);
        assertThatThrownBy(() -> link.send(frame)).isInstanceOf(StackOverflowError.class);
        link.send(frame(1, 3));
        assertThat(numbers()).containsExactly(1L);
        assertThat(taken).hasValue(1);
    }

    @Test
    void whatACarrierThrowsReachesWhoSendsAndTheLinkGoesOn() {
        AtomicBoolean isBroken = new AtomicBoolean(true);
        PeerLink link = new PeerLink(shared, batch -> {
            if (isBroken.getAndSet(false)) {
                throw new IllegalStateException("planted");
            }
            carry(batch);
        });
        assertThatThrownBy(() -> link.send(frame(0, 3))).hasMessage("planted");
        link.send(frame(1, 3));
        assertThat(numbers()).containsExactly(1L);
    }

    @Test
    void whoCannotLeaveTheRestToOthersHearsItAndTheRestGoesNext() {
        PeerLink[] link = new PeerLink[1];
        Links.Shared stopped = TestLinks.shared(
                "self:1",
                SELF,
                () -> 0,
                task -> {
                    throw new RejectedExecutionException("planted");
                },
                (what, why) -> defects.add(what));
        link[0] = new PeerLink(stopped, batch -> {
            carry(batch);
            taken(link[0], batch);
        });
        int many = 20;
        for (int i = 0; i < many; i++) {
            link[0].add(frame(i, MOST));
        }
        assertThatThrownBy(link[0]::ship).hasMessage("planted");
        link[0].ship();
        assertThat(numbers()).isEqualTo(upTo(many));
    }

    @Test
    void batchThatTellsOnlyGoesWhereNothingElseDoes() {
        PeerLink link = withoutCredit();
        for (int number = 1; number <= LinkWindow.BATCHES; number++) {
            link.received(new Batch.Head(PEER, number, 0, 0));
            link.ship();
        }
        assertThat(batches).isNotEmpty().hasSizeLessThanOrEqualTo(2);
        assertThat(batches)
                .allMatch(batch -> batch.frames().length == 0 && batch.head().sequence() == Batch.Head.UNCOUNTED);
        assertThat(batches.get(batches.size() - 1).head().taken()).isEqualTo(LinkWindow.BATCHES);
    }
}
