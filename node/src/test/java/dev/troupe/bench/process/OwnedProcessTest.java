package dev.troupe.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
final class OwnedProcessTest {
    @Test
    void aProgramThatNeverEndsDoesSoWithTheStandardInputOfItsOwner() throws IOException, InterruptedException {
        Process process = start(List.of("sleep", "600"));
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aProgramHasTheProcessIdItsArgumentsAndItsExitCode() throws IOException, InterruptedException {
        Process process = start(List.of("sh", "-c", "echo $$ \"[$1]\" \"[$2]\"; exit 7", "sh", "a b", ""));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).isEqualTo(process.pid() + " [a b] []\n");
        assertThat(process.waitFor()).isEqualTo(7);
    }

    private static Process start(List<String> program) throws IOException {
        return new ProcessBuilder(OwnedProcess.command(program)).start();
    }
}
