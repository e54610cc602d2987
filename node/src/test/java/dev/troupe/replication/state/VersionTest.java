package dev.troupe.replication.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class VersionTest {
    @Property
    void nextIsAlwaysHigherAndNeverNothing(
            @ForAll @LongRange(min = 1, max = 0xffff_fffeL) long epoch,
            @ForAll @LongRange(min = 0, max = Version.LAST_SEQUENCE) long sequence) {
        long version = Version.opening(epoch) + sequence;
        long next = Version.next(version);
        assertThat(Long.compareUnsigned(next, version)).isPositive();
        assertThat(next).isNotZero();
        assertThat(Version.epoch(version)).isEqualTo(epoch);
        assertThat(Version.sequence(version)).isEqualTo(sequence);
    }

    @Test
    void sequenceThatIsUsedUpOpensTheNextEpoch() {
        long last = Version.opening(5) + Version.LAST_SEQUENCE;
        assertThat(Version.next(last)).isEqualTo(Version.opening(6) + 1);
    }

    @Test
    void epochOutOfRangeIsRefused() {
        assertThatThrownBy(() -> Version.opening(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Version.opening(1L << 32)).isInstanceOf(IllegalArgumentException.class);
    }
}
