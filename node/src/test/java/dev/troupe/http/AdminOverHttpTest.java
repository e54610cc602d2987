package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.api.ClusterView.Readiness;
import dev.troupe.http.RawConnection.Reply;
import dev.troupe.http.connection.HttpBindException;
import dev.troupe.metrics.MeterBook;
import dev.troupe.metrics.RequestMeters;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AdminOverHttpTest {
    private final TestServer running = new TestServer();

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void cachesAreListedWithTheirSettings() throws IOException {
        JsonNode caches = json("/v1/caches").path("caches");
        assertThat(caches).hasSize(2);
        assertThat(caches.path(1)).isEqualTo(json("/v1/caches/short"));
        assertThat(json("/v1/caches").path("limits").path("maxKeyBytes").asInt())
                .isEqualTo(TestServer.LIMITS.maxKeyBytes());
        assertThat(json("/v1/caches/short").toString())
                .isEqualTo("{\"name\":\"short\",\"ttl\":\"10s\",\"maxTtl\":\"1m\",\"replication\":\"async\","
                        + "\"eviction\":\"s3-fifo\",\"readFrom\":\"owner\"}");
        assertThat(send("/v1/caches/nosuch").text()).contains("/problems/cache-not-found");
    }

    @Test
    void keyIsLocatedWhetherOrNotItExists() throws IOException {
        JsonNode location = json("/v1/caches/default/_locate/a%2Fb");
        assertThat(location.path("key").asText()).isEqualTo("a/b");
        assertThat(location.path("slot").asInt()).isEqualTo(3);
        assertThat(location.path("owner").asText()).isEqualTo("127.0.0.1:17355");
        assertThat(json("/v1/caches/default/_locate/AP8?keyEncoding=base64url")
                        .path("key64")
                        .asText())
                .isEqualTo("AP8");
        assertThat(send("/v1/caches/nosuch/_locate/a").status()).isEqualTo(404);
    }

    @Test
    void clusterAndPartitionsCarryTheNodesAddresses() throws IOException {
        JsonNode cluster = json("/v1/cluster");
        assertThat(cluster.path("self").asText()).isEqualTo("127.0.0.1:17355");
        assertThat(cluster.path("members").path(0).path("httpUrl").asText()).isEqualTo("http://127.0.0.1:8480");
        JsonNode partitions = json("/v1/cluster/partitions");
        assertThat(partitions.path("version").asText()).isEqualTo("2a");
        assertThat(partitions.path("partitions").path(1).path("firstSlot").asInt())
                .isEqualTo(8192);
        assertThat(partitions.path("partitions").path(1).path("ownerUrl").asText())
                .isEqualTo("http://127.0.0.1:8480");
    }

    @Test
    void partitionWithoutAnOwnerIsShownWithItsTimeAndTheAlarm() throws IOException {
        JsonNode table = json("/v1/cluster/partitions");
        assertThat(table.path("alarm").asBoolean()).isTrue();
        assertThat(table.path("partitions").path(0).has("owner")).isFalse();
        assertThat(table.path("partitions").path(0).path("ownerlessSeconds").asInt())
                .isEqualTo(21);
        assertThat(table.path("partitions").path(1).has("ownerlessSeconds")).isFalse();
    }

    @Test
    void unchangedTableIsNotSentAgain() throws IOException {
        String tag = send("/v1/cluster/partitions").header("ETag");
        assertThat(tag).isEqualTo("W/\"2a\"");
        assertThat(send("/v1/cluster/partitions", "If-None-Match: " + tag).status())
                .isEqualTo(304);
        assertThat(send("/v1/cluster/partitions", "If-None-Match: \"29\"").status())
                .isEqualTo(200);
    }

    @Test
    void nodeThatHasNotBeenReadyYetSendsItsClientsElsewhereAndKeepsOperatorsIn() throws IOException {
        running.view.readiness = new Readiness(false, "starting");
        running.view.knowsOwner = false;
        Reply refused = send("/v1/caches/default/entries/k");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Connection")).isEqualToIgnoringCase("close");
        assertThat(refused.text()).contains("this node is starting");
        assertThat(send("/v1/cluster").header("Connection")).isNullOrEmpty();

        running.view.readiness = new Readiness(true, "");
        assertThat(send("/v1/caches/default/entries/k").status()).isEqualTo(404);
        running.view.readiness = new Readiness(false, "cut off");
        assertThat(send("/v1/caches/default/entries/k").status()).isEqualTo(404);
    }

    @Test
    void nodeThatHasNotBeenReadyYetAnswersForThePartitionsThatHaveAnOwner() throws IOException {
        running.view.readiness = new Readiness(false, "255 of 256 partitions have an owner so far");
        running.view.knowsOwner = true;
        assertThat(send("/ready").status()).isEqualTo(503);
        assertThat(send("/v1/caches/default/entries/k").status()).isEqualTo(404);
        assertThat(send("/v1/caches/default/entries/..").status()).isEqualTo(400);
        // All partitions have to answer that.
        assertThat(send("/v1/caches/default/keys").status()).isEqualTo(503);

        running.view.knowsOwner = false;
        Reply refused = send("/v1/caches/default/entries/k");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Connection")).isEqualToIgnoringCase("close");
        // Whatever the node knows, that is no key.
        assertThat(send("/v1/caches/default/entries/%zz").status()).isEqualTo(400);
    }

    @Test
    void nodeThatIsNotReadySaysWhyAndLives() throws IOException {
        assertThat(send("/ready").status()).isEqualTo(200);
        running.view.readiness = new Readiness(false, "3 of 256 partitions have no owner");
        Reply reply = send("/ready");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).contains("/problems/not-ready").contains("3 of 256 partitions have no owner");
        assertThat(send("/alive").status()).isEqualTo(200);
    }

    @Test
    void wrongMethodIsToldWhatIsAllowed() throws IOException {
        assertThat(RawConnection.exchange(running.server.uri(), BadInput.head("POST", "/v1/caches"))
                        .header("Allow"))
                .isEqualTo("GET, HEAD");
        assertThat(RawConnection.exchange(running.server.uri(), BadInput.head("POST", BadInput.ENTRIES + "a"))
                        .header("Allow"))
                .isEqualTo("GET, HEAD, PUT, DELETE");
    }

    @Test
    void aLossIsAcknowledgedForOnePartitionOrForAll() throws IOException {
        assertThat(post("/v1/cluster/partitions/1/_acknowledge").status()).isEqualTo(204);
        assertThat(post("/v1/cluster/partitions/_acknowledge").status()).isEqualTo(204);
        assertThat(running.view.acknowledged).containsExactly(1, -1);
    }

    @Test
    void aLossThatNobodyHeardOfIsNotAcknowledged() throws IOException {
        Reply unknown = post("/v1/cluster/partitions/2/_acknowledge");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("partitions go from 0 to 1");
        assertThat(post("/v1/cluster/partitions/-1/_acknowledge").status()).isEqualTo(404);
        assertThat(post("/v1/cluster/partitions/1/_acknowledge?all=1").status()).isEqualTo(400);
        Reply get = send("/v1/cluster/partitions/1/_acknowledge");
        assertThat(get.status()).isEqualTo(405);
        assertThat(get.header("Allow")).isEqualTo("POST");
        assertThat(running.view.acknowledged).isEmpty();
        running.view.answers = false;
        assertThat(post("/v1/cluster/partitions/1/_acknowledge").status()).isEqualTo(503);
    }

    private Reply post(String path) throws IOException {
        return RawConnection.exchange(running.server.uri(), BadInput.head("POST", path));
    }

    @Test
    void drainingNodeIsNotReadyButServesAndClosesConnections() throws IOException {
        running.server.drain();
        Reply ready = send("/ready");
        assertThat(ready.status()).isEqualTo(503);
        Reply put = RawConnection.exchange(running.server.uri(), BadInput.put(BadInput.ENTRIES + "a", "v"));
        assertThat(put.status()).isEqualTo(201);
        assertThat(put.closes()).isTrue();
    }

    @Test
    void unboundServerStillAnswersOnTheConnectionsThatItHas() throws IOException {
        try (RawConnection late = new RawConnection(running.server.uri())) {
            late.send(BadInput.get("/alive"));
            assertThat(late.read().closes()).isFalse();
            running.server
                    .unbind(Duration.ofSeconds(20))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            await().until(() -> refusesConnections());
            late.send(BadInput.put(BadInput.ENTRIES + "a", "v"));
            Reply reply = late.read();
            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.closes()).isTrue();
        }
    }

    @Test
    void unbindingWaitsForRequestsUnderWayThoughThereWereNoneBefore() throws IOException {
        running.server.drain();
        assertThat(send("/alive").status()).isEqualTo(200);
        running.caches.gate = new CompletableFuture<>();
        try (RawConnection busy = new RawConnection(running.server.uri())) {
            busy.send(BadInput.put(BadInput.ENTRIES + "a", "v"));
            await().until(() -> running.server.uploadBytesFree() < TestServer.UPLOAD_BYTES);
            CompletableFuture<Void> idle = running.server.unbind(Duration.ofSeconds(20));
            await().until(() -> refusesConnections());
            assertThat(idle).isNotDone();
            running.caches.gate.complete(true);
            assertThat(busy.read().status()).isEqualTo(201);
            idle.orTimeout(5, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void terminatedServerHasNoConnectionsAndAcceptsNone() throws IOException {
        try (RawConnection idle = new RawConnection(running.server.uri())) {
            idle.send(BadInput.get("/alive"));
            assertThat(idle.read().status()).isEqualTo(200);
            running.server
                    .terminate(Duration.ofSeconds(5))
                    .orTimeout(4, TimeUnit.SECONDS)
                    .join();
            assertThat(idle.isClosed()).isTrue();
        }
        assertThatThrownBy(() -> send("/alive")).isInstanceOf(IOException.class);
    }

    @Test
    void requestInFlightIsAnsweredBeforeTheServerEnds() throws IOException {
        running.caches.gate = new CompletableFuture<>();
        try (RawConnection busy = new RawConnection(running.server.uri())) {
            busy.send(BadInput.put(BadInput.ENTRIES + "a", "v"));
            await().until(() -> running.server.uploadBytesFree() < TestServer.UPLOAD_BYTES);
            CompletableFuture<Void> ended = running.server.terminate(Duration.ofSeconds(8));
            await().until(() -> refusesConnections());
            assertThat(ended).isNotDone();
            running.caches.gate.complete(true);
            assertThat(busy.read().status()).isEqualTo(201);
            ended.orTimeout(5, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void requestThatNeverEndsIsCutOffAtTheDeadline() throws IOException {
        running.caches.gate = new CompletableFuture<>();
        try (RawConnection busy = new RawConnection(running.server.uri())) {
            busy.send(BadInput.put(BadInput.ENTRIES + "a", "v"));
            await().until(() -> running.server.uploadBytesFree() < TestServer.UPLOAD_BYTES);
            running.server
                    .terminate(Duration.ofMillis(300))
                    .orTimeout(5, TimeUnit.SECONDS)
                    .join();
            assertThat(busy.isClosed()).isTrue();
        }
        running.caches.gate.complete(true);
    }

    @Test
    void portInUseIsAReadableFailure() {
        int port = running.server.uri().getPort();
        assertThatThrownBy(() -> HttpServer.bind(
                                running.system,
                                HttpServer.Settings.loopback(port),
                                running.caches,
                                running.view,
                                new RequestMeters(new MeterBook()))
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(HttpBindException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + port)
                .hasMessageContaining("Address already in use");
    }

    private boolean refusesConnections() {
        try (RawConnection probe = new RawConnection(running.server.uri())) {
            return probe.isClosed();
        } catch (IOException refused) {
            return true;
        }
    }

    private JsonNode json(String path) throws IOException {
        Reply reply = send(path);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        return new ObjectMapper().readTree(reply.body());
    }

    private Reply send(String path, String... headers) throws IOException {
        return RawConnection.exchange(running.server.uri(), BadInput.get(path, headers));
    }
}
