package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.http.RawConnection.Reply;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent behind a request whose reply closes the connection (RFC 9112, section 9.6). */
@Timeout(60)
final class LastReplyTest {
    private static final String FIRST = BadInput.ENTRIES + "first";
    private static final String SECOND = BadInput.ENTRIES + "second";

    private final TestServer running = new TestServer();

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void requestBehindARefusalThatClosesIsNotDone() throws IOException {
        String refused = "PUT " + FIRST + " HTTP/1.1\r\nHost:\r\nContent-Length: 1\r\n\r\na";
        assertThat(onlyReply(refused + BadInput.put(SECOND, "b")).status()).isEqualTo(400);
        assertThat(statusOf(SECOND)).isEqualTo(404);
    }

    @Test
    void requestBehindTheLastThatTheClientWantsAnsweredIsNotDone() throws IOException {
        String last = "PUT " + FIRST + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\na";
        assertThat(onlyReply(last + BadInput.put(SECOND, "b")).status()).isEqualTo(201);
        assertThat(statusOf(SECOND)).isEqualTo(404);
    }

    @Test
    void serverThatDrainsAnswersAllThatHasComeBeforeItCloses() throws IOException {
        running.caches.gate = new CompletableFuture<>();
        try (RawConnection client = new RawConnection(running.server.uri())) {
            client.send(BadInput.put(FIRST, "a") + BadInput.put(SECOND, "b"));
            await().until(() -> running.caches.gate.getNumberOfDependents() == 2);
            running.server.drain();
            running.caches.gate.complete(true);
            assertThat(client.read().closes()).isFalse();
            Reply last = client.read();
            assertThat(last.status()).isEqualTo(201);
            assertThat(last.closes()).isTrue();
            assertThat(client.isClosed()).isTrue();
        }
    }

    private Reply onlyReply(String requests) throws IOException {
        try (RawConnection client = new RawConnection(running.server.uri())) {
            client.send(requests);
            Reply reply = client.read();
            assertThat(reply.closes()).isTrue();
            assertThat(client.isClosed()).isTrue();
            return reply;
        }
    }

    private int statusOf(String path) throws IOException {
        return RawConnection.exchange(running.server.uri(), BadInput.get(path)).status();
    }
}
