package dev.troupe.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.api.Cache;
import dev.troupe.api.PutOptions;
import dev.troupe.cli.Run;
import dev.troupe.cli.console.Console;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Progress;
import dev.troupe.client.FakeNode;
import dev.troupe.client.FakeNode.Canned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayCommandTest {
    private static final int REQUESTS = 200;
    private static final int KEYS = 20;

    @TempDir
    Path folder = Path.of("");

    private final FakeNode node = FakeNode.start();
    private Path trace = Path.of("");

    @BeforeEach
    void writeTrace() throws IOException {
        trace = folder.resolve("trace");
        Files.writeString(
                trace,
                IntStream.range(0, REQUESTS).mapToObj(i -> i % KEYS + "\n").collect(Collectors.joining()));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void everyFirstRequestMissesAndIsFilled() throws JsonProcessingException {
        JsonNode report = json(replay("--threads", "1", "--ttl", "1m", "--value-bytes", "7", "-o", "json"));
        assertThat(report.get("requests").asInt()).isEqualTo(REQUESTS);
        assertThat(report.get("hits").asInt()).isEqualTo(REQUESTS - KEYS);
        assertThat(report.get("misses").asInt()).isEqualTo(KEYS);
        assertThat(report.get("hitRatio").asDouble()).isEqualTo(0.9);
        assertThat(report.get("errors").asInt()).isZero();
        assertThat(report.get("loop").asText()).isEqualTo("closed");
        assertThat(report.get("requestsPerSecond").asDouble()).isPositive();
        JsonNode latency = report.get("getLatencyMicros");
        assertThat(latency.get("count").asInt()).isEqualTo(REQUESTS);
        assertThat(latency.get("p50").asLong()).isBetween(1L, latency.get("max").asLong());
        assertThat(report.get("putLatencyMicros").get("count").asInt()).isEqualTo(KEYS);
        List<FakeNode.Seen> puts =
                node.seen.stream().filter(seen -> seen.method().equals("PUT")).toList();
        assertThat(puts).hasSize(KEYS).allMatch(put -> put.target().endsWith("?ttl=60000ms"));
        assertThat(puts).allMatch(put -> put.header("Content-length").equals("7"));
    }

    @Test
    void severalNodesShareTheRequests() {
        try (FakeNode another = node.startAnother()) {
            Run run = replay("--threads", "4", "--url", another.uri().toString());
            assertThat(run.code()).isZero();
            assertThat(run.out())
                    .contains("requests   200 ")
                    .contains("over 2 node(s) by 4 thread(s)")
                    .contains("errors     0")
                    .contains("p99.9")
                    .contains("closed loop");
            assertThat(another.seen).hasSizeGreaterThan(REQUESTS / 3);
        }
    }

    @Test
    void theLimitEndsTheReplay() throws JsonProcessingException {
        assertThat(json(replay("--limit", "30", "-o", "json")).get("requests").asInt())
                .isEqualTo(30);
    }

    @Test
    void failedRequestsAreCountedAndEndWithOne() {
        Run warm = replay("--threads", "1");
        assertThat(warm.code()).isZero();
        Run run = replayOfFailingNode();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("errors     200  {OVERLOADED=200}").contains("hit ratio  0.00 %");
    }

    /** The catalogue is asked for first, so the node starts to fail after that. */
    private Run replayOfFailingNode() {
        node.cannedEntries = Canned.problem(503, "overloaded");
        return replay();
    }

    @Test
    void aReplayWithoutAnybodyThereEndsAtOnce() {
        node.close();
        Run run = replay();
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("nobody accepts connections").hasLineCount(1);
    }

    @Test
    void aReplayGivesUpWhenNothingWorksAnyMore() throws IOException {
        Files.writeString(trace, "key\n".repeat(3 * Replay.MOST_FAILURES_IN_A_ROW));
        Run run = replayOfFailingNode();
        assertThat(run.code()).isEqualTo(1);
        assertThat(node.seen).hasSizeLessThan(2 * Replay.MOST_FAILURES_IN_A_ROW);
    }

    @Test
    void aTraceThatIsCutIsAnErrorThatSaysSo() throws IOException {
        byte[] member = packed("some\nkeys\n".repeat(20));
        for (int missing : List.of(1, 9, member.length / 2)) {
            Files.write(trace, Arrays.copyOf(member, member.length - missing));
            assertRefused(replay(), "ends early");
        }
        byte[] two = Arrays.copyOf(member, member.length + 5);
        System.arraycopy(member, 0, two, member.length, 5);
        Files.write(trace, two);
        assertRefused(replay(), "ends early");
    }

    @Test
    void aTraceThatIsNoneIsAnErrorThatSaysSo() throws IOException {
        byte[] damaged = packed("some\nkeys\n".repeat(20));
        damaged[damaged.length - 6] ^= 1;
        Files.write(trace, damaged);
        assertRefused(replay(), "checksum");
        Files.writeString(trace, "");
        assertRefused(replay(), "has no keys");
        Files.writeString(trace, "\n\r\n\n");
        assertRefused(replay(), "has no keys");
        Files.writeString(trace, "key\n" + "x".repeat(Trace.LONGEST_LINE_BYTES + 1));
        assertRefused(replay(), "beyond request 1: a line is longer");
        assertThat(Run.troupe("replay", folder.toString()).code()).isEqualTo(ExitCode.USAGE);
        assertThat(Run.troupe("replay", "-").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aThreadThatDiesFailsTheReplay() throws IOException {
        @SuppressWarnings("unchecked")
        Cache<byte[], byte[]> cache = (Cache<byte[], byte[]>)
                Proxy.newProxyInstance(Cache.class.getClassLoader(), new Class<?>[] {Cache.class}, (it, method, of) -> {
                    throw new NoClassDefFoundError("planted");
                });
        try (Trace requests = new Trace(trace, Long.MAX_VALUE);
                Progress progress = Progress.of(Console.system(), "replay", REQUESTS)) {
            Replay replay = new Replay(requests, cache, PutOptions.DEFAULT, 1);
            assertThatThrownBy(() -> replay.run(3, 1, progress)).hasMessageContaining("planted");
        }
    }

    private static void assertRefused(Run run, String complaint) {
        assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("troupe: ").contains(complaint).hasLineCount(1);
    }

    private static byte[] packed(String content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    @Test
    void anUnknownCacheIsRefused() {
        Run run = replay("--cache", "typo");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("there is no cache 'typo'").hasLineCount(1);
    }

    @Test
    void aTerminalGetsAProgressBarOnStandardError() {
        List<String> arguments = arguments();
        Run run = Run.onTerminal(arguments.toArray(String[]::new));
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("replay").contains("200/200");
        assertThat(run.out()).doesNotContain("100%");
        assertThat(replay().err()).isEmpty();
    }

    private Run replay(String... more) {
        return Run.troupe(arguments(more).toArray(String[]::new));
    }

    private List<String> arguments(String... more) {
        List<String> all = new ArrayList<>(
                List.of("replay", trace.toString(), "--url", node.uri().toString()));
        all.addAll(List.of(more));
        return all;
    }

    private static JsonNode json(Run run) throws JsonProcessingException {
        assertThat(run.out()).hasLineCount(1);
        return new ObjectMapper().readTree(run.out());
    }
}
