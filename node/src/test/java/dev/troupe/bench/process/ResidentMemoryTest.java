package dev.troupe.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ResidentMemoryTest {
    @Test
    void peakAndNowAreReadInBytes() throws IOException {
        List<String> lines = List.of(
                "Name:\tVmHWM: 1 kB",
                "VmPeak:\t 3336624 kB",
                "VmHWM:\t  401216 kB",
                "VmRSS:\t  300000 kB",
                "Threads:\t31");
        assertThat(ResidentMemory.parse(lines)).isEqualTo(new ResidentMemory(401_216L << 10, 300_000L << 10));
    }

    @Test
    void aProcessThatHasEndedTellsNothing() {
        List<String> zombie = List.of("Name:\tjava", "State:\tZ (zombie)", "Threads:\t1");
        assertThatIOException().isThrownBy(() -> ResidentMemory.parse(zombie)).withMessageContaining("VmHWM");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessHasNotMoreNowThanItEverHad() throws IOException {
        assertThat(ResidentMemory.isTold()).isTrue();
        ResidentMemory own = ResidentMemory.of(ProcessHandle.current().pid());
        assertThat(own.nowBytes()).isPositive().isLessThanOrEqualTo(own.peakBytes());
    }
}
