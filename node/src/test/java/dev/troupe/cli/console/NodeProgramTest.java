package dev.troupe.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cli.Run;
import dev.troupe.cli.TroupeCommand;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeMemory.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeProgramTest {
    private static final NodeMemory MEMORY = NodeMemory.Use.TEST.byDefault();

    @Test
    void mainClassIsTheCommand() {
        assertThat(NodeProgram.MAIN).isEqualTo(TroupeCommand.class.getName());
    }

    @Test
    void addedOptionsComeAfterTheMemoryAndBeforeTheClassPath() {
        assertThat(NodeProgram.of(MEMORY, " -Xss1m  -Xmx1g "))
                .containsSubsequence(MEMORY.options().get(0), "-Xss1m", "-Xmx1g", "-cp")
                .doesNotContain("");
    }

    @Test
    void theArchiveThatTheLauncherNamesIsOneWordWhateverIsInItsName() {
        String option = "-XX:SharedArchiveFile=/a folder/troupe-17.jsa";
        System.setProperty("troupe.node.archive", option);
        try {
            assertThat(NodeProgram.of(MEMORY, "-Xss1m")).containsSubsequence(option, "-Xss1m", "-cp");
        } finally {
            System.clearProperty("troupe.node.archive");
        }
    }

    /** The launcher is no Java: what it says of defaults is held against them. */
    @Test
    void theLauncherSaysWhatANodeGetsByDefault() throws IOException {
        assertThat(Files.readString(Path.of("troupe")))
                .containsPattern("each node of cluster\\n# +\\(default: " + Use.CLUSTER.byDefault()
                        + "\\) and of verify \\("
                        + Use.VERIFY.byDefault() + "\\), and for the second node of bench \\(" + Use.BENCH.byDefault()
                        + "\\)");
    }

    @ParameterizedTest
    @CsvSource({"cluster, CLUSTER", "verify, VERIFY", "bench, BENCH"})
    void theHelpSaysWhatANodeGetsByDefault(String command, Use use) {
        assertThat(Run.troupe(command, "--help").out().replaceAll("\\s+", " "))
                .contains("(default: TROUPE_MEMORY, else " + use.byDefault() + ")");
    }

    @Test
    void nothingIsAddedByDefault() {
        assertThat(NodeProgram.of(MEMORY, ""))
                .containsSubsequence(MEMORY.options().get(0), "-cp");
    }
}
