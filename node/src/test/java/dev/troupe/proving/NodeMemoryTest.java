package dev.troupe.proving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.proving.NodeMemory.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeMemoryTest {
    @Test
    void javaIsToldTheHeap() {
        assertThat(new NodeMemory("192m").options()).containsExactly("-Xmx192m");
    }

    @Test
    void theEnvironmentWinsOverTheDefaultOfTheUse() {
        assertThat(Use.CLUSTER.memory(name -> null)).isEqualTo(new NodeMemory("512m"));
        assertThat(Use.CLUSTER.memory(name -> "")).isEqualTo(new NodeMemory("512m"));
        assertThat(Use.CLUSTER.memory(name -> name.equals("TROUPE_HEAP") ? "2G" : null))
                .isEqualTo(new NodeMemory("2G"));
    }

    @Test
    void whatTheEnvironmentSaysMustBeASize() {
        assertThatThrownBy(() -> Use.BENCH.memory(name -> "much"))
                .hasMessage("TROUPE_HEAP 'much' is no size such as 512m or 2g");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "3x", "-1g", "1 g", "1g -Xint", "10%"})
    void whatIsNoSizeIsRefused(String size) {
        assertThatThrownBy(() -> new NodeMemory(size)).isInstanceOf(IllegalArgumentException.class);
    }
}
