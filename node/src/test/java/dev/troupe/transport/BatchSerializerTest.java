package dev.troupe.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Condition;
import dev.troupe.keeper.KeeperFrames;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.protocol.RequestFrames;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.wire.GoldenBytes;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BatchSerializerTest {
    private static final ActorSystem<Void> SYSTEM = GoldenBytes.system();
    private static final BatchSerializer SERIALIZER = new BatchSerializer(GoldenBytes.classic(SYSTEM));
    private static final Writer WRITER = new Writer(1_800_000_000L, -5);
    private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);
    private static final FrameKind<Request> REQUESTS = new RequestFrames(() -> GoldenBytes.NOW_MILLIS).requests();
    private static final Request REQUEST =
            new Request(-1, 2, 3, GoldenBytes.NOW_MILLIS + 100_000, new Operation.Get(3, KEY));
    private static final Answer ANSWER = new Answer(7, 8, 9, new Reply.Found(-9, 8, "text/plain", KEY));
    private static final ToKeeper OPEN = new ToKeeper.Open(3, WRITER, 4, 5);
    private static final FromKeeper ACK = new FromKeeper.Ack(3, 6, WRITER, 9, true, false, true, 4, 100);

    /** With what a head of this version takes: five numbers and the sender. */
    private static final int HEAD_BYTES = Short.BYTES + 4 * Long.BYTES + Short.BYTES + "10.0.0.1:25520".length();

    private final List<Object> arrived = new ArrayList<>();
    private final Links links = TestLinks.of("10.0.0.2:25520", 2, () -> 0, node -> batch -> {});

    BatchSerializerTest() {
        links.onArrival(REQUESTS, (recipient, incarnation, message) -> arrived.add(message));
        links.onArrival(RequestFrames.ANSWERS, (recipient, incarnation, message) -> arrived.add(message));
        links.onArrival(KeeperFrames.TO_KEEPER, (recipient, incarnation, message) -> arrived.add(message));
        links.onArrival(KeeperFrames.FROM_KEEPER, (recipient, incarnation, message) -> arrived.add(message));
    }

    @AfterAll
    static void stop() {
        SYSTEM.terminate();
    }

    private static List<Frame<?>> frames() {
        return List.of(
                new Frame<>(REQUESTS, 3, 11, REQUEST),
                new Frame<>(RequestFrames.ANSWERS, 7, -12, ANSWER),
                new Frame<>(KeeperFrames.TO_KEEPER, 3, 0, OPEN),
                new Frame<>(KeeperFrames.FROM_KEEPER, 3, 0, ACK));
    }

    private static byte[] together(List<Frame<?>> frames) {
        List<Batch> batches = new ArrayList<>();
        PeerLink link =
                TestLinks.of("10.0.0.1:25520", 1, () -> 0, node -> batches::add).to("10.0.0.2:25520");
        frames.forEach(link::add);
        link.ship();
        return batches.get(0).frames();
    }

    private static Batch batch(byte[] frames) {
        return new Batch("10.0.0.1:25520", new Batch.Head(1, 2, -3, 4), frames);
    }

    private static List<Batch> batches() {
        List<Batch> batches = new ArrayList<>();
        frames().forEach(frame -> batches.add(batch(together(List.of(frame)))));
        batches.add(batch(together(frames())));
        batches.add(new Batch("[::1]:1", new Batch.Head(Long.MIN_VALUE, Batch.Head.UNCOUNTED, 5, 6), new byte[0]));
        return batches;
    }

    @Test
    void bytesAreWhatTheyHaveAlwaysBeen() {
        List<Object> messages = new ArrayList<>(batches());
        messages.add(
                new Invitation("10.0.0.1:25520", 25_521, new Invitation.Token(7, -8), new Invitation.Token(9, 10)));
        GoldenBytes.assertThatBytesAreThoseOf("batches.txt", SERIALIZER, messages);
    }

    @Test
    void messagesOfEveryKindArriveTogetherInTheirOrder() throws NotSerializableException {
        byte[] bytes = SERIALIZER.toBinary(batch(together(frames())));
        links.receive((Batch) SERIALIZER.fromBinary(bytes, "b"));
        assertThat(arrived).usingRecursiveFieldByFieldElementComparator().containsExactly(REQUEST, ANSWER, OPEN, ACK);
    }

    @Test
    void whatANewerNodeHasAddedToTheHeadIsPassedOver() throws NotSerializableException {
        Batch batch = batch(together(frames()));
        byte[] bytes = SERIALIZER.toBinary(batch);
        for (int added : new int[] {1, 8, 700, 40_000}) {
            byte[] longer = new byte[bytes.length + added];
            int end = 1 + HEAD_BYTES;
            System.arraycopy(bytes, 0, longer, 0, end);
            Arrays.fill(longer, end, end + added, (byte) 0xee);
            System.arraycopy(bytes, end, longer, end + added, bytes.length - end);
            assertThat(headLength(bytes, 0)).isEqualTo(HEAD_BYTES);
            headLength(longer, HEAD_BYTES + added);
            assertThat(SERIALIZER.fromBinary(longer, "b"))
                    .usingRecursiveComparison()
                    .isEqualTo(batch);
        }
    }

    /** Writes another one, if it is not 0. */
    private static int headLength(byte[] bytes, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (length != 0) {
            buffer.putShort(1, (short) length);
        }
        return buffer.getShort(1) & 0xffff;
    }

    @Test
    void headThatIsShorterThanWhatIsKnownOrLongerThanTheBatchIsRefused() {
        Batch batch = batch(new byte[10]);
        for (int length = 1; length <= 0xffff; length++) {
            byte[] bytes = SERIALIZER.toBinary(batch);
            headLength(bytes, length);
            if (length < HEAD_BYTES || length > HEAD_BYTES + 10) {
                assertThatThrownBy(() -> SERIALIZER.fromBinary(bytes, "b"))
                        .isInstanceOf(NotSerializableException.class);
            }
        }
    }

    @Test
    void headThatIsCutIsRefused() {
        byte[] bytes = SERIALIZER.toBinary(batch(together(frames())));
        for (int length = 0; length < 1 + HEAD_BYTES; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> SERIALIZER.fromBinary(cut, "b")).isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void batchThatIsCutGivesTheMessagesThatAreWhole() throws NotSerializableException {
        byte[] bytes = SERIALIZER.toBinary(batch(together(frames())));
        List<String> defects = new ArrayList<>();
        Links tolerant = new Links(
                TestLinks.shared("10.0.0.2:25520", 2, () -> 0, Runnable::run, (what, why) -> defects.add(what)),
                node -> batch -> {});
        tolerant.onArrival(KeeperFrames.FROM_KEEPER, (recipient, incarnation, message) -> arrived.add(message));
        tolerant.onArrival(RequestFrames.ANSWERS, (recipient, incarnation, message) -> arrived.add(message));
        for (int length = 1 + HEAD_BYTES; length < bytes.length; length++) {
            tolerant.receive((Batch) SERIALIZER.fromBinary(Arrays.copyOf(bytes, length), "b"));
        }
        assertThat(arrived).doesNotContain(ACK).allMatch(message -> message instanceof Answer);
        assertThat(defects).isNotEmpty();
    }

    @Test
    void batchOfAnotherFormatIsRefused() {
        byte[] bytes = SERIALIZER.toBinary(batch(together(frames())));
        for (int format = Byte.MIN_VALUE; format <= Byte.MAX_VALUE; format++) {
            byte[] other = bytes.clone();
            other[0] = (byte) format;
            if (format != bytes[0]) {
                assertThatThrownBy(() -> SERIALIZER.fromBinary(other, "b"))
                        .isInstanceOf(NotSerializableException.class)
                        .hasMessageContaining("format");
            }
        }
    }

    @Test
    void largestBatchFitsAFrameOfTheTransport() {
        byte[] bytes = SERIALIZER.toBinary(batch(new byte[PeerLink.MOST_BYTES]));
        assertThat(bytes.length).isLessThan(200_000);
    }

    @Test
    void largestMessagesThatGoStraightFitABatch() {
        byte[] value = new byte[ChunkedTransfer.CHUNK_BYTES];
        Operation put = new Operation.Put(1, KEY, value, Condition.always(), 5, 6, "a/b".repeat(100));
        byte[] frames = together(List.of(
                new Frame<>(REQUESTS, 3, 11, new Request(-1, 2, 3, GoldenBytes.NOW_MILLIS, put)),
                new Frame<>(RequestFrames.ANSWERS, 3, 11, new Answer(7, 8, 9, new Reply.Found(1, 2, "a/b", value)))));
        assertThat(frames.length).isBetween(value.length, PeerLink.MOST_BYTES);
    }
}
