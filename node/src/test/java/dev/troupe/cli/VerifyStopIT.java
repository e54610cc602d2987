package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.Await;
import dev.troupe.cli.FlawedNode.Bug;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.proving.NodeLaunch;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import dev.troupe.proving.history.recording.RecordingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe verify} as a process that is told to end before it is over. */
final class VerifyStopIT {
    @TempDir
    Path folder = Path.of("");

    @Test
    void theHistoryOfRunningNodesSoFarIsKeptAndNamed() throws Exception {
        try (FlawedNode node = FlawedNode.with(Bug.NONE)) {
            keepsItsHistory("--url", node.uri().toString());
        }
    }

    @Test
    void theHistoryOfAClusterOfItsOwnSoFarIsKeptAndNamed() throws Exception {
        keepsItsHistory("--nodes", "1");
    }

    private void keepsItsHistory(String... options) throws Exception {
        Path logs = folder.resolve("logs");
        List<String> line = new ArrayList<>(NodeProgram.of(NodeMemory.Use.TEST.byDefault()));
        line.addAll(List.of("verify", "--for", "10m", "--rate", "100", "--logs", logs.toString()));
        line.addAll(List.of(options));
        Path told = folder.resolve("told");
        try (NodeProcess verify = NodeProcess.start(new NodeLaunch("verify", line, told))) {
            await().atMost(Await.SOON).until(() -> Files.readString(told).contains(" requests, "));
            verify.terminate();
            assertThat(verify.awaitExit(Await.SOON)).isEqualTo(OptionalInt.of(ExitCode.REFUSED));
        }
        Path history = logs.resolve("history.txt");
        assertThat(Files.readString(told))
                .contains("the history so far is in " + history)
                .containsOnlyOnce("what is known of it is in " + logs)
                .doesNotContain("promises");
        assertThat(requests(history)).isGreaterThan(100);
    }

    private static int requests(Path history) throws IOException {
        return RecordingFile.read(history).history().attempts().size();
    }
}
