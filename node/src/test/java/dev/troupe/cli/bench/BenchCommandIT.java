package dev.troupe.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cli.Run;
import dev.troupe.proving.NodeMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe bench} with a real second node. */
final class BenchCommandIT {
    private static final String CALLS = " \\| [1-9][0-9,]* \\| .* \\| 0 \\|";

    @TempDir
    Path folder = Path.of("");

    @Test
    void everyRowIsMeasuredWithoutErrorsAndTheSecondNodeIsEnded() throws Exception {
        Run run = Run.troupe(
                "bench",
                "--local",
                "--keys",
                "500",
                "--seconds",
                "0.1",
                "--rounds",
                "1",
                "--backups",
                "1",
                "--memory",
                NodeMemory.Use.TEST_LOAD.byDefault().toString(),
                "--logs",
                folder.toString());
        assertThat(run.code()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(2 + 12);
        assertThat(lines.get(0)).startsWith("| operation | keys owned | callers | backups | ops/s |");
        assertThat(lines.subList(2, 14)).allMatch(line -> line.matches("\\| (get|put) .* \\| 1" + CALLS));
        assertThat(run.err()).contains("backups 1, round 1 of 1, put, mixed, 2 blocking threads");
        assertThat(Files.readString(folder.resolve("node-1.log"))).contains("ready http://");
        assertThat(ProcessHandle.current()
                        .children()
                        .map(child -> child.info().commandLine().orElse("")))
                .noneMatch(command -> command.contains("exit-with-parent"));
    }
}
