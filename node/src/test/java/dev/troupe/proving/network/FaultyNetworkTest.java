package dev.troupe.proving.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultyNetworkTest {
    private static final int SHORT_MILLIS = 200;

    private Listener one;
    private Listener two;
    private Listener twoAgain;
    private Listener three;
    private FaultyNetwork network;

    @BeforeEach
    void open() throws IOException {
        one = Listener.on(1);
        two = Listener.on(2);
        twoAgain = Listener.on(2);
        three = Listener.on(3);
        network = FaultyNetwork.open(List.of(one.endpoint, two.endpoint, twoAgain.endpoint, three.endpoint));
    }

    @AfterEach
    void close() throws IOException {
        network.close();
        one.close();
        two.close();
        twoAgain.close();
        three.close();
    }

    @Test
    void bytesPassBothWaysAndSoDoesTheEnd() throws Exception {
        try (Socket client = one.connect(two);
                Socket server = two.accept()) {
            byte[] sent = new byte[3 << 20];
            new Random(1).nextBytes(sent);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAndEnd(client, sent));
            assertThat(server.getInputStream().readAllBytes()).isEqualTo(sent);
            sending.join();
            send(server, 7);
            assertThat(client.getInputStream().read()).isEqualTo(7);
            assertThat(network.connections(one.to(two))).isEqualTo(1);
        }
        await().until(() -> network.connections(one.to(two)) == 0);
    }

    @Test
    void aCutHoldsBytesBackInOneDirectionUntilItIsMended() throws IOException {
        try (Socket client = one.connect(two);
                Socket server = two.accept()) {
            network.cut(one.to(two));
            send(client, 1);
            send(server, 2);
            assertThat(client.getInputStream().read()).isEqualTo(2);
            assertSilent(server);
            network.mend(one.to(two));
            assertThat(server.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void connectionsAreAcceptedThroughACut() throws IOException {
        network.cut(one.to(two));
        try (Socket client = one.connect(two)) {
            send(client, 1);
            two.server.setSoTimeout(SHORT_MILLIS);
            assertThatThrownBy(two::accept).isInstanceOf(SocketTimeoutException.class);
            two.server.setSoTimeout(10_000);
            network.mend(one.to(two));
            try (Socket server = two.accept()) {
                assertThat(server.getInputStream().read()).isEqualTo(1);
            }
        }
    }

    @Test
    void theSenderIsKnownByItsAddress() throws IOException {
        network.cut(one.to(two));
        try (Socket client = three.connect(two);
                Socket server = two.accept()) {
            send(client, 3);
            assertThat(server.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void anIsolatedNodeReachesNobodyAndIsReachedByNobody() throws IOException {
        try (Socket in = one.connect(two);
                Socket inServer = two.accept();
                Socket out = two.connect(three);
                Socket outServer = three.accept();
                Socket stranger = new Socket(
                        two.endpoint.front().getAddress(), two.endpoint.front().getPort());
                Socket strangerServer = two.accept();
                Socket others = one.connect(three);
                Socket othersServer = three.accept()) {
            network.isolate("node-2");
            for (Socket socket : List.of(in, out, stranger, others)) {
                send(socket, 1);
            }
            assertThat(othersServer.getInputStream().read()).isEqualTo(1);
            assertSilent(inServer);
            assertSilent(outServer);
            assertSilent(strangerServer);
            network.mendAll();
            for (Socket socket : List.of(inServer, outServer, strangerServer)) {
                socket.setSoTimeout(10_000);
                assertThat(socket.getInputStream().read()).isEqualTo(1);
            }
        }
    }

    @Test
    void aDelayHoldsEachByteForItsTimeAndKeepsTheOrder() throws IOException {
        try (Socket client = one.connect(two);
                Socket server = two.accept()) {
            network.delay(one.to(two), Duration.ofMillis(300));
            long start = System.nanoTime();
            send(client, 1);
            send(client, 2);
            assertThat(server.getInputStream().read()).isEqualTo(1);
            assertThat(System.nanoTime() - start).isGreaterThan(250_000_000L);
            assertThat(server.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void aResetBreaksConnectionsButNotTheNextOnes() throws IOException {
        try (Socket client = one.connect(two);
                Socket server = two.accept()) {
            send(client, 1);
            assertThat(server.getInputStream().read()).isEqualTo(1);
            network.reset(one.to(two));
            assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        try (Socket client = one.connect(two);
                Socket server = two.accept()) {
            send(client, 2);
            assertThat(server.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void aTruncatedConnectionBreaksInTheMiddle() throws IOException {
        try (Socket client = one.connect(two);
                Socket server = two.accept()) {
            network.truncate(one.to(two), 3);
            client.getOutputStream().write(new byte[] {1, 2, 3, 4, 5});
            byte[] read = new byte[5];
            int count = 0;
            while (count < 3) {
                count += server.getInputStream().read(read, count, read.length - count);
            }
            assertThat(read).containsExactly(1, 2, 3, 0, 0);
            assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aNodeThatIsGoneIsRefusedUntilItIsBack() throws IOException {
        network.refuse("node-2");
        assertThatThrownBy(() -> one.connect(two)).isInstanceOf(ConnectException.class);
        network.accept("node-2");
        try (Socket client = one.connect(two);
                Socket server = two.accept()) {
            send(client, 1);
            assertThat(server.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void aNodeThatIsGoneIsRefusedAtAllItsEndpointsUntilItIsBack() throws IOException {
        network.refuse("node-2");
        for (Listener endpoint : List.of(two, twoAgain)) {
            assertThatThrownBy(() -> one.connect(endpoint)).isInstanceOf(ConnectException.class);
        }
        network.accept("node-2");
        for (Listener endpoint : List.of(two, twoAgain)) {
            try (Socket client = one.connect(endpoint);
                    Socket server = endpoint.accept()) {
                send(client, 1);
                assertThat(server.getInputStream().read()).isEqualTo(1);
            }
        }
        assertThatThrownBy(() -> network.refuse("node-4")).hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNodeThatIsBackIsAcceptedOnce() throws IOException {
        network.refuse("node-2");
        network.accept("node-2");
        network.accept("node-2");
        try (Socket client = one.connect(twoAgain);
                Socket server = twoAgain.accept()) {
            send(client, 1);
            assertThat(server.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void whatIsToldOfALinkHoldsForAllEndpointsOfANode() throws IOException {
        try (Socket client = one.connect(two);
                Socket server = two.accept();
                Socket other = one.connect(twoAgain);
                Socket otherServer = twoAgain.accept()) {
            assertThat(network.connections(one.to(two))).isEqualTo(2);
            network.cut(one.to(two));
            for (Socket socket : List.of(client, other)) {
                send(socket, 1);
            }
            assertSilent(server);
            assertSilent(otherServer);
            network.mend(one.to(two));
            for (Socket socket : List.of(server, otherServer)) {
                assertThat(socket.getInputStream().read()).isEqualTo(1);
            }
            network.truncate(one.to(two), 1);
            for (Socket socket : List.of(client, other)) {
                socket.getOutputStream().write(new byte[] {2, 3});
            }
            for (Socket socket : List.of(server, otherServer)) {
                assertThat(socket.getInputStream().read()).isEqualTo(2);
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void anIsolatedNodeIsReachedAtNoneOfItsEndpoints() throws IOException {
        try (Socket client = one.connect(two);
                Socket server = two.accept();
                Socket other = one.connect(twoAgain);
                Socket otherServer = twoAgain.accept()) {
            network.isolate("node-2");
            send(client, 1);
            send(other, 1);
            assertSilent(server);
            assertSilent(otherServer);
        }
    }

    @Test
    void aResetBreaksConnectionsToAllEndpointsOfANode() throws IOException {
        try (Socket client = one.connect(two);
                Socket server = two.accept();
                Socket other = one.connect(twoAgain);
                Socket otherServer = twoAgain.accept()) {
            network.reset(one.to(two));
            for (Socket socket : List.of(client, server, other, otherServer)) {
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void aConnectionToATargetThatIsNotThereBreaks() throws IOException {
        two.close();
        // It may break while it is being made or right after.
        assertThatThrownBy(() -> {
                    try (Socket client = one.connect(two)) {
                        client.getInputStream().read();
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    @Test
    void whatACutHoldsBackIsBounded() throws IOException {
        try (Socket client = one.connect(two);
                Socket server = two.accept()) {
            network.cut(one.to(two));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAndEnd(client, new byte[64 << 20]));
            assertSilent(server);
            assertThat(sending).isNotDone();
            network.mend(one.to(two));
            server.setSoTimeout(10_000);
            assertThat(server.getInputStream().readAllBytes()).hasSize(64 << 20);
            sending.join();
        }
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(10_000);
    }

    private static void send(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
    }

    private static void sendAndEnd(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
