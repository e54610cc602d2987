package dev.troupe.protocol;

import static dev.troupe.owner.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Condition;
import dev.troupe.api.Reason;
import dev.troupe.owner.Fixtures;
import dev.troupe.protocol.PartitionProtocol.AcknowledgeLoss;
import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.Ended;
import dev.troupe.protocol.PartitionProtocol.Locate;
import dev.troupe.protocol.PartitionProtocol.Measure;
import dev.troupe.protocol.PartitionProtocol.Measured;
import dev.troupe.protocol.PartitionProtocol.Plan;
import dev.troupe.protocol.PartitionProtocol.Planned;
import dev.troupe.protocol.PartitionProtocol.ReadCopy;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.PartitionProtocol.Serving;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.protocol.PartitionProtocol.ToReader;
import dev.troupe.transport.ChunkedTransfer;
import dev.troupe.wire.GoldenBytes;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionSerializerTest {
    private static final ActorSystem<Void> SYSTEM = GoldenBytes.system();
    private static final PartitionSerializer SERIALIZER = new PartitionSerializer(GoldenBytes.classic(SYSTEM));
    private static final long NOW = GoldenBytes.NOW_MILLIS;
    /** Messages that never leave their node. */
    private static final Set<String> LOCAL = Set.of(
            "Sweep",
            "Stop",
            "Tick",
            "Close",
            "Carry",
            "Heard",
            "Flush",
            "Pulse",
            "WantedBack",
            "LargeAnswer",
            "Answers",
            "Retry");

    @AfterAll
    static void stop() {
        SYSTEM.terminate();
    }

    static List<Object> messages() {
        return Stream.of(operations(), replies(), others())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Object> operations() {
        Condition pair = Condition.versionIn(1, -2, 3).and(Condition.versionNotIn(4));
        return Stream.<Operation>of(
                        new Operation.Get(3, bytes("key")),
                        new Operation.Peek(0, new byte[] {0, -1}),
                        new Operation.Put(1, bytes("k"), new byte[0], Condition.always(), 5, 6, "a/b"),
                        new Operation.Put(1, bytes("k"), bytes("v"), Condition.present(), 1, Long.MAX_VALUE, "a/b"),
                        new Operation.Put(1, bytes("k"), bytes("v"), pair, 1, 2, "a/b"),
                        new Operation.Remove(1, bytes("k"), Condition.absent()),
                        new Operation.Touch(1, bytes("k"), 7),
                        new Operation.Increment(1, bytes("k"), -1, 2, 3, 4),
                        new Operation.Clear(9),
                        new Operation.Keys(1, -5, 6, bytes("pre")),
                        new Operation.Lease(1, bytes("k"), 2, 3),
                        new Operation.Fill(1, bytes("k"), -7, bytes("v"), 3, 4, "a/b"),
                        new Operation.Release(1, bytes("k"), -7, 3))
                .<Object>map(operation -> new Request(-1, 2, 3, NOW + 100_000, operation))
                .toList();
    }

    private static List<Object> replies() {
        return Stream.<Reply>of(
                        new Reply.Found(-9, 8, "text/plain", bytes("value")),
                        new Reply.Known(1, Long.MAX_VALUE, "text/plain", 77),
                        Reply.Absent.INSTANCE,
                        new Reply.Created(1),
                        new Reply.Replaced(2),
                        Reply.Removed.INSTANCE,
                        new Reply.ConditionFailed(3),
                        Reply.Touched.INSTANCE,
                        new Reply.Counted(4, -5),
                        Reply.Cleared.INSTANCE,
                        new Reply.Leased(-7),
                        new Reply.LeasedAgain(8, new Reply.Found(-9, 8, "text/plain", bytes("value"))),
                        Reply.Busy.INSTANCE,
                        Reply.Nothing.INSTANCE,
                        Reply.Released.INSTANCE,
                        new Reply.ByBackup(77, new Reply.Found(-9, 8, "text/plain", bytes("value"))),
                        new Reply.ByBackup(0, new Reply.Known(1, Long.MAX_VALUE, "text/plain", 77)),
                        new Reply.ByBackup(Long.MAX_VALUE, Reply.Absent.INSTANCE),
                        new Reply.Keys(List.of(), 0),
                        new Reply.Keys(
                                List.of(new Reply.Listed(bytes("k"), 2, 3), new Reply.Listed(bytes(""), 0, -1)), -9),
                        new Reply.Refused(Reason.CACHE_FULL, "détail"))
                .<Object>map(reply -> new Answer(255, 7, 12, reply))
                .toList();
    }

    private static List<Object> others() {
        return List.of(
                new ReadCopy(
                        3,
                        4,
                        5,
                        NOW + 100_000,
                        new Operation.Get(3, bytes("key")),
                        GoldenBytes.<ToGateway>ref(SYSTEM, "somebody")),
                new ReadCopy(
                        3,
                        4,
                        0,
                        NOW + 100_000,
                        new Operation.Peek(3, new byte[512]),
                        GoldenBytes.<ToGateway>ref(SYSTEM, "somebody")),
                new Locate(8, 9, GoldenBytes.<ToGateway>ref(SYSTEM, "somebody")),
                new Serving(4, 5, GoldenBytes.<ToOwner>ref(SYSTEM, "somebody")),
                new Measure(8),
                new AcknowledgeLoss(9),
                new Measured(8, new PartitionSize(1, 2), new CopyReport(List.of("a:1", "b:2"), 2, true, false, 5)),
                new Measured(8, new PartitionSize(1, 2), new CopyReport(List.of(), 1, false, true, 0)),
                new Ended(8, 9),
                new Plan(8, -9),
                new Planned(8, -9, true),
                new ChunkedTransfer.Offer(
                        1,
                        2,
                        3,
                        "q",
                        GoldenBytes.<ChunkedTransfer.Command>ref(SYSTEM, "somebody"),
                        GoldenBytes.ref(SYSTEM, "somebody")),
                new ChunkedTransfer.Pull(1, 2, GoldenBytes.<ChunkedTransfer.Command>ref(SYSTEM, "somebody")),
                new ChunkedTransfer.Chunk(1, 2, bytes("chunk")),
                new ChunkedTransfer.Declined(1));
    }

    private static Object roundTrip(Object message) throws NotSerializableException {
        ByteBuffer direct = ByteBuffer.allocateDirect(256 << 10).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        SERIALIZER.toBinary(message, direct);
        direct.flip();
        byte[] fromBuffer = new byte[direct.remaining()];
        direct.get(fromBuffer);
        assertThat(SERIALIZER.toBinary(message)).hasSameSizeAs(fromBuffer);
        return SERIALIZER.fromBinary(fromBuffer, SERIALIZER.manifest(message));
    }

    @Test
    void bytesAreWhatTheyHaveAlwaysBeen() {
        GoldenBytes.assertThatBytesAreThoseOf("partition.txt", SERIALIZER, messages());
    }

    @Test
    void fieldsInABatchAreWhatTheyHaveAlwaysBeen() {
        GoldenBytes.assertThatFramesAreThoseOf(
                "request-frames.txt",
                new RequestFrames(() -> NOW).requests(),
                operations().stream().map(Request.class::cast).toList());
        GoldenBytes.assertThatFramesAreThoseOf(
                "answer-frames.txt",
                RequestFrames.ANSWERS,
                replies().stream().map(Answer.class::cast).toList());
    }

    @Test
    void otherLengthsAreRefused() {
        GoldenBytes.assertThatOtherLengthsAreRefused(SERIALIZER, messages());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageSurvivesTheWire(Object message) throws NotSerializableException {
        Object copy = roundTrip(message);
        assertThat(copy)
                .usingRecursiveComparison()
                .ignoringFields("deadlineMillis")
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageWithAnotherByteIsReadOrRefused(Object message) {
        byte[] bytes = SERIALIZER.toBinary(message);
        for (int at = 0; at < bytes.length; at++) {
            for (int octet : new int[] {0, 1, 18, 0x7f, 0x80, 0xff}) {
                byte[] other = bytes.clone();
                other[at] = (byte) octet;
                try {
                    assertThat(SERIALIZER.fromBinary(other, SERIALIZER.manifest(message)))
                            .isNotNull();
                } catch (NotSerializableException refused) {
                    assertThat(refused).hasMessageContaining(" ");
                }
            }
        }
    }

    @Test
    void everyMessageThatCrossesNodesIsTried() {
        Set<Class<?>> crossing = new HashSet<>();
        for (Class<?> protocol :
                List.of(ToOwner.class, ToGateway.class, ToReader.class, ChunkedTransfer.Command.class)) {
            Arrays.stream(protocol.getPermittedSubclasses())
                    .filter(type -> !LOCAL.contains(type.getSimpleName()))
                    .forEach(crossing::add);
        }
        Set<Class<?>> tried = new HashSet<>();
        messages().forEach(message -> tried.add(message.getClass()));
        assertThat(tried).isEqualTo(crossing);
        Set<Class<?>> operations = new HashSet<>(List.of(Operation.class.getPermittedSubclasses()));
        Set<Class<?>> replies = new HashSet<>(List.of(Reply.class.getPermittedSubclasses()));
        operations()
                .forEach(request ->
                        operations.remove(((Request) request).operation().getClass()));
        replies().forEach(answer -> replies.remove(((Answer) answer).reply().getClass()));
        assertThat(operations).isEmpty();
        assertThat(replies).isEmpty();
    }

    @Test
    void deadlineTravelsAsWhatRemains() throws NotSerializableException {
        long deadline = NOW + 5000;
        Request copy = (Request) roundTrip(new Request(1, 2, 3, deadline, Fixtures.get("k")));
        assertThat(copy.deadlineMillis()).isBetween(deadline, deadline + 1000);
    }

    @Test
    void laterFormatIsNotSerializable() {
        byte[] message = SERIALIZER.toBinary(new Measure(1));
        message[0] = 9;
        assertThatThrownBy(() -> SERIALIZER.fromBinary(message, "m")).isInstanceOf(NotSerializableException.class);
        assertThatThrownBy(() -> SERIALIZER.fromBinary(message, "?")).isInstanceOf(NotSerializableException.class);
    }

    @Test
    void aBackupAnswersNothingButReadsOfOneEntry() {
        for (Reply other :
                List.of(new Reply.Created(1), new Reply.ByBackup(2, Reply.Absent.INSTANCE), Reply.Released.INSTANCE)) {
            byte[] message = SERIALIZER.toBinary(new Answer(1, 2, 3, new Reply.ByBackup(1, other)));
            assertThatThrownBy(() -> SERIALIZER.fromBinary(message, "a")).isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void aCutReadOfACopyOrItsAnswerIsNotSerializable() {
        Reply.Found found = new Reply.Found(-9, 8, "text/plain", bytes("value"));
        List<Object> both = List.of(
                new ReadCopy(1, 2, 3, 4, Fixtures.get("k"), GoldenBytes.<ToGateway>ref(SYSTEM, "somebody")),
                new Answer(1, 2, 3, new Reply.ByBackup(1, found)));
        for (Object message : both) {
            byte[] bytes = SERIALIZER.toBinary(message);
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> SERIALIZER.fromBinary(cut, SERIALIZER.manifest(message)))
                        .isInstanceOf(NotSerializableException.class);
            }
        }
    }

    @Test
    void cutOrLyingMessageIsNotSerializableAndAllocatesNothing() {
        byte[] message = SERIALIZER.toBinary(new Request(1, 2, 3, 4, Fixtures.put("key", "value")));
        for (int length = 0; length < message.length; length++) {
            byte[] cut = Arrays.copyOf(message, length);
            assertThatThrownBy(() -> SERIALIZER.fromBinary(cut, "q")).isInstanceOf(NotSerializableException.class);
        }
        byte[] lying = SERIALIZER.toBinary(new ChunkedTransfer.Chunk(1, 2, bytes("chunk")));
        ByteBuffer.wrap(lying).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(13, Integer.MAX_VALUE);
        assertThatThrownBy(() -> SERIALIZER.fromBinary(lying, "c")).isInstanceOf(NotSerializableException.class);
    }
}
