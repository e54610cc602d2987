package dev.troupe.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageNodeTest {
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void weightsOutOfRangeAreRefused(int weight) {
        assertThatThrownBy(() -> new StorageNode("a:1", 1, weight, "z", "h"))
                .hasMessage("weight must be between 1 and 100, got " + weight);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void weightsInRangeAreTaken(int weight) {
        assertThat(new StorageNode("a:1", 1, weight, "z", "h").weight()).isEqualTo(weight);
    }

    @Test
    void anEmptyAddressIsRefused() {
        assertThatThrownBy(() -> new StorageNode("", 1, 1, "z", "h")).hasMessage("a storage node needs an address");
    }
}
