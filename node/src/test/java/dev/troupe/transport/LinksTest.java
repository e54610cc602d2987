package dev.troupe.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.transport.TestLinks.Parcel;
import dev.troupe.transport.dispatch.ArrivalExecutor;
import dev.troupe.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.LongStream;
import org.apache.pekko.actor.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes is handed over as it was sent, and what is broken costs itself. */
class LinksTest {
    private static final int COUNT = 5;
    private static final FrameKind<Parcel> UNKNOWN =
            FrameKind.of(101, TestLinks.PARCELS.writer(), TestLinks.PARCELS.reader());
    /** As a newer node might write it. */
    private static final FrameKind<Parcel> LONGER = FrameKind.of(
            100,
            (buffer, parcel) -> {
                TestLinks.PARCELS.writer().write(buffer, parcel);
                buffer.putLong(77).putInt(88);
            },
            TestLinks.PARCELS.reader());
    /** What this node cannot read. */
    private static final FrameKind<Parcel> UNREADABLE = FrameKind.of(
            100,
            (buffer, parcel) -> {
                buffer.putLong(parcel.number());
                Wire.putBytes(buffer, new byte[] {(byte) (parcel.number() + 1)});
            },
            TestLinks.PARCELS.reader());
    /** It ends before the fields that are known. */
    private static final FrameKind<Parcel> SHORTER =
            FrameKind.of(100, (buffer, parcel) -> buffer.putInt(5), TestLinks.PARCELS.reader());

    /** One that says it goes on for a byte behind its end, which is the one that a parcel begins with whose number is 3. */
    private static final FrameKind<Parcel> CUT = FrameKind.of(
            100,
            (buffer, parcel) ->
                    buffer.putLong(TestLinks.PARCEL_BYTES + 3 - Integer.BYTES).putInt(1),
            TestLinks.PARCELS.reader());

    /** Takes parcels; throws at one of them. */
    private static final class Receiver implements FrameReceiver<Parcel> {
        final List<Parcel> arrived = new ArrayList<>();
        final List<String> told = new ArrayList<>();
        long throwsAt = -1;
        int ends;

        @Override
        public void receive(int recipient, int incarnation, Parcel parcel) {
            arrived.add(parcel);
            told.add(recipient + "/" + incarnation);
            if (parcel.number() == throwsAt) {
                throw new IllegalStateException("planted");
            }
        }

        @Override
        public void endOfBatch() {
            ends++;
        }
    }

    private final Receiver receiver = new Receiver();
    private final List<String> defects = new ArrayList<>();
    private final Map<String, List<Batch>> left = new HashMap<>();
    private final Links links = new Links(
            TestLinks.shared("self:1", 1, () -> 0, Runnable::run, (what, why) -> defects.add(what)),
            node -> batch ->
                    left.computeIfAbsent(node, any -> new ArrayList<>()).add(batch));

    LinksTest() {
        links.onArrival(TestLinks.PARCELS, receiver);
    }

    private void receive(byte[] frames) {
        links.receive(new Batch("peer:1", new Batch.Head(2, 1, 0, 0), frames));
    }

    private static Frame<Parcel> frame(FrameKind<Parcel> kind, long number) {
        return new Frame<>(kind, (int) (10 + number), (int) -number, new Parcel(number, (int) number));
    }

    /** The messages of one batch that holds these. */
    @SafeVarargs
    private static byte[] together(Frame<Parcel>... frames) {
        List<Batch> batches = new ArrayList<>();
        PeerLink link = TestLinks.of("peer:1", 2, () -> 0, node -> batches::add).to("self:1");
        for (Frame<Parcel> frame : frames) {
            link.add(frame);
        }
        link.ship();
        assertThat(batches).hasSize(1);
        return batches.get(0).frames();
    }

    private static byte[] parcels() {
        byte[] all = new byte[0];
        for (long number = 0; number < COUNT; number++) {
            byte[] one = together(frame(TestLinks.PARCELS, number));
            int end = all.length;
            all = Arrays.copyOf(all, end + one.length);
            System.arraycopy(one, 0, all, end, one.length);
        }
        return all;
    }

    /** Where a message ends. */
    private static int end(long number) {
        return (int) LongStream.rangeClosed(0, number)
                .map(n -> TestLinks.PARCEL_BYTES + n)
                .sum();
    }

    private List<Long> numbers() {
        return receiver.arrived.stream().map(Parcel::number).toList();
    }

    @Test
    void messagesAreHandedOverAsTheyWereSentAndThenTheBatchEnds() {
        byte[] frames = together(frame(TestLinks.PARCELS, 0), frame(TestLinks.PARCELS, 1), frame(TestLinks.PARCELS, 2));
        receive(frames);
        assertThat(receiver.arrived).containsExactly(new Parcel(0, 0), new Parcel(1, 1), new Parcel(2, 2));
        assertThat(receiver.told).containsExactly("10/0", "11/-1", "12/-2");
        assertThat(receiver.ends).isEqualTo(1);
        receive(frames);
        assertThat(receiver.ends).isEqualTo(2);
    }

