package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.CacheException;
import dev.troupe.api.Reason;
import dev.troupe.heap.HeapArrays;
import dev.troupe.http.RawConnection.Body;
import dev.troupe.http.RawConnection.Reply;
import dev.troupe.metrics.RequestMeters.Operation;
import dev.troupe.metrics.RequestMeters.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EntryOverHttpTest {
    private static final String PATH = "/v1/caches/default/entries/k";
    private static final String SHORT = "/v1/caches/short/entries/k";

    private final TestServer running = new TestServer();

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void createAndReplaceAnswerWithTheNewTag() throws IOException {
        Reply created = send(BadInput.put(PATH, "v1", "Content-Type: text/plain; charset=UTF-8"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(PATH);
        assertThat(created.header("ETag")).matches("\"[0-9a-f]+\"");
        assertThat(created.body()).isEmpty();

        Reply read = send(BadInput.get(PATH));
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.text()).isEqualTo("v1");
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(read.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
        assertThat(read.header("Cache-Status")).isEqualTo("troupe; hit");
        assertThat(read.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(read.headers()).doesNotContainKey("server");

        Reply replaced = send(BadInput.put(PATH, "v2", "If-Match: " + created.header("ETag")));
        assertThat(replaced.status()).isEqualTo(204);
        assertThat(replaced.header("ETag")).isNotEqualTo(created.header("ETag")).isNotEmpty();

        Reply lost = send(BadInput.put(PATH, "v3", "If-Match: " + created.header("ETag")));
        assertThat(lost.status()).isEqualTo(412);
        assertThat(lost.header("ETag")).isEqualTo(replaced.header("ETag"));
        assertThat(send(BadInput.get(PATH)).text()).isEqualTo("v2");
    }

    @Test
    void readOfTheSameVersionIsNotModified() throws IOException {
        String tag = send(BadInput.put(PATH, "v")).header("ETag");
        Reply same = send(BadInput.get(PATH, "If-None-Match: " + tag));
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("ETag")).isEqualTo(tag);
        assertThat(send(BadInput.get(PATH, "If-None-Match: \"1\"")).status()).isEqualTo(200);
        assertThat(send(BadInput.get(PATH, "If-Match: \"1\"")).status()).isEqualTo(412);
    }

    @Test
    void headTellsTheLengthAndSendsNoBody() throws IOException {
        send(BadInput.put(PATH, "12345"));
        try (RawConnection connection = new RawConnection(running.server.uri())) {
            connection.send(BadInput.head("HEAD", PATH) + BadInput.get(PATH));
            Reply head = connection.read(Body.NONE);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo("5");
            assertThat(connection.read().text()).isEqualTo("12345");
        }
    }

    @Test
    void emptyValueIsAValue() throws IOException {
        assertThat(send(BadInput.put(PATH, "")).status()).isEqualTo(201);
        assertThat(send(BadInput.get(PATH)).status()).isEqualTo(200);
    }

    @Test
    void timeToLiveComesFromTtlThenMaxAgeThenTheCache() throws IOException {
        assertThat(ttlAfter(BadInput.put(SHORT + "?ttl=30s", "v", "Cache-Control: max-age=20")))
                .isEqualTo("ttl=30");
        assertThat(ttlAfter(BadInput.put(SHORT, "v", "Cache-Control: no-store, max-age=20")))
                .isEqualTo("ttl=20");
        assertThat(ttlAfter(BadInput.put(SHORT, "v"))).isEqualTo("ttl=10");
        Reply tooLong = send(BadInput.put(SHORT + "?ttl=61s", "v"));
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.text()).contains("/problems/bad-parameter").contains("1m");
    }

    @Test
    void missAndUnknownCacheAreDifferentProblems() throws IOException {
        Reply miss = send(BadInput.get(PATH));
        assertThat(miss.header("Cache-Status")).isEqualTo("troupe; fwd=miss");
        assertThat(miss.text()).contains("\"cache\":\"default\",\"key\":\"k\"");
        assertThat(send(BadInput.get("/v1/caches/nosuch/entries/k")).text()).contains("/problems/cache-not-found");
        assertThat(send(BadInput.head("DELETE", PATH)).text()).contains("/problems/entry-not-found");
    }

    @Test
    void whatABackupAnswersIsMarkedAndOnlyWhoAllowsItGetsIt() throws IOException {
        String any = "?read=any";
        send(BadInput.put(SHORT, "v"));
        running.caches.backupAge = Duration.ofMillis(3900);
        Reply read = send(BadInput.get(SHORT + any));
        assertThat(read.text()).isEqualTo("v");
        assertThat(read.header("Cache-Status")).isEqualTo("troupe; hit; ttl=10; detail=backup");
        assertThat(read.header("Age")).isEqualTo("3");
        assertThat(read.header("ETag")).isNotEmpty();
        try (RawConnection connection = new RawConnection(running.server.uri())) {
            connection.send(BadInput.head("HEAD", SHORT + any));
            assertThat(connection.read(Body.NONE).header("Cache-Status"))
                    .isEqualTo("troupe; hit; ttl=10; detail=backup");
        }
        Reply miss = send(BadInput.get(PATH + any));
        assertThat(miss.status()).isEqualTo(404);
        assertThat(miss.header("Cache-Status")).isEqualTo("troupe; fwd=miss; detail=backup");
        for (String strict : List.of(SHORT, SHORT + "?read=owner")) {
            Reply current = send(BadInput.get(strict));
            assertThat(current.header("Cache-Status")).isEqualTo("troupe; hit; ttl=10");
            assertThat(current.headers()).doesNotContainKey("age");
        }
        running.caches.backupAge = null;
        assertThat(send(BadInput.get(SHORT + any)).header("Cache-Status")).isEqualTo("troupe; hit; ttl=10");
    }

    @Test
    void binaryKeyIsTheSameEntryAsItsText() throws IOException {
        Reply created = send(BadInput.put("/v1/caches/default/entries/aw?keyEncoding=base64url", "v"));
        assertThat(created.header("Location")).isEqualTo("/v1/caches/default/entries/aw?keyEncoding=base64url");
        assertThat(send(BadInput.get(PATH)).text()).isEqualTo("v");
    }

    @Test
    void failureOfTheCacheIsToldWithItsStatus() throws IOException {
        running.caches.failure = new CacheException(Reason.OVERLOADED, "too much");
        Reply overloaded = send(BadInput.put(PATH, "v"));
        assertThat(overloaded.status()).isEqualTo(503);
        assertThat(overloaded.header("Retry-After")).isEqualTo("1");
        assertThat(overloaded.text()).contains("\"retryable\":true");
        running.caches.failure = new CacheException(Reason.OUTCOME_UNKNOWN, "no answer");
        assertThat(send(BadInput.head("DELETE", PATH)).status()).isEqualTo(504);
        running.caches.failure = new IllegalStateException("planted");
        Reply defect = send(BadInput.get(PATH));
        assertThat(defect.status()).isEqualTo(500);
        assertThat(defect.text()).doesNotContain("planted");
    }

    @Test
    void whateverACallThrowsIsAnsweredAndKeepsNothing() throws IOException {
        running.caches.thrown = new AssertionError("planted");
        for (String request : List.of(BadInput.put(PATH, "v"), BadInput.get(PATH), BadInput.head("DELETE", PATH))) {
            Reply defect = send(request);
            assertThat(defect.status()).isEqualTo(500);
            assertThat(defect.text()).doesNotContain("planted");
        }
        assertThat(running.server.uploadBytesFree()).isEqualTo(TestServer.UPLOAD_BYTES);
    }

    @Test
    void everyOutcomeMovesItsMeter() throws IOException {
        send(BadInput.put(PATH, "v"));
        send(BadInput.get(PATH));
        send(BadInput.get(PATH + "none"));
        send(BadInput.put(PATH, "v", "If-None-Match: *"));
        send(BadInput.put(PATH + "?ttl=0s", "v"));
        send(BadInput.head("DELETE", PATH));
        assertCount(Operation.PUT, Outcome.DONE);
        assertCount(Operation.GET, Outcome.DONE);
        assertCount(Operation.GET, Outcome.NOT_FOUND);
        assertCount(Operation.PUT, Outcome.CONDITION_FAILED);
        assertCount(Operation.PUT, Outcome.INVALID);
        assertCount(Operation.DELETE, Outcome.DONE);
        running.caches.failure = new CacheException(Reason.CACHE_FULL, "full");
        send(BadInput.put(PATH, "v"));
        running.caches.failure = new CacheException(Reason.OUTCOME_UNKNOWN, "lost");
        send(BadInput.put(PATH, "v"));
        assertCount(Operation.PUT, Outcome.UNAVAILABLE);
        assertCount(Operation.PUT, Outcome.UNKNOWN);
        Reply metrics = send(BadInput.get("/metrics"));
        assertThat(metrics.header("Content-Type")).startsWith("text/plain");
        assertThat(metrics.text()).contains("troupe_http_requests_seconds_count{operation=\"put\",outcome=\"done\"} 1");
    }

    @Test
    void bodiesBeyondTheNodesMemoryAreRefusedAtOnce() throws IOException {
        try (TestServer narrow = new TestServer(HeapArrays.HERE.bytes(TestServer.LIMITS.maxValueBytes()), "");
                RawConnection slow = new RawConnection(narrow.server.uri())) {
            String most = "v".repeat(290_000);
            slow.send("PUT " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + most);
            assertThat(eventuallyRefused(narrow)).contains("/problems/overloaded");
            assertThat(slow.read().status()).isEqualTo(408);
            assertThat(RawConnection.exchange(narrow.server.uri(), BadInput.put(PATH, most))
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void readThatIsNotAnsweredInTimeIsUnavailableAndAWriteUnknown() throws IOException {
        try (TestServer hasty = new TestServer(TestServer.UPLOAD_BYTES, "pekko.http.server.request-timeout = 300ms")) {
            hasty.caches.gate = new CompletableFuture<>();
            Reply read = RawConnection.exchange(hasty.server.uri(), BadInput.get(PATH));
            assertThat(read.status()).isEqualTo(503);
            assertThat(read.text()).contains("/problems/unavailable");
            Reply write = RawConnection.exchange(hasty.server.uri(), BadInput.put(PATH, "v"));
            assertThat(write.status()).isEqualTo(504);
            assertThat(write.text()).contains("/problems/outcome-unknown");
            hasty.caches.gate.complete(true);
        }
    }

    @Test
    void headThatStopsIsRefusedAfterItsTime() throws IOException {
        String settings = "pekko.http.server { request-timeout = 200ms, idle-timeout = 400ms }";
        try (TestServer hasty = new TestServer(TestServer.UPLOAD_BYTES, settings);
                RawConnection slow = new RawConnection(hasty.server.uri())) {
            slow.send("GET /alive HTTP/1.1\r\nHost:");
            Reply reply = slow.read();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.text()).contains("/problems/head-timeout");
            assertThat(slow.isClosed()).isTrue();
            assertThat(RawConnection.exchange(hasty.server.uri(), BadInput.get("/alive"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void requestsStartNoThreads() throws IOException {
        Set<Long> seen = new HashSet<>();
        try (RawConnection connection = new RawConnection(running.server.uri())) {
            String streamed = "PUT " + PATH + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n";
            for (int request = 0; request < 300; request++) {
                connection.send(BadInput.put(PATH, "v") + streamed);
                connection.read();
                connection.send("0\r\n\r\n");
                connection.read();
                Thread.getAllStackTraces().keySet().forEach(thread -> seen.add(thread.getId()));
            }
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("Thread-"));
        assertThat(seen).hasSizeLessThan(100);
    }

    private static String eventuallyRefused(TestServer narrow) throws IOException {
        for (int attempt = 0; attempt < 50; attempt++) {
            Reply reply = RawConnection.exchange(narrow.server.uri(), BadInput.put(PATH + "x", "v".repeat(60_000)));
            if (reply.status() == 503) {
                return reply.text();
            }
        }
        return "never refused";
    }

    private void assertCount(Operation operation, Outcome outcome) {
        assertThat(running.meters.count(operation, outcome))
                .as("%s %s", operation, outcome)
                .isEqualTo(1);
    }

    private String ttlAfter(String put) throws IOException {
        send(put);
        return send(BadInput.get(SHORT)).header("Cache-Status").replace("troupe; hit; ", "");
    }

    private Reply send(String request) throws IOException {
        return RawConnection.exchange(running.server.uri(), request);
    }
}
