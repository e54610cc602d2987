package dev.troupe.transport.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.transport.Batch;
import dev.troupe.transport.BatchCodec;
import dev.troupe.transport.Invitation.Token;
import java.io.EOFException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DirectConnectionTest {
    private static final int LARGE = 190 << 10;
    private static final long LAST = 1000;

    private final List<Long> arrived = new ArrayList<>();
    private Selector selector;
    private SocketChannel here;
    private SocketChannel there;
    private SelectionKey key;
    private DirectConnection connection;
    private DirectConnection other;

    @BeforeEach
    void open() throws IOException {
        selector = Selector.open();
        try (ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            here = SocketChannel.open(listener.getLocalAddress());
            there = listener.accept();
        }
        here.configureBlocking(false);
        there.configureBlocking(false);
        key = here.register(selector, SelectionKey.OP_READ);
        connection = new DirectConnection(here, key);
        other = new DirectConnection(there, there.register(selector, SelectionKey.OP_READ));
        other.belongsTo(new PeerCarrier("a:1", batch -> {}));
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        other.close();
        selector.close();
    }

    private static Batch batch(long number, int bytes) {
        return new Batch("a:1", new Batch.Head(1, number, 2, 3), new byte[bytes]);
    }

    private void read() throws IOException {
        other.read(frame -> arrived.add(BatchCodec.readWithFormat(frame).head().sequence()));
    }

    /** Until so many have arrived. */
    private void read(int count) throws IOException {
        while (arrived.size() < count) {
            connection.flush();
            read();
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            here.write(bytes);
        }
    }

    @Test
    void batchesArriveAsTheyWereSent() throws IOException {
        for (int number = 0; number < 100; number++) {
            assertThat(connection.send(batch(number, number * 1000))).isTrue();
            read(number + 1);
        }
        assertThat(arrived).hasSize(100).isSorted();
    }

    @Test
    void batchThatComesByteByByteIsHandedOverOnce() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
        BatchCodec.writeWithFormat(bytes.putInt(0), batch(7, 50));
        bytes.putInt(0, bytes.position() - Integer.BYTES).flip();
        while (bytes.hasRemaining()) {
            assertThat(arrived).isEmpty();
            write(ByteBuffer.wrap(new byte[] {bytes.get()}));
            read();
        }
        read(1);
        assertThat(arrived).containsExactly(7L);
    }

    @Test
    void whatTheSocketDoesNotTakeWaitsAndBeyondABoundIsLostWhole() throws IOException {
        int sent = 0;
        while ((key.interestOps() & SelectionKey.OP_WRITE) == 0) {
            assertThat(connection.send(batch(++sent, LARGE))).isTrue();
        }
        for (int more = 0; more < 50; more++) {
            assertThat(connection.send(batch(sent + 1 + more, LARGE))).isTrue();
        }
        while ((key.interestOps() & SelectionKey.OP_WRITE) != 0) {
            connection.flush();
            read();
        }
        assertThat(connection.send(batch(LAST, 5))).isTrue();
        while (!arrived.contains(LAST)) {
            connection.flush();
            read();
        }
        assertThat(arrived).isSorted();
        assertThat(arrived.size()).as("of %s and 50", sent).isBetween(sent, sent + 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, DirectConnection.MOST_FRAME_BYTES + 1, Integer.MAX_VALUE})
    void frameOfAnImpossibleLengthEndsTheConnection(int length) throws IOException {
        write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .flip());
        assertThatThrownBy(() -> {
                    while (true) {
                        read();
                    }
                })
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining(String.valueOf(length));
    }

    @Test
    void strangerMaySayLittle() throws IOException {
        DirectConnection stranger = new DirectConnection(there, there.keyFor(selector));
        write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(Hello.MOST_BYTES + 1)
                .flip());
        assertThatThrownBy(() -> {
                    while (true) {
                        stranger.read(frame -> {});
                    }
                })
                .isInstanceOf(NotSerializableException.class);
    }

    @Test
    void batchesThatComeRightBehindTheProofAreRead() throws IOException {
        DirectConnection guest = new DirectConnection(there, there.keyFor(selector));
        connection.send(new Hello("b:1", new Token(1, 2)));
        connection.send(batch(1, 100));
        connection.send(batch(2, LARGE));
        while (arrived.size() < 2) {
            connection.flush();
            guest.read(frame -> {
                if (guest.isProven()) {
                    arrived.add(BatchCodec.readWithFormat(frame).head().sequence());
                } else {
                    assertThat(Hello.read(frame).from()).isEqualTo("b:1");
                    guest.belongsTo(new PeerCarrier("b:1", batch -> {}));
                }
            });
        }
        assertThat(arrived).containsExactly(1L, 2L);
    }

    @Test
    void connectionThatHasEndedBelongsToNobody() {
        PeerCarrier carrier = new PeerCarrier("a:1", batch -> {});
        connection.close();
        connection.belongsTo(carrier);
        assertThat(carrier.isConnected()).isFalse();
        assertThat(connection.isProven()).isFalse();
    }

    @Test
    void endOfTheOtherSideIsNoticedByWhoReads() {
        connection.close();
        assertThat(connection.send(batch(1, 5))).isFalse();
        assertThatThrownBy(() -> {
                    while (true) {
                        read();
                    }
                })
                .isInstanceOf(EOFException.class);
    }

    @Test
    void threadThatIsInterruptedSendsWithoutClosingTheConnection() throws IOException {
        Thread.currentThread().interrupt();
        assertThat(connection.send(batch(1, 5))).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(here.isOpen()).isTrue();
        read(1);
    }

    @Test
    void connectionThatBreaksIsNotUsedAnyMore() throws IOException {
        here.shutdownOutput();
        assertThat(connection.send(batch(1, 5))).isFalse();
    }
}
