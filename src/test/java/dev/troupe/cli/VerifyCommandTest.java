package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cli.FlawedNode.Bug;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code troupe verify} against nodes with planted bugs. */
final class VerifyCommandTest {
    @Test
    void aCacheThatKeepsItsPromisesPasses() {
        Run run = verify(Bug.NONE, "2s");
        assertThat(run.out()).contains("all promises were kept", "lost         0", "stale        0", "p99");
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("requests, 0 failed");
    }

    @ParameterizedTest
    @CsvSource({
        "LOSES_WRITES, 2s, acknowledged-writes-stay",
        "READS_STALE, 2s, reads-are-current",
        "MIXES_KEYS_UP, 2s, reads-are-true",
        "STORES_WHAT_IT_REFUSES, 2s, reads-are-true",
        "IGNORES_CONDITIONS, 2s, writes-happen-once",
        "KEEPS_EXPIRED, 5s, entries-expire",
        "HANGS, 2s, requests-end"
    })
    void eachPlantedBugIsNamed(Bug bug, String time, String promise) {
        Run run = verify(bug, time);
        assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.out()).contains("BROKEN       " + promise, "promises were broken");
    }

    @Test
    void scriptsGetTheVerdictAndTheFigures() {
        try (FlawedNode node = FlawedNode.with(Bug.LOSES_WRITES)) {
            Run run = Run.troupe("verify", "--url", node.uri().toString(), "--for", "1s", "-o", "json");
            assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.out())
                    .startsWith("{\"verdict\":\"broken\",\"broken\":[\"acknowledged-writes-stay\"")
                    .contains("\"requests\":", "\"longestGapMillis\":", "\"p99Micros\":");
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
    }

    private static Run verify(Bug bug, String time) {
        try (FlawedNode node = FlawedNode.with(bug)) {
            return Run.troupe("verify", "--url", node.uri().toString(), "--for", time);
        }
    }
}
