package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.troupe.http.RawConnection.Reply;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LingeringCloseTest {
    /** Below the 30 s after which the idle limit and the usual lingering would end a connection too. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    /** More than the buffers of both ends hold. */
    private static final int HUGE = 40_000_000;

    private static final String REFUSED =
            "PUT " + BadInput.ENTRIES + "k HTTP/1.1\r\nHost: x\r\nContent-Length: " + HUGE + "\r\n\r\n";

    private TestServer running = new TestServer();

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void clientThatSendsItsWholeBodyFirstStillReadsWhyItWasRefused() throws IOException {
        try (RawConnection client = new RawConnection(running.server.uri())) {
            client.send(REFUSED);
            client.send(new byte[HUGE]);
            Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.text()).contains("value-too-large");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void connectionIsCountedUntilItsClientHasClosed() throws IOException {
        try (RawConnection client = new RawConnection(running.server.uri())) {
            client.send(REFUSED);
            assertThat(client.read().status()).isEqualTo(413);
            assertThat(client.isClosed()).isTrue();
            assertThat(running.server.openConnections()).isOne();
        }
        await().atMost(LONGEST_WAIT).until(() -> running.server.openConnections() == 0);
    }

    @Test
    void clientThatNeitherSendsNorClosesIsCutOff() throws IOException {
        lingeringFor("200ms");
        try (RawConnection client = new RawConnection(running.server.uri())) {
            awaitOpen();
            client.send(REFUSED);
            assertThat(client.read().status()).isEqualTo(413);
            awaitCutOff(client);
        }
    }

    @Test
    void clientThatSendsForEverIsCutOff() throws IOException {
        lingeringFor("1s");
        try (RawConnection client = new RawConnection(running.server.uri())) {
            client.send(REFUSED);
            assertThat(client.read().status()).isEqualTo(413);
            await().pollDelay(Duration.ZERO).atMost(LONGEST_WAIT).until(() -> isResetBy(client));
        }
    }

    /** Its last reply fits into the buffers of the server's side, so that for HTTP it has been sent. */
    @Test
    void clientThatLeavesItsLastReplyUnreadIsCutOff() throws IOException {
        lingeringFor("500ms");
        String value = "x".repeat(14_000);
        assertThat(RawConnection.exchange(running.server.uri(), BadInput.put(BadInput.ENTRIES + "k", value))
                        .status())
                .isEqualTo(201);
        await().atMost(LONGEST_WAIT).until(() -> running.server.openConnections() == 0);
        try (RawConnection deaf = RawConnection.deaf(running.server.uri())) {
            awaitOpen();
            deaf.send(BadInput.get(BadInput.ENTRIES + "k").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            awaitCutOff(deaf);
        }
    }

    @Test
    void clientThatClosesItsHalfFirstAndLeavesItsLastReplyUnreadIsCountedAndCutOff() throws IOException {
        lingeringFor("500ms");
        for (int length : new int[] {14_000, 20_000}) {
            String key = BadInput.ENTRIES + length;
            assertThat(RawConnection.exchange(running.server.uri(), BadInput.put(key, "x".repeat(length)))
                            .status())
                    .isEqualTo(201);
            await().atMost(LONGEST_WAIT).until(() -> running.server.openConnections() == 0);
            try (RawConnection deaf = RawConnection.deaf(running.server.uri())) {
                awaitOpen();
                deaf.send(BadInput.get(key));
                deaf.closeOutput();
                await().atMost(LONGEST_WAIT).until(() -> running.server.openConnections() == 0);
                assertThatThrownBy(deaf::read).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void clientThatClosesItsHalfFirstGetsAllItsRepliesAndTheEndAtOnce() throws IOException {
        try (RawConnection client = new RawConnection(running.server.uri())) {
            client.send(BadInput.put(BadInput.ENTRIES + "k", "v") + BadInput.get(BadInput.ENTRIES + "k"));
            client.closeOutput();
            assertThat(client.read().status()).isEqualTo(201);
            assertThat(client.read().text()).isEqualTo("v");
            assertThat(client.isClosed()).isTrue();
            await().atMost(Duration.ofSeconds(5)).until(() -> running.server.openConnections() == 0);
        }
    }

    private void lingeringFor(String longest) {
        running.close();
        running = new TestServer(
                TestServer.UPLOAD_BYTES,
                "pekko.http.server { socket-options.so-send-buffer-size = 4096, linger-timeout = " + longest + " }");
    }

    private void awaitOpen() {
        await().atMost(LONGEST_WAIT).until(() -> running.server.openConnections() == 1);
    }

    private void awaitCutOff(RawConnection client) {
        await().atMost(LONGEST_WAIT).until(() -> running.server.openConnections() == 0);
        await().atMost(LONGEST_WAIT).until(() -> isResetBy(client));
    }

    private static boolean isResetBy(RawConnection client) {
        try {
            client.send("x");
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
