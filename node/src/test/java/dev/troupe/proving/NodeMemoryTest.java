package dev.troupe.proving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.heap.MemoryDivision;
import dev.troupe.proving.NodeMemory.Use;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeMemoryTest {
    @Test
    void javaIsToldTheParts() {
        MemoryDivision parts = MemoryDivision.of(1024, MemoryDivision.Ground.here());
        assertThat(new NodeMemory("1g").options())
                .containsExactly(
                        "-Xmx" + parts.heapMib() + "m",
                        "-XX:MaxDirectMemorySize=" + parts.directMib() + "m",
                        "-XX:ReservedCodeCacheSize=" + parts.codeMib() + "m",
                        "-XX:+ExplicitGCInvokesConcurrent",
                        "-Dtroupe.node.memory-mib=1024",
                        "-Dtroupe.node.entries-mib=" + parts.entriesMib(),
                        "-Dtroupe.node.heap-mib=" + parts.heapMib());
    }

    @Test
    void sizesAreBytesOrHaveAUnit() {
        for (String size : List.of("1073741824", "1048576k", "1024M", "1G")) {
            assertThat(new NodeMemory(size).division()).isEqualTo(new NodeMemory("1g").division());
        }
    }

    @Test
    void theEnvironmentWinsOverTheDefaultOfTheUse() {
        assertThat(Use.CLUSTER.memory(name -> null)).isEqualTo(new NodeMemory("512m"));
        assertThat(Use.CLUSTER.memory(name -> "")).isEqualTo(new NodeMemory("512m"));
        assertThat(Use.CLUSTER.memory(name -> name.equals("TROUPE_MEMORY") ? "2G" : null))
                .isEqualTo(new NodeMemory("2G"));
    }

    @Test
    void whatTheEnvironmentSaysMustBeASize() {
        assertThatThrownBy(() -> Use.BENCH.memory(name -> name.equals("TROUPE_MEMORY") ? "much" : null))
                .hasMessage("TROUPE_MEMORY 'much' is no size such as 512m or 2g");
    }

    @Test
    void whatTheHeapUsedToBeIsRefusedWithTheNameOfWhatCounts() {
        assertThatThrownBy(() -> Use.CLUSTER.memory(name -> name.equals("TROUPE_HEAP") ? "1g" : null))
                .hasMessageContaining("TROUPE_HEAP is not used any more")
                .hasMessageContaining("TROUPE_MEMORY=512m");
    }

    @Test
    void whatIsTooSmallForANodeOrTooMuchForTheMachineIsRefusedWithWhatWouldDo() {
        int least = MemoryDivision.leastMib(MemoryDivision.Ground.here());
        assertThatThrownBy(() -> new NodeMemory("64m"))
                .hasMessage("'64m' is too small for a node, which needs " + least + "m at least");
        assertThatThrownBy(() -> new NodeMemory("99999g")).hasMessageContaining("that this machine or container has");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "3x", "-1g", "1 g", "1g -Xint", "10%"})
    void whatIsNoSizeIsRefused(String size) {
        assertThatThrownBy(() -> new NodeMemory(size)).isInstanceOf(IllegalArgumentException.class);
    }
}