    @Test
    void batchThatTellsOnlyEndsNothing() {
        receive(new byte[0]);
        assertThat(receiver.ends).isZero();
        assertThat(defects).isEmpty();
    }

    @Test
    void whatANewerNodeHasAddedIsPassedOver() {
        receive(together(frame(LONGER, 0), frame(UNKNOWN, 1), frame(LONGER, 2), frame(TestLinks.PARCELS, 3)));
        assertThat(numbers()).containsExactly(0L, 2L, 3L);
        assertThat(receiver.ends).isEqualTo(1);
        assertThat(defects).isEmpty();
    }

    @Test
    void kindWhoseNumberIsNoneIsPassedOver() {
        byte[] frames = parcels();
        for (int number = Byte.MIN_VALUE; number <= Byte.MAX_VALUE; number++) {
            frames[Integer.BYTES] = (byte) number;
            receiver.arrived.clear();
            receive(frames);
            assertThat(numbers()).hasSize(number == 100 ? COUNT : COUNT - 1).contains(1L, 2L, 3L, 4L);
        }
        assertThat(defects).isEmpty();
    }

    @Test
    void messageThatCannotBeReadIsToldAndTheOthersArrive() {
        receive(together(
                frame(TestLinks.PARCELS, 0), frame(UNREADABLE, 1), frame(SHORTER, 2), frame(TestLinks.PARCELS, 3)));
        assertThat(numbers()).containsExactly(0L, 3L);
        assertThat(receiver.ends).isEqualTo(1);
        assertThat(defects).hasSize(2).allMatch(what -> what.contains("kind 100"));
    }

    @Test
    void messageThatIsCutTakesNothingFromTheNext() {
        receive(together(frame(CUT, 1), frame(TestLinks.PARCELS, 3)));
        assertThat(numbers()).containsExactly(3L);
        assertThat(defects).hasSize(1);
    }

    @Test
    void whatAReceiverThrowsCostsItsMessageOnly() {
        receiver.throwsAt = 2;
        receive(parcels());
        assertThat(numbers()).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(receiver.ends).isEqualTo(1);
        assertThat(defects).hasSize(1);
    }

    @Test
    void errorOfAReceiverLeavesNothingForALaterBatch() {
        FrameKind<Parcel> fragile = FrameKind.of(102, TestLinks.PARCELS.writer(), TestLinks.PARCELS.reader());
        links.onArrival(fragile, (recipient, incarnation, parcel) -> {
            throw new StackOverflowError("planted");
        });
        byte[] frames = together(frame(TestLinks.PARCELS, 0), frame(fragile, 1), frame(TestLinks.PARCELS, 2));
        assertThatThrownBy(() -> receive(frames)).isInstanceOf(StackOverflowError.class);
        assertThat(numbers()).contains(0L);
        assertThat(receiver.ends).isEqualTo(1);
    }

    @Test
    void receiverThatThrowsAtTheEndOfABatchKeepsItFromNobody() {
        Links both = new Links(
                TestLinks.shared("self:1", 1, () -> 0, Runnable::run, (what, why) -> defects.add(what)),
                node -> batch -> {});
        both.onArrival(UNKNOWN, new FrameReceiver<>() {
            @Override
            public void receive(int recipient, int incarnation, Parcel parcel) {}

            @Override
            public void endOfBatch() {
                throw new IllegalStateException("planted");
            }
        });
        both.onArrival(TestLinks.PARCELS, receiver);
        both.receive(new Batch("peer:1", new Batch.Head(2, 1, 0, 0), parcels()));
        assertThat(receiver.ends).isEqualTo(1);
        assertThat(defects).hasSize(1);
    }

    @Test
    void batchThatIsCutAnywhereGivesWhatIsWhole() {
        byte[] frames = parcels();
        for (int length = 1; length < frames.length; length++) {
            receiver.arrived.clear();
            receiver.ends = 0;
            defects.clear();
            receive(Arrays.copyOf(frames, length));
            int cut = length;
            long whole = LongStream.range(0, COUNT)
                    .filter(number -> end(number) <= cut)
                    .count();
            assertThat(numbers()).isEqualTo(LongStream.range(0, whole).boxed().toList());
            assertThat(receiver.ends).isEqualTo(1);
            assertThat(defects).hasSize(whole > 0 && end(whole - 1) == cut ? 0 : 1);
        }
    }

