package dev.troupe.transport.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.transport.Batch;
import dev.troupe.transport.Carrier;
import dev.troupe.transport.Invitation;
import dev.troupe.transport.Invitation.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DirectConnectionsTest {
    private static final String HOST = "127.0.0.1:7002";
    private static final String GUEST = "127.0.0.1:7001";
    private static final DirectPlace ANYWHERE = new DirectPlace("127.0.0.1", 0, 0, "");

    private final AtomicLong nowMillis = new AtomicLong(100_000);
    private final Set<String> members = ConcurrentHashMap.newKeySet();
    private final Map<String, Node> nodes = new ConcurrentHashMap<>();
    private final List<Invitation> invitations = new ArrayList<>();
    private final List<String> defects = new CopyOnWriteArrayList<>();
    private final Node host = new Node(HOST);
    private final Node guest = new Node(GUEST);

    /** One of two; what the cluster's transport carries is noted. */
    private final class Node {
        final String name;
        final DirectConnections connections;
        final BlockingQueue<Batch> arrived = new LinkedBlockingQueue<>();
        final BlockingQueue<Batch> byCluster = new LinkedBlockingQueue<>();

        Node(String name) {
            this.name = name;
            this.connections = new DirectConnections(new DirectConnections.Shared(
                    name,
                    () -> new HashSet<>(members),
                    (to, invitation) -> {
                        invitations.add(invitation);
                        Objects.requireNonNull(nodes.get(to)).connections.invited(invitation);
                    },
                    Runnable::run,
                    nowMillis::get,
                    new Random(name.hashCode()),
                    (what, why) -> defects.add(what)));
            members.add(name);
            nodes.put(name, this);
        }

        void open() {
            connections.open(ANYWHERE, arrived::add);
        }

        Carrier to(Node other) {
            return connections.to(other.name, byCluster::add);
        }
    }

    @AfterEach
    void close() {
        nodes.values().forEach(node -> node.connections.close());
    }

    private static Batch batch(Node from, long number) {
        return new Batch(from.name, new Batch.Head(1, number, 2, 3), new byte[] {5});
    }

    private void open() {
        host.open();
        guest.open();
        host.to(guest);
        guest.to(host);
    }

    private void tick() {
        host.connections.tick();
        guest.connections.tick();
    }

    private void connect() {
        tick();
        Awaitility.await().until(() -> host.connections.count() == 1 && guest.connections.count() == 1);
    }

    private void assertCarried(Node from, Node to, long number) throws InterruptedException {
        from.to(to).carry(batch(from, number));
        Batch batch = to.arrived.poll(10, TimeUnit.SECONDS);
        assertThat(batch).isNotNull();
        assertThat(batch.head().sequence()).isEqualTo(number);
        assertThat(from.byCluster).isEmpty();
    }

    private int port() {
        return invitations.get(invitations.size() - 1).port();
    }

    @Test
    void batchesTakeTheConnectionBothWaysOnceThereIsOne() throws InterruptedException {
        open();
        host.to(guest).carry(batch(host, 1));
        assertThat(host.byCluster.poll()).isNotNull();
        connect();
        for (long number = 2; number < 100; number++) {
            assertCarried(host, guest, number);
            assertCarried(guest, host, number);
        }
        assertThat(invitations).hasSize(1);
    }

    @Test
    void batchesTakeTheClustersTransportWhereNobodyListens() {
        host.to(guest);
        guest.to(host);
        tick();
        guest.to(host).carry(batch(guest, 1));
        assertThat(guest.byCluster).hasSize(1);
        assertThat(invitations).isEmpty();
    }

    @Test
    void connectionThatEndsIsFollowedByAnother() throws InterruptedException {
        open();
        connect();
        assertCarried(host, guest, 1);
        for (int lost = 0; lost < PeerCarrier.MOST_LOST; lost++) {
            assertThat(guest.connections.count()).isOne();
            guest.to(host).lost();
        }
        assertThat(guest.connections.count()).isZero();
        guest.to(host).carry(batch(guest, 2));
        assertThat(guest.byCluster.poll()).isNotNull();
        Awaitility.await().until(() -> host.connections.count() == 0);
        nowMillis.addAndGet(60_000);
        connect();
        assertCarried(guest, host, 3);
        assertCarried(host, guest, 3);
    }

    @Test
    void lossesBetweenWhichSomethingComesAreNoReasonToEndIt() throws InterruptedException {
        open();
        connect();
        for (int number = 1; number < 5 * PeerCarrier.MOST_LOST; number++) {
            guest.to(host).lost();
            assertCarried(host, guest, number);
        }
        assertThat(guest.connections.count()).isOne();
    }

    @Test
    void whoIsNoMemberAnyMoreIsLetGo() {
        open();
        connect();
        members.remove(GUEST);
        host.connections.tick();
        Awaitility.await().until(() -> host.connections.count() == 0 && guest.connections.count() == 0);
        nowMillis.addAndGet(60_000);
        tick();
        assertThat(invitations).hasSize(1);
    }

    @Test
    void onlyAMemberThatIsToInviteIsFollowed() throws IOException {
        open();
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = listener.getLocalPort();
            Invitation notAHost = new Invitation("127.0.0.1:6000", port, token(1), token(2));
            guest.connections.to(notAHost.from(), batch -> {});
            members.add(notAHost.from());
            members.remove(HOST);
            guest.connections.invited(notAHost);
            guest.connections.invited(new Invitation(HOST, port, token(1), token(2)));
            guest.connections.invited(new Invitation("127.0.0.1:7999", port, token(1), token(2)));
            guest.connections.invited(new Invitation("", port, token(1), token(2)));
            members.add(HOST);
            guest.connections.invited(new Invitation(HOST, port, token(3), token(4)));
            try (Socket first = listener.accept()) {
                assertThat(hello(first).token()).isEqualTo(token(3));
            }
        }
    }

    @Test
    void whoListensAndCannotProveThatItHasInvitedGetsNoBatch() throws IOException {
        open();
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            guest.connections.invited(new Invitation(HOST, listener.getLocalPort(), token(1), token(2)));
            try (Socket silent = listener.accept()) {
                hello(silent);
                guest.to(host).carry(batch(guest, 1));
                assertThat(guest.byCluster).hasSize(1);
                nowMillis.addAndGet(SocketLoop.PROOF_MILLIS);
                assertThat(silent.getInputStream().read()).isEqualTo(-1);
            }
            guest.connections.invited(new Invitation(HOST, listener.getLocalPort(), token(1), token(2)));
            try (Socket liar = listener.accept()) {
                hello(liar);
                liar.getOutputStream().write(frame(new Hello(HOST, token(1))));
                assertThat(liar.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(guest.connections.count()).isZero();
        }
    }

    private static Token token(long low) {
        return new Token(77, low);
    }

    private static byte[] frame(Hello hello) {
        ByteBuffer buffer =
                ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN).putInt(0);
        hello.write(buffer);
        buffer.putInt(0, buffer.position() - Integer.BYTES);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static Hello hello(Socket from) throws IOException {
        byte[] length = from.getInputStream().readNBytes(Integer.BYTES);
        int bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return Hello.read(
                ByteBuffer.wrap(from.getInputStream().readNBytes(bytes)).order(ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void whoDoesNotFollowIsInvitedLessAndLessOften() {
        host.open();
        host.to(guest);
        for (int seconds = 0; seconds < 100; seconds++) {
            host.connections.tick();
            nowMillis.addAndGet(1000);
        }
        assertThat(invitations).hasSizeBetween(5, 10);
    }

    @Test
    void whoWasNotInvitedIsShutOut() throws IOException {
        open();
        connect();
        Token used = invitations.get(0).guest();
        assertShutOut(new byte[] {1, 0, 0, 0, 9});
        assertShutOut(new byte[] {0, 0, 0, 0});
        assertShutOut(new byte[] {-1, -1, -1, -1});
        assertShutOut("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertShutOut(frame(new Hello(GUEST, token(1))));
        assertShutOut(frame(new Hello(GUEST, used)));
        assertShutOut(frame(new Hello("127.0.0.1:6000", used)));
        assertThat(host.connections.count()).isOne();
        assertThat(defects).isEmpty();
    }

    private void assertShutOut(byte[] said) throws IOException {
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port())) {
            stranger.getOutputStream().write(said);
            assertThat(stranger.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whoSpeaksForAnotherNodeIsShutOut() {
        open();
        connect();
        guest.to(host).carry(new Batch("127.0.0.1:6000", new Batch.Head(1, 1, 2, 3), new byte[] {5}));
        Awaitility.await().until(() -> host.connections.count() == 0);
        assertThat(host.arrived).isEmpty();
    }

    @Test
    void whoComesBackAsAMemberIsInvitedAtOnce() {
        host.open();
        host.to(guest);
        for (int seconds = 0; seconds < 100; seconds++) {
            host.connections.tick();
            nowMillis.addAndGet(1000);
        }
        members.remove(GUEST);
        host.connections.tick();
        members.add(GUEST);
        int before = invitations.size();
        host.connections.tick();
        assertThat(invitations).hasSize(before + 1);
    }

    @Test
    void portIsFreeWhenTheyAreClosed() throws IOException {
        open();
        connect();
        host.connections.close();
        new ServerSocket(port(), 5, InetAddress.getLoopbackAddress()).close();
        host.open();
        assertThat(host.connections.count()).isZero();
    }

    @Test
    void whoSaysNothingIsShutOutInTimeAndSoAreTooMany() throws IOException {
        open();
        connect();
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < SocketLoop.MOST_UNPROVEN; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), port()));
            }
            try (Socket tooMany = new Socket(InetAddress.getLoopbackAddress(), port())) {
                assertThat(tooMany.getInputStream().read()).isEqualTo(-1);
            }
            nowMillis.addAndGet(SocketLoop.PROOF_MILLIS);
            for (Socket stranger : silent) {
                assertThat(stranger.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket stranger : silent) {
                stranger.close();
            }
        }
        assertThat(host.connections.count()).isOne();
    }
}
