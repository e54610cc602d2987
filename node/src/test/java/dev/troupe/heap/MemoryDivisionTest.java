package dev.troupe.heap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.heap.MemoryDivision.Ground;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryDivisionTest {
    private static final Ground USUAL = new Ground(2, 17, true);

    @Test
    void partsComeToTheWhole() {
        for (int total : List.of(334, 512, 1024, 4096, 100_000)) {
            MemoryDivision parts = MemoryDivision.of(total, USUAL);
            assertThat(parts.entriesMib() + parts.heapMib() + parts.networkMib() + parts.codeMib() + parts.restMib())
                    .isEqualTo(total);
        }
    }

    @Test
    void twoThirdsOfOneGibibyteAndThreeQuartersOfFourAreForEntries() {
        assertThat(MemoryDivision.of(1024, USUAL)).isEqualTo(new MemoryDivision(687, 112, 16, 36, 173));
        assertThat(MemoryDivision.of(4096, USUAL)).isEqualTo(new MemoryDivision(3275, 496, 64, 64, 197));
    }

    @Test
    void leastMemoryIsEnoughAndOneLessIsNot() {
        for (Ground ground : List.of(USUAL, new Ground(64, 25, true), new Ground(2, 17, false))) {
            int least = MemoryDivision.leastMib(ground);
            assertThat(MemoryDivision.of(least, ground).isEnough(ground)).isTrue();
            assertThat(MemoryDivision.of(least - 1, ground).isEnough(ground)).isFalse();
        }
    }

    @Test
    void nodeWithoutStorageHasTheHeapThatEntriesWouldHave() {
        MemoryDivision parts = MemoryDivision.of(1024, new Ground(2, 17, false));
        assertThat(parts.entriesMib()).isZero();
        assertThat(parts.heapMib()).isEqualTo(687 + 112);
    }

    @Test
    void whatIsNeededSaysTheMemory() {
        int least = MemoryDivision.leastMib(USUAL, parts -> parts.entriesMib() >= 687);
        assertThat(MemoryDivision.of(least, USUAL).entriesMib()).isEqualTo(687);
        assertThat(MemoryDivision.leastMib(USUAL, parts -> parts.heapMib() > 1 << 20))
                .isEqualTo(MemoryDivision.MOST_MIB);
    }

    /** One is Java, the other is none. */
    @Test
    void launcherDividesInTheSameWay() throws IOException, InterruptedException {
        List<Integer> totals = IntStream.concat(
                        IntStream.rangeClosed(1, 1100).filter(total -> total % 7 == 0),
                        IntStream.of(2048, 4096, 9999, 40_000, 1 << 19))
                .boxed()
                .toList();
        List<String> calls = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (Ground ground :
                List.of(USUAL, new Ground(1, 21, true), new Ground(32, 25, true), new Ground(4, 17, false))) {
            for (int total : totals) {
                calls.add("divide " + total + " " + ground.processors() + " " + ground.javaVersion() + " "
                        + (ground.storage() ? "on" : "off")
                        + "; echo $entries_mib $heap_mib $network_mib $code_mib $rest_mib");
                MemoryDivision parts = MemoryDivision.of(total, ground);
                expected.add(parts.entriesMib() + " " + parts.heapMib() + " " + parts.networkMib() + " "
                        + parts.codeMib() + " " + parts.restMib());
            }
        }
        assertThat(said(calls)).isEqualTo(expected);
    }

    private static List<String> said(List<String> calls) throws IOException, InterruptedException {
        Path script = Files.createTempFile("divide", ".sh");
        try {
            String launcher = Files.readString(Path.of("troupe"));
            String functions = launcher.substring(launcher.indexOf("clamp() {"), launcher.indexOf("is_enough() {"));
            Files.writeString(script, functions + String.join("\n", calls) + "\n");
            Process bash = new ProcessBuilder("bash", script.toString()).start();
            String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(bash.waitFor()).isZero();
            return out.lines().toList();
        } finally {
            Files.delete(script);
        }
    }
}