    @Test
    void lengthThatCannotBeEndsTheBatchAndIsTold() {
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 1, 8, 1 << 20, Integer.MAX_VALUE}) {
            byte[] frames = parcels();
            ByteBuffer.wrap(frames).order(ByteOrder.LITTLE_ENDIAN).putInt(end(1), length);
            receiver.arrived.clear();
            defects.clear();
            receive(frames);
            assertThat(numbers()).containsExactly(0L, 1L);
            assertThat(defects).containsExactly("a batch is broken");
        }
    }

    @Test
    @Timeout(60)
    void batchOfWhichAnyByteIsAnotherGivesWhatIsBeforeAndHarmsNobody() {
        byte[] frames = parcels();
        for (int at = 0; at < frames.length; at++) {
            for (int octet = Byte.MIN_VALUE; octet <= Byte.MAX_VALUE; octet++) {
                byte[] other = frames.clone();
                other[at] = (byte) octet;
                receiver.arrived.clear();
                receiver.ends = 0;
                receive(other);
                int changed = at;
                long before = LongStream.range(0, COUNT)
                        .filter(number -> end(number) <= changed)
                        .count();
                assertThat(receiver.arrived.size()).isBetween((int) before, COUNT);
                assertThat(numbers().subList(0, (int) before))
                        .isEqualTo(LongStream.range(0, before).boxed().toList());
                assertThat(receiver.ends).isEqualTo(1);
            }
        }
    }

    @Test
    void wayToAnActorsNodeIsTheWayToItsAddress() {
        PeerLink link = links.to("10.0.0.1:25520");
        assertThat(links.to(new Address("pekko", "shop", "10.0.0.1", 25520))).isSameAs(link);
        assertThat(links.to(new Address("pekko", "shop", "10.0.0.2", 25520))).isNotSameAs(link);
        assertThat(links.to("10.0.0.1:25520")).isSameAs(link);
    }

    @Test
    void batchThatHasComeIsAnsweredToWhereItCameFrom() {
        for (int number = 1; number <= LinkWindow.BATCHES; number++) {
            links.receive(new Batch("peer:7", new Batch.Head(2, number, 0, 0), parcels()));
        }
        assertThat(left).containsOnlyKeys("peer:7");
        assertThat(left.get("peer:7")).extracting(batch -> batch.head().taken()).contains((long) LinkWindow.BATCHES);
    }

    @Test
    void batchIsTakenOnlyWhenItWasHandedOver() {
        links.onArrival(
                UNKNOWN, (recipient, incarnation, parcel) -> assertThat(left).isEmpty());
        byte[] frames = together(frame(UNKNOWN, 1));
        for (int number = 1; number <= LinkWindow.BATCHES / 2; number++) {
            links.receive(new Batch("peer:1", new Batch.Head(2, number, 0, 0), frames));
        }
        assertThat(left).containsOnlyKeys("peer:1");
        assertThat(defects).isEmpty();
    }

    @Test
    void timePassesForAllWays() {
        long[] nowMillis = {0};
        Links many = new Links(
                TestLinks.shared("self:1", 1, () -> nowMillis[0], Runnable::run, (what, why) -> defects.add(what)),
                node -> batch ->
                        left.computeIfAbsent(node, any -> new ArrayList<>()).add(batch));
        for (String node : List.of("a:1", "b:1")) {
            for (int i = 0; i <= LinkWindow.BATCHES; i++) {
                many.to(node).send(frame(TestLinks.PARCELS, i));
            }
        }
        nowMillis[0] += LinkWindow.LOST_MILLIS;
        many.tick();
        assertThat(left.values()).hasSize(2).allMatch(batches -> batches.size() == LinkWindow.BATCHES + 1);
    }

    @Test
    void whatABatchHasHandedOverIsDoneThoughAnErrorEndsIt() {
        List<String> done = new ArrayList<>();
        ArrivalExecutor executor = new ArrivalExecutor(new ForkJoinPool(1));
        FrameReceiver<Parcel> onArrival = new FrameReceiver<>() {
            @Override
            public void receive(int recipient, int incarnation, Parcel parcel) {
                if (parcel.number() == 2) {
                    throw new StackOverflowError("planted");
                }
                executor.execute(() -> done.add(Thread.currentThread().getName()));
            }

            @Override
            public boolean mayRunOnArrival() {
                return true;
            }
        };
        links.onArrival(TestLinks.PARCELS, onArrival);
        links.to("peer:1").add(frame(TestLinks.PARCELS, 1));
        links.to("peer:1").send(frame(TestLinks.PARCELS, 2));
        Batch batch = Objects.requireNonNull(left.get("peer:1")).get(0);
        assertThatThrownBy(() -> links.receive(batch)).isInstanceOf(StackOverflowError.class);
        assertThat(done).containsExactly(Thread.currentThread().getName());
        executor.shutdown();
    }
}
