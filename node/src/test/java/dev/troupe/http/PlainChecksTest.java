package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.ClusterView.Readiness;
import dev.troupe.http.RawConnection.Body;
import dev.troupe.http.RawConnection.Reply;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** What load balancers send to see whether a node lives, as raw bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlainChecksTest {
    private static final String HAPROXY = "OPTIONS / HTTP/1.0\r\n\r\n";

    private final TestServer running = new TestServer();

    @AfterAll
    void stop() {
        running.close();
    }

    @TestFactory
    Stream<DynamicTest> plainCheckOfALoadBalancerIsAnswered() {
        return Stream.of(
                        "GET /ready HTTP/1.0\r\n\r\n",
                        "GET /alive HTTP/1.0\r\nHost: x\r\n\r\n",
                        "GET /alive HTTP/1.0\r\nHost:\r\n\r\n",
                        "GET /metrics HTTP/1.0\r\nUser-Agent: check\r\n\r\n",
                        "GET /v1/caches HTTP/1.0\r\n\r\n",
                        "HEAD /ready HTTP/1.0\r\n\r\n",
                        "GET http://10.0.0.1:8480/ready HTTP/1.0\r\n\r\n",
                        "GET http://10.0.0.1:8480/ready HTTP/1.1\r\nHost: 10.0.0.1:8480\r\n\r\n",
                        "GET http://name/ready HTTP/1.1\r\nHost: name\r\n\r\n",
                        HAPROXY,
                        "OPTIONS /ready HTTP/1.0\r\n\r\n",
                        "OPTIONS /alive HTTP/1.1\r\nHost: x\r\n\r\n",
                        "OPTIONS * HTTP/1.0\r\n\r\n",
                        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
                        "HEAD /alive HTTP/1.1\r\nHost: x\r\n\r\n",
                        "GET /alive?x HTTP/1.1\r\nHost: x\r\n\r\n",
                        "GET /ready?_=1732956000 HTTP/1.1\r\nHost: x\r\n\r\n",
                        "GET /ready? HTTP/1.1\r\nHost: x\r\n\r\n",
                        "GET /ready HTTP/1.1\r\nhost: x\r\nAccept: */*\r\nConnection: close\r\n\r\n")
                .map(bytes -> DynamicTest.dynamicTest(
                        line(bytes), () -> assertThat(ask(bytes).status()).isIn(200, 204)));
    }

    @TestFactory
    Stream<DynamicTest> anyLegalHostIsAccepted() {
        return Stream.of("[::1]:8480", "[::1]", "a_b", "NODE-1.example.", "xn--bcher-kva.example:1", "a%20b", "1")
                .map(host -> DynamicTest.dynamicTest(
                        host,
                        () -> assertThat(ask("GET /ready HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                        .status())
                                .isEqualTo(200)));
    }

    @Test
    void oldProtocolKeepsTheConnectionOnlyIfAsked() throws IOException {
        try (RawConnection kept = new RawConnection(running.server.uri())) {
            kept.send("GET /alive HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(kept.read().header("Connection")).isEqualToIgnoringCase("keep-alive");
            kept.send("GET /alive HTTP/1.0\r\n\r\n");
            assertThat(kept.read().status()).isEqualTo(200);
            assertThat(kept.isClosed()).isTrue();
        }
    }

    @Test
    void optionsOfTheServerTellWhetherTheNodeIsReady() throws IOException {
        assertThat(ask(HAPROXY).header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        running.view.readiness = new Readiness(false, "1 of 2 partitions has an owner");
        for (String check : List.of(HAPROXY, "OPTIONS * HTTP/1.0\r\n\r\n", "OPTIONS /ready HTTP/1.0\r\n\r\n")) {
            assertThat(ask(check).status()).as(line(check)).isEqualTo(503);
        }
        assertThat(ask("OPTIONS /alive HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
        running.view.readiness = new Readiness(true, "2 of 2 partitions have an owner");
    }

    @Test
    void whatIsNoCheckIsRefusedAsBefore() throws IOException {
        assertThat(ask("GET /ready HTTP/1.1\r\n\r\n").status()).isEqualTo(400);
        assertThat(ask("GET * HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(400);
        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(404);
        assertThat(ask("get /ready HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(501);
        assertThat(ask("OPTIONS /v1/caches HTTP/1.1\r\nHost: x\r\n\r\n").header("Allow"))
                .isEqualTo("GET, HEAD");
        Reply post = ask("POST /ready HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    private Reply ask(String bytes) throws IOException {
        try (RawConnection connection = new RawConnection(running.server.uri())) {
            connection.send(bytes);
            return connection.read(bytes.startsWith("HEAD") ? Body.NONE : Body.ANY);
        }
    }

    private static String line(String bytes) {
        return bytes.replace("\r\n", "|");
    }
}
