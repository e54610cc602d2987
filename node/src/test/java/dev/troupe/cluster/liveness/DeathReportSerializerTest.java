package dev.troupe.cluster.liveness;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.members.NodeId;
import dev.troupe.wire.GoldenBytes;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeathReportSerializerTest {
    private static final DeathReport REPORT =
            new DeathReport(new NodeId("127.0.0.1:17355", -7), new NodeId("[::1]:17356", Long.MAX_VALUE));

    private final DeathReportSerializer serializer = new DeathReportSerializer();

    @Test
    void reportsSurviveInTheBytesTheyHaveAlwaysHad() {
        GoldenBytes.assertThatBytesAreThoseOf("death-reports.txt", serializer, List.of(REPORT));
    }

    @Test
    void otherVersionsAndKindsAreRefused() {
        byte[] bytes = serializer.toBinary(REPORT);
        assertThatThrownBy(() -> serializer.fromBinary(bytes, "X")).isInstanceOf(NotSerializableException.class);
        bytes[0] = 2;
        assertThatThrownBy(() -> serializer.fromBinary(bytes, "D")).isInstanceOf(NotSerializableException.class);
    }

    @Test
    void everyOtherLengthIsRefused() {
        byte[] bytes = serializer.toBinary(REPORT);
        for (int length = 0; length <= bytes.length + 1; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            if (length != bytes.length) {
                assertThatThrownBy(() -> serializer.fromBinary(cut, "D"))
                        .as("%d bytes", length)
                        .isInstanceOf(NotSerializableException.class);
            }
        }
    }
}
