package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.http.RawConnection.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** More clients than a server has places for, that do nothing, next to nothing, or much. */
@Timeout(60)
final class CrowdedServerTest {
    private static final int PLACES = 20;
    private static final int SEATS = 17;
    private static final String ENTRY = BadInput.ENTRIES + "k";

    private final List<RawConnection> crowd = new ArrayList<>();
    private TestServer running = server("idle-timeout = 30s");

    @AfterEach
    void stop() throws IOException {
        for (RawConnection connection : crowd) {
            connection.close();
        }
        running.close();
    }

    @Test
    void idleConnectionsKeepNobodyOut() throws IOException {
        crowd(3 * PLACES);
        assertServed();
        assertThat(running.server.openConnections()).isLessThanOrEqualTo(PLACES);
    }

    @Test
    void connectionsWithHalfAHeadKeepNobodyOut() throws IOException {
        for (RawConnection connection : crowd(3 * PLACES)) {
            sendAnyway(connection, "GET /alive HT");
        }
        assertServed();
    }

    @Test
    void clientsThatReadNothingKeepNobodyOut() throws IOException {
        store("x".repeat(100_000));
        for (int i = 0; i < 3 * PLACES; i++) {
            RawConnection deaf = RawConnection.deaf(running.server.uri());
            crowd.add(deaf);
            sendAnyway(deaf, BadInput.get(ENTRY));
        }
        assertServed();
    }

    @TestFactory
    Stream<DynamicTest> bodiesThatAreLongInComingKeepNobodyOut() {
        return Stream.of("PUT " + ENTRY, "GET " + ENTRY, "PUT /v1/../x", "POST /alive")
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    running.close();
                    running = server("idle-timeout = 30s");
                    for (RawConnection connection : crowd(2 * PLACES)) {
                        sendAnyway(connection, line + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx");
                    }
                    assertServed();
                }));
    }

    @Test
    void probesAreAnsweredWhileAllOthersWait() throws IOException {
        store("v");
        running.caches.gate = new CompletableFuture<>();
        for (RawConnection connection : crowd(SEATS)) {
            connection.send(BadInput.get(ENTRY));
        }
        await().untilAsserted(() -> assertThat(get(ENTRY).status()).isEqualTo(503));
        for (String probe : List.of("/alive", "/ready", "/metrics")) {
            assertThat(get(probe).status()).isEqualTo(200);
        }
        Reply refused = get(ENTRY);
        assertThat(refused.text()).contains("/problems/overloaded");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.closes()).isTrue();
        Reply unread = RawConnection.exchange(running.server.uri(), BadInput.put(ENTRY, "w".repeat(200_000)));
        assertThat(unread.status()).isEqualTo(503);
        running.caches.gate.complete(true);
        for (RawConnection connection : crowd) {
            assertThat(connection.read().text()).isEqualTo("v");
        }
        assertThat(get(ENTRY).text()).isEqualTo("v");
    }

    @Test
    void headThatComesAByteAtATimeIsRefused() throws IOException {
        running.close();
        running = server("idle-timeout = 800ms");
        String drops = "GET /alive HTTP/1.1\r\n" + "A: a\r\n".repeat(60);
        for (String before :
                List.of("", BadInput.get("/alive"), BadInput.get("/alive").repeat(3))) {
            RawConnection slow = new RawConnection(running.server.uri());
            crowd.add(slow);
            slow.send(before);
            for (int i = 0; i < before.length(); i += BadInput.get("/alive").length()) {
                assertThat(slow.read().status()).isEqualTo(200);
            }
            Reply late = refusedWhileDripping(slow, drops);
            assertThat(late.status()).isEqualTo(408);
            assertThat(DateTimeFormatter.RFC_1123_DATE_TIME.parse(late.header("Date"), Instant::from))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now());
            slow.close();
            await().untilAsserted(
                            () -> assertThat(running.server.openConnections()).isZero());
        }
    }

    @Test
    void headBehindARequestInOnePacketIsRefused() throws IOException {
        running.close();
        running = server("idle-timeout = 800ms");
        RawConnection slow = new RawConnection(running.server.uri());
        crowd.add(slow);
        slow.send(BadInput.get("/alive") + "GET /al");
        assertThat(slow.read().status()).isEqualTo(200);
        assertThat(refusedWhileDripping(slow, "i".repeat(400)).status()).isEqualTo(408);
    }

    @Test
    void clientThatReadsSlowlyIsCutOff() throws IOException {
        running.close();
        running = server("idle-timeout = 800ms, socket-options.so-send-buffer-size = 16384");
        store("x".repeat(290_000));
        RawConnection slow = RawConnection.deaf(running.server.uri());
        crowd.add(slow);
        slow.send(BadInput.get(ENTRY).repeat(4));
        AtomicInteger read = new AtomicInteger();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isCutOff(slow, read));
        assertThat(read).hasValueLessThan(4 * 290_000);
        await().untilAsserted(() -> assertThat(running.server.openConnections()).isZero());
    }

    @Test
    void clientThatReadsEnoughIsNotCutOff() throws IOException {
        running.close();
        running = server("idle-timeout = 800ms, socket-options.so-send-buffer-size = 16384");
        String value = "x".repeat(290_000);
        store(value);
        RawConnection steady = RawConnection.deaf(running.server.uri());
        crowd.add(steady);
        for (int i = 0; i < 30; i++) {
            steady.send(BadInput.get(ENTRY));
            assertThat(steady.read().body()).hasSize(290_000);
        }
    }

    private static boolean isCutOff(RawConnection slow, AtomicInteger read) {
        try {
            read.addAndGet(slow.readSome(8192).length);
            return false;
        } catch (IOException cut) {
            return true;
        }
    }

    private void assertServed() throws IOException {
        long start = System.nanoTime();
        for (String path : List.of("/alive", "/ready", "/metrics")) {
            assertThat(get(path).status()).isEqualTo(200);
        }
        store("y");
        assertThat(get(ENTRY).text()).isEqualTo("y");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    private List<RawConnection> crowd(int count) throws IOException {
        List<RawConnection> more = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            more.add(new RawConnection(running.server.uri()));
        }
        crowd.addAll(more);
        return more;
    }

    private static Reply refusedWhileDripping(RawConnection slow, String drops) throws IOException {
        int sent = 0;
        while (slow.available() == 0 && sent < drops.length()) {
            slow.send(drops.substring(sent, ++sent));
            await().pollDelay(Duration.ofMillis(20)).until(() -> true);
        }
        return slow.read();
    }

    /** A connection that has given way cannot be written to. */
    private static void sendAnyway(RawConnection connection, String bytes) {
        try {
            connection.send(bytes);
        } catch (IOException gone) {
            return;
        }
    }

    private void store(String value) throws IOException {
        assertThat(RawConnection.exchange(running.server.uri(), BadInput.put(ENTRY, value))
                        .status())
                .isIn(201, 204);
    }

    private Reply get(String path) throws IOException {
        return RawConnection.exchange(running.server.uri(), BadInput.get(path));
    }

    private static TestServer server(String settings) {
        return new TestServer(
                TestServer.UPLOAD_BYTES,
                "pekko.http.server { max-connections = " + PLACES + ", " + settings + " }",
                Duration.ofMinutes(1));
    }
}
