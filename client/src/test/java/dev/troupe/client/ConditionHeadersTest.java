package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Condition;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConditionHeadersTest {
    private static final String V1 = "\"1\"";
    private static final String V2 = "\"ffffffffffffffff\"";

    @Test
    void everyConditionHasItsHeader() {
        assertThat(ConditionHeaders.of(Condition.always())).isEmpty();
        assertThat(ConditionHeaders.of(Condition.present())).isEqualTo(Map.of("If-Match", "*"));
        assertThat(ConditionHeaders.of(Condition.absent())).isEqualTo(Map.of("If-None-Match", "*"));
        assertThat(ConditionHeaders.of(Condition.versionIn(1, -1))).isEqualTo(Map.of("If-Match", V1 + ", " + V2));
        assertThat(ConditionHeaders.of(Condition.versionNotIn(1))).isEqualTo(Map.of("If-None-Match", V1));
    }

    @Test
    void bothHeadersSayAPair() {
        assertThat(ConditionHeaders.of(Condition.versionIn(1).and(Condition.versionNotIn(-1))))
                .isEqualTo(Map.of("If-Match", V1, "If-None-Match", V2));
    }

    @Test
    void twoConditionsOnOneHeaderBecomeTheNarrower() {
        assertThat(ConditionHeaders.of(Condition.present().and(Condition.versionIn(1))))
                .isEqualTo(Map.of("If-Match", V1));
        assertThat(ConditionHeaders.of(Condition.versionIn(1, -1).and(Condition.versionIn(-1))))
                .isEqualTo(Map.of("If-Match", V2));
        assertThat(ConditionHeaders.of(Condition.versionNotIn(1).and(Condition.versionNotIn(-1))))
                .isEqualTo(Map.of("If-None-Match", V1 + ", " + V2));
        assertThat(ConditionHeaders.of(Condition.absent().and(Condition.versionNotIn(1))))
                .isEqualTo(Map.of("If-None-Match", "*"));
    }

    @Test
    void whatCannotHoldIsSaidAsAVersionThatNoEntryHas() {
        Map<String, String> never = Map.of("If-Match", "\"0\"");
        assertThat(ConditionHeaders.of(Condition.versionIn())).isEqualTo(never);
        assertThat(ConditionHeaders.of(Condition.versionIn(1).and(Condition.versionIn(2))))
                .isEqualTo(never);
    }
}
