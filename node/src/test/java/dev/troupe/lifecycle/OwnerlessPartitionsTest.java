package dev.troupe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnerlessPartitionsTest {
    private final OwnerlessPartitions partitions = new OwnerlessPartitions(20, Duration.ofSeconds(20), 1_000);
    private final Set<Integer> owned = new HashSet<>();

    @Test
    void alarmIsSaidOnceAndOnceWhenItIsOver() {
        own(0, 19);
        assertThat(look(2_000)).isEmpty();
        owned.removeAll(Set.of(3, 4));
        assertThat(look(10_000)).isEmpty();
        assertThat(look(30_000)).as("20 s are not longer than 20 s").isEmpty();
        assertThat(look(30_001)).contains("alarm: 2 of 20 partitions have had no owner for more than 20s: 3, 4");
        assertThat(partitions.isAlarm()).isTrue();
        owned.add(3);
        assertThat(look(31_000)).isEmpty();
        owned.remove(3);
        assertThat(look(60_000)).isEmpty();
        own(0, 19);
        assertThat(look(61_000)).contains("alarm over: no partition is without an owner for long");
        assertThat(partitions.isAlarm()).isFalse();
        assertThat(look(62_000)).isEmpty();
    }

    @Test
    void partitionThatNeverHadAnOwnerIsAnAlarmToo() {
        assertThat(look(21_001).orElseThrow()).contains("20 of 20").endsWith("0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...");
    }

    @Test
    void timeWithoutAnOwnerBeginsAnewWithEachLoss() {
        own(0, 18);
        assertThat(look(2_000)).isEmpty();
        assertThat(partitions.count()).isEqualTo(1);
        assertThat(partitions.ownerless(19, 5_000)).contains(Duration.ofSeconds(4));
        assertThat(partitions.ownerless(0, 5_000)).isEmpty();
        own(19, 19);
        assertThat(look(6_000)).isEmpty();
        owned.remove(19);
        assertThat(look(7_000)).isEmpty();
        assertThat(partitions.ownerless(19, 8_000)).contains(Duration.ofSeconds(1));
    }

    private void own(int first, int last) {
        for (int partition = first; partition <= last; partition++) {
            owned.add(partition);
        }
    }

    private Optional<String> look(long nowMillis) {
        return partitions.look(owned::contains, nowMillis);
    }
}
