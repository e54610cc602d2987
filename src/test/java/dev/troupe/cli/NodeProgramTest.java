package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.proving.NodeMemory;
import org.junit.jupiter.api.Test;

final class NodeProgramTest {
    @Test
    void addedOptionsComeAfterTheHeapAndBeforeTheClassPath() {
        assertThat(NodeProgram.of(new NodeMemory("192m"), " -Xss1m  -Xmx1g "))
                .containsSubsequence("-Xmx192m", "-Xss1m", "-Xmx1g", "-cp")
                .doesNotContain("");
    }

    @Test
    void nothingIsAddedByDefault() {
        assertThat(NodeProgram.of(new NodeMemory("192m"), "")).containsSubsequence("-Xmx192m", "-cp");
    }
}
