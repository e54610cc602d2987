package dev.troupe.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.Receipt;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.transport.FrameKind;
import dev.troupe.wire.GoldenBytes;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeeperFramesTest {
    private static final Writer WRITER = new Writer(1_800_000_000L, -5);
    private static final Writer OTHER = new Writer(7, 8);

    static Stream<ToKeeper> toKeepers() {
        byte[] bytes = "0123456789".getBytes(StandardCharsets.UTF_8);
        Receipt receipt = new Receipt(1, 2, 3, 4, 5);
        Change put = new Change.Put(9, 1, bytes, bytes, EntryAttributes.NEVER, 5, "text/plain", receipt);
        List<Change> others = List.of(
                new Change.Touch(10, 1, bytes, 5, Receipt.NONE),
                new Change.Remove(11, 1, bytes, receipt),
                new Change.Clear(12, 1, receipt),
                new Change.Drop(13, 1, new long[] {1, -2}, new long[] {3, -4}),
                new Change.Dismiss(14, -5),
                new Change.Recall(15, receipt));
        return Stream.of(
                new ToKeeper.Question(3, WRITER),
                new ToKeeper.Open(3, WRITER, 4, 5),
                new ToKeeper.Ship(3, WRITER, 1, 2, List.of(put), 77),
                new ToKeeper.Ship(3, WRITER, 1, 2, others, 77),
                new ToKeeper.Ship(3, WRITER, 1, 2, List.of(), 77),
                new ToKeeper.Part(3, WRITER, 1, 2, 3, 4, 5, bytes, 77),
                new ToKeeper.Fill(3, WRITER, 1, 2, 3, true),
                new ToKeeper.Fill(3, WRITER, 1, 2, 3, false),
                new ToKeeper.Chunk(3, WRITER, 1, 2, 3, 4, 5, true, bytes, 77),
                new ToKeeper.Final(3, WRITER, 4),
                new ToKeeper.Release(3, WRITER, 4),
                new ToKeeper.Fetch(3, WRITER, 1, 2, 3, 4));
    }

    static Stream<FromKeeper> fromKeepers() {
        byte[] bytes = "0123456789".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                new FromKeeper.Answer(3, 6, WRITER, OTHER, OTHER, 9, true, false, true),
                new FromKeeper.Outranked(3, 6, WRITER, OTHER),
                new FromKeeper.Ahead(3, 6, WRITER, 9),
                new FromKeeper.Ack(3, 6, WRITER, 9, true, false, true, 4, 100),
                new FromKeeper.Ack(3, 6, WRITER, 9, false, true, false, 4, 100),
                new FromKeeper.Pull(3, 6, WRITER, 1, 2, 3, 4),
                new FromKeeper.NoRoom(3, 6, WRITER, 1),
                new FromKeeper.Fetched(3, 6, WRITER, 1, 2, true, 3, 4, 5, false, bytes, 77),
                new FromKeeper.Fetched(3, 6, WRITER, 1, 2, false, 3, 4, 5, true, bytes, 77),
                new FromKeeper.Holding(3, 6, WRITER, 9, true));
    }

    @Test
    void bytesAreWhatTheyHaveAlwaysBeen() {
        GoldenBytes.assertThatFramesAreThoseOf(
                "keeper-frames.txt", KeeperFrames.TO_KEEPER, toKeepers().toList());
        GoldenBytes.assertThatFramesAreThoseOf(
                "owner-frames.txt", KeeperFrames.FROM_KEEPER, fromKeepers().toList());
    }

    @Test
    void everyMessageIsTried() {
        assertThat(toKeepers().<Class<?>>map(Object::getClass)).containsAll(kinds(ToKeeper.class));
        assertThat(fromKeepers().<Class<?>>map(Object::getClass)).containsAll(kinds(FromKeeper.class));
    }

    private static List<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(kind -> kinds(kind).stream())
                        .toList()
                : List.of(type);
    }

    @ParameterizedTest
    @MethodSource("toKeepers")
    void whatIsSaidToKeepersArrivesAsItWas(ToKeeper message) throws NotSerializableException {
        assertThat(read(KeeperFrames.TO_KEEPER, bytes(KeeperFrames.TO_KEEPER, message)))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("fromKeepers")
    void whatKeepersAnswerArrivesAsItWas(FromKeeper message) throws NotSerializableException {
        assertThat(read(KeeperFrames.FROM_KEEPER, bytes(KeeperFrames.FROM_KEEPER, message)))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("toKeepers")
    void messageWithAnotherByteIsReadOrRefused(ToKeeper message) {
        byte[] bytes = bytes(KeeperFrames.TO_KEEPER, message);
        for (int at = 0; at < bytes.length; at++) {
            for (int octet : new int[] {0, 1, 18, 0x7f, 0x80, 0xff}) {
                byte[] other = bytes.clone();
                other[at] = (byte) octet;
                try {
                    assertThat(read(KeeperFrames.TO_KEEPER, other)).isNotNull();
                } catch (NotSerializableException | RuntimeException refused) {
                    assertThat(refused).isNotInstanceOf(NullPointerException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("toKeepers")
    void messageCutAnywhereIsRefused(ToKeeper message) {
        byte[] bytes = bytes(KeeperFrames.TO_KEEPER, message);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(KeeperFrames.TO_KEEPER, cut)).isInstanceOf(Exception.class);
        }
    }

    private static <T> byte[] bytes(FrameKind<T> kind, T message) {
        ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        kind.writer().write(buffer, message);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static <T> T read(FrameKind<T> kind, byte[] bytes) throws NotSerializableException {
        return kind.reader().read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }
}
