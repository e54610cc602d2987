package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.troupe.Await;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.node.Http;
import dev.troupe.proving.NodeLaunch;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the process of a node takes of the memory that it was given, and options for Java that go against it. */
final class ProcessMemoryIT {
    private static final NodeMemory MEMORY = new NodeMemory("512m");
    private static final int SMALL = 1000;
    private static final int LARGE = 40;
    private static final int WRITTEN_MIB = 8;
    private static final Path PROCESSES = Path.of("/proc");

    @TempDir
    Path folder = Path.of("");

    /** Entries of some MiB, so that all that is not entries has to fit its parts. */
    @Test
    void nodeStaysBelowItsMemoryAtItsPeakAndWhatIsNotEntriesFitsItsPartOfThat() throws Exception {
        assumeThat(PROCESSES.resolve("self/status")).exists();
        try (NodeProcess node = start("")) {
            URI uri = node.awaitReady(Await.SOON);
            assertThat(peakMib(node)).isLessThan(512);
            for (int i = 0; i < SMALL; i++) {
                put(uri, "small-" + i, 224);
            }
            for (int i = 0; i < LARGE; i++) {
                put(uri, "large-" + i % 4, 1 << 20);
            }
            int entriesMib = MEMORY.division().entriesMib();
            assertThat(peakMib(node)).isLessThan(512 - entriesMib + WRITTEN_MIB);
            assertThat(Files.readString(node.log()))
                    .contains("memory      " + entriesMib + " MiB for entries, beside a heap of "
                            + MEMORY.division().heapMib() + " MiB");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-XX:+DisableExplicitGC, leave it out of TROUPE_JAVA_OPTS",
        "-XX:MaxDirectMemorySize=64m, start it with -XX:MaxDirectMemorySize=",
        "-Xmx64m, a heap of 64 MiB is too small for these settings"
    })
    void optionThatTakesFromANodeWhatItNeedsEndsTheStartWithOneLine(String option, String complaint) throws Exception {
        try (NodeProcess node = start(option)) {
            assertThat(node.awaitExit(Await.SOON)).isEqualTo(OptionalInt.of(1));
            assertThat(Files.readAllLines(node.log()))
                    .singleElement()
                    .asString()
                    .startsWith("troupe: ")
                    .contains(complaint);
        }
    }

    /** The most that it has had in memory so far. */
    private static long peakMib(NodeProcess node) throws IOException {
        return Files.readAllLines(PROCESSES.resolve(node.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }

    private static void put(URI node, String key, int bytes) throws IOException, InterruptedException {
        assertThat(Http.put(node, "/v1/caches/default/entries/" + key, new byte[bytes])
                        .statusCode())
                .isBetween(200, 299);
    }

    private NodeProcess start(String options) {
        List<String> line = new ArrayList<>(NodeProgram.of(MEMORY, options));
        line.addAll(List.of("node", "--http-port", "0", "--port", "0"));
        return NodeProcess.start(new NodeLaunch("node", line, folder.resolve("node.log")));
    }
}
