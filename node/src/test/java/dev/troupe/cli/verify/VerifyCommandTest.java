package dev.troupe.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cli.FlawedNode;
import dev.troupe.cli.FlawedNode.Bug;
import dev.troupe.cli.Run;
import dev.troupe.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code troupe verify} against nodes with planted bugs. */
final class VerifyCommandTest {
    private static final int LONGEST_SECONDS = 15;

    @TempDir
    Path folder = Path.of("");

    @Test
    void aCacheThatKeepsItsPromisesPasses() throws IOException {
        Run run = verify(Bug.NONE, "2s");
        assertThat(run.out()).contains("all promises were kept", "lost         0", "stale        0", "p99");
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("requests, 0 failed");
        assertThat(Files.readString(folder.resolve("verify.log")))
                .contains("requests, 0 failed", "all promises were kept");
        assertThat(folder.resolve("history.txt")).doesNotExist();
    }

    /** A slow machine makes fewer requests, and it takes some to meet a bug. */
    @ParameterizedTest
    @CsvSource({
        "LOSES_WRITES, 2, acknowledged-writes-stay",
        "READS_STALE, 2, reads-are-current",
        "MIXES_KEYS_UP, 2, reads-are-true",
        "STORES_WHAT_IT_REFUSES, 2, reads-are-true",
        "IGNORES_CONDITIONS, 2, writes-happen-once",
        "KEEPS_EXPIRED, 5, entries-expire",
        "HANGS, 2, requests-end"
    })
    void eachPlantedBugIsNamed(Bug bug, int seconds, String promise) {
        Path logs = folder.resolve("logs" + seconds);
        Run run;
        try (FlawedNode node = FlawedNode.with(bug)) {
            run = Run.troupe(
                    "verify", "--url", node.uri().toString(), "--logs", logs.toString(), "--for", seconds + "s");
        }
        if (!run.out().contains("BROKEN       " + promise) && seconds < LONGEST_SECONDS) {
            eachPlantedBugIsNamed(bug, 3 * seconds, promise);
            return;
        }
        assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.out()).contains("BROKEN       " + promise, "promises were broken");
        assertThat(run.out()).contains("history      " + logs.resolve("history.txt"));
    }

    @Test
    void aHistoryInWhichAPromiseWasBrokenCanBeJudgedAgain() throws IOException {
        Run run = verify(Bug.LOSES_WRITES, "1s");
        Path history = folder.resolve("history.txt");
        Run again = Run.troupe("verify", "--judge", history.toString());
        assertThat(again.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(again.out().lines())
                .containsExactlyElementsOf(run.out()
                        .lines()
                        .filter(line -> !line.contains(history.toString()))
                        .toList());
        assertThat(Files.readString(folder.resolve("verify.log")))
                .contains(run.out().lines().toList());
        String text = Files.readString(history);
        Files.writeString(history, text.substring(0, text.length() / 2));
        Run cut = Run.troupe("verify", "--judge", history.toString());
        assertThat(cut.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(cut.out()).isEmpty();
        assertThat(cut.err())
                .contains("cannot read the history: " + history + ", line ")
                .hasLineCount(1);
    }

    /** Nothing can be made in this folder, not even by root. */
    @ParameterizedTest
    @CsvSource({"LOSES_WRITES, promises were broken", "NONE, all promises were kept"})
    void theVerdictIsPrintedAlsoWhereNothingCanBeKept(Bug bug, String verdict) {
        try (FlawedNode node = FlawedNode.with(bug)) {
            Run run = Run.troupe("verify", "--url", node.uri().toString(), "--for", "1s", "--logs", "/proc");
            assertThat(run.out()).contains(verdict, "requests ");
            assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err().lines().filter(line -> line.startsWith("troupe: ")))
                    .first()
                    .asString()
                    .contains("cannot write all that is told to /proc/verify.log: ");
            assertThat(run.err().contains("troupe: cannot write the history to /proc/history.txt: "))
                    .isEqualTo(bug != Bug.NONE);
        }
    }

    @Test
    void scriptsGetTheVerdictAndTheFigures() {
        try (FlawedNode node = FlawedNode.with(Bug.LOSES_WRITES)) {
            Run run = verify(node, "--for", "1s", "-o", "json");
            assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.out())
                    .startsWith("{\"verdict\":\"broken\",\"broken\":[\"acknowledged-writes-stay\"")
                    .contains("\"requests\":", "\"longestGapMillis\":", "\"p99Micros\":")
                    .contains("\"history\":\"" + folder.resolve("history.txt"));
        }
    }

    @Test
    void whatCannotBeVerifiedIsRefused() {
        try (FlawedNode node = FlawedNode.with(Bug.NONE)) {
            String url = node.uri().toString();
            assertThat(Run.troupe("verify", "--url", url, "--sync").err()).contains("is not sync");
            assertThat(Run.troupe("verify", "--url", url, "--cache", "other").err())
                    .contains("there is no cache 'other'");
            assertThat(Run.troupe("verify", "--url", url, "--faults", "kill").code())
                    .isEqualTo(ExitCode.USAGE);
        }
        assertThat(Run.troupe("verify", "--url", "http://127.0.0.1:1").code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(Run.troupe("verify", "--judge", "f", "--faults", "kill").code())
                .isEqualTo(ExitCode.USAGE);
    }

    private Run verify(Bug bug, String time) {
        try (FlawedNode node = FlawedNode.with(bug)) {
            return verify(node, "--for", time);
        }
    }

    private Run verify(FlawedNode node, String... options) {
        List<String> line =
                new ArrayList<>(List.of("verify", "--url", node.uri().toString(), "--logs", folder.toString()));
        line.addAll(List.of(options));
        return Run.troupe(line.toArray(String[]::new));
    }
}
