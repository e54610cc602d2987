package dev.troupe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final long NONE = Condition.NO_ENTRY;

    @Test
    void presenceDependsOnNothingElse() {
        assertThat(Condition.always().holds(NONE)).isTrue();
        assertThat(Condition.always().holds(7)).isTrue();
        assertThat(Condition.present().holds(NONE)).isFalse();
        assertThat(Condition.present().holds(-7)).isTrue();
        assertThat(Condition.absent().holds(NONE)).isTrue();
        assertThat(Condition.absent().holds(7)).isFalse();
    }

    @Test
    void versionInNeedsAnEntryAndVersionNotInDoesNot() {
        assertThat(Condition.versionIn(7, 8).holds(8)).isTrue();
        assertThat(Condition.versionIn(7, 8).holds(9)).isFalse();
        assertThat(Condition.versionIn(NONE).holds(NONE)).isFalse();
        assertThat(Condition.versionIn().holds(7)).isFalse();
        assertThat(Condition.versionNotIn(7).holds(7)).isFalse();
        assertThat(Condition.versionNotIn(7).holds(8)).isTrue();
        assertThat(Condition.versionNotIn(7).holds(NONE)).isTrue();
    }

    @Test
    void bothHoldOnlyTogether() {
        Condition both = Condition.versionIn(7, 8).and(Condition.versionNotIn(8));
        assertThat(both.holds(7)).isTrue();
        assertThat(both.holds(8)).isFalse();
        assertThat(both.holds(NONE)).isFalse();
        assertThat(Condition.always().and(Condition.absent())).isEqualTo(Condition.absent());
        assertThat(Condition.absent().and(Condition.always())).isEqualTo(Condition.absent());
    }

    @Test
    void moreThanTwoPartsAreRefused() {
        Condition pair = Condition.present().and(Condition.versionIn(7));
        assertThatThrownBy(() -> pair.and(Condition.present())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Condition.present().and(pair)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tooManyVersionsAreRefused() {
        assertThatThrownBy(() -> Condition.versionIn(new long[65])).isInstanceOf(IllegalArgumentException.class);
    }
}
