package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.http.RawConnection.Reply;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LingeringCloseTest {
    /** More than the buffers of both ends hold. */
    private static final int HUGE = 40_000_000;

    private final TestServer running = new TestServer();

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void clientThatSendsItsWholeBodyFirstStillReadsWhyItWasRefused() throws IOException {
        try (RawConnection client = new RawConnection(running.server.uri())) {
            client.send("PUT " + BadInput.ENTRIES + "k HTTP/1.1\r\nHost: x\r\nContent-Length: " + HUGE + "\r\n\r\n");
            client.send(new byte[HUGE]);
            Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.text()).contains("value-too-large");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void clientThatNeitherSendsNorClosesIsLeftAfterAWhile() throws IOException {
        try (RawConnection client = new RawConnection(running.server.uri())) {
            client.send("PUT " + BadInput.ENTRIES + "k HTTP/1.1\r\nHost: x\r\nContent-Length: " + HUGE + "\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(413);
            assertThat(client.isClosed()).isTrue();
            await().pollInterval(LingeringClose.QUIET.multipliedBy(2))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> isResetBy(client));
        }
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
