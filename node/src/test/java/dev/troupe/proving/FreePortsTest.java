package dev.troupe.proving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    /** So many that some of 12,000 would come twice. */
    private static final int MANY = 1000;

    @Test
    void noPortIsGivenOutTwiceThoughNobodyHasBoundIt() {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ports.addAll(FreePorts.find(1));
        }
        assertThat(ports).doesNotHaveDuplicates();
    }
}
