package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.http.RawConnection.Body;
import dev.troupe.http.RawConnection.Reply;
import dev.troupe.http.connection.Connections;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** H19: clients that ask for much and read nothing. A quarter of the server's permits holds one large value. */
final class UnreadRepliesTest {
    private static final int ARRAY_HEADER_BYTES = 16;
    private static final String LARGE = BadInput.ENTRIES + "large";
    private static final String SMALL = BadInput.ENTRIES + "small";
    private static final int LARGE_BYTES = (int) TestServer.UPLOAD_BYTES / 4 - ARRAY_HEADER_BYTES;
    private static final int DEAF_CLIENTS = 40;
    private static final int PIPELINED = 16;

    private final TestServer running = new TestServer(
            TestServer.UPLOAD_BYTES,
            "pekko.http.server { socket-options.so-send-buffer-size = 16384, request-timeout = 500ms }");
    private final List<Socket> deaf = new ArrayList<>();

    @BeforeEach
    void store() throws IOException {
        assertThat(send(BadInput.put(LARGE, "x".repeat(LARGE_BYTES))).status()).isEqualTo(201);
        assertThat(send(BadInput.put(SMALL, "v")).status()).isEqualTo(201);
    }

    @AfterEach
    void stop() throws IOException {
        hangUp();
        running.close();
    }

    @Test
    void clientsThatNeverReadTakeAllPermitsButNoMore() throws IOException {
        for (int i = 0; i < DEAF_CLIENTS; i++) {
            askWithoutReading(LARGE, PIPELINED);
        }
        awaitNoneLeft();
        Reply refused = send(BadInput.get(LARGE));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("/problems/overloaded").contains("\"retryable\":true");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(send(BadInput.get(SMALL)).text()).isEqualTo("v");
        assertThat(send(BadInput.put(SMALL, "w".repeat(LARGE_BYTES))).status()).isEqualTo(204);
        try (RawConnection head = new RawConnection(running.server.uri())) {
            head.send(BadInput.head("HEAD", LARGE));
            assertThat(head.read(Body.NONE).header("Content-Length")).isEqualTo("" + LARGE_BYTES);
        }
        assertThat(send(BadInput.get("/openapi.yaml")).status()).isEqualTo(200);
        assertThat(running.server.valueBytesFree()).isNotNegative();
        hangUp();
        awaitAllBack();
        assertThat(send(BadInput.get(LARGE)).body()).hasSize(LARGE_BYTES);
    }

    @Test
    void readersThatKeepUpAreNeverRefused() throws IOException {
        try (RawConnection reader = new RawConnection(running.server.uri())) {
            for (int i = 0; i < 20; i++) {
                reader.send(BadInput.get(LARGE));
                Reply reply = reader.read();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.text()).isEqualTo("x".repeat(LARGE_BYTES));
            }
        }
        awaitAllBack();
    }

    @Test
    void unreadAdminDocumentsKeepNoValueFromItsReader() throws IOException {
        askWithoutReading("/openapi.yaml", 200);
        await().until(() -> running.server.adminBytesFree() < Connections.ADMIN_BYTES);
        assertThat(running.server.valueBytesFree()).isEqualTo(TestServer.UPLOAD_BYTES);
        hangUp();
        await().until(() -> running.server.adminBytesFree() == Connections.ADMIN_BYTES);
    }

    @Test
    void connectionResetInMidBodyHoldsNothing() throws IOException {
        Socket client = askWithoutReading(LARGE, PIPELINED);
        assertThat(client.getInputStream().readNBytes(1000)).hasSize(1000);
        awaitNoneLeft();
        client.setSoLinger(true, 0);
        client.close();
        awaitAllBack();
    }

    @Test
    void valueThatComesAfterTheRequestTimeoutHoldsNothing() throws IOException {
        running.caches.gate = new CompletableFuture<>();
        try (RawConnection late = new RawConnection(running.server.uri())) {
            late.send(BadInput.get(LARGE).repeat(2));
            assertThat(late.read().status()).isEqualTo(503);
            running.caches.gate.complete(true);
            awaitAllBack();
        }
        assertThat(send(BadInput.get(LARGE)).body()).hasSize(LARGE_BYTES);
        awaitAllBack();
    }

    @Test
    void stoppedServerHoldsNothing() throws IOException {
        askWithoutReading(LARGE, PIPELINED);
        awaitNoneLeft();
        running.server
                .terminate(Duration.ofMillis(200))
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
        awaitAllBack();
    }

    private Socket askWithoutReading(String path, int times) throws IOException {
        Socket client = new Socket();
        deaf.add(client);
        client.setReceiveBufferSize(4096);
        client.connect(new InetSocketAddress(
                running.server.uri().getHost(), running.server.uri().getPort()));
        client.getOutputStream().write(BadInput.get(path).repeat(times).getBytes(StandardCharsets.ISO_8859_1));
        return client;
    }

    private void hangUp() throws IOException {
        for (Socket client : deaf) {
            client.close();
        }
    }

    private void awaitNoneLeft() {
        await().untilAsserted(() -> assertThat(running.server.valueBytesFree()).isZero());
    }

    private void awaitAllBack() {
        await().untilAsserted(() -> assertThat(running.server.valueBytesFree()).isEqualTo(TestServer.UPLOAD_BYTES));
    }

    private Reply send(String request) throws IOException {
        return RawConnection.exchange(running.server.uri(), request);
    }
}
