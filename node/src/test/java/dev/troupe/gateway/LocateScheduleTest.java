package dev.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LocateScheduleTest {
    private final LocateSchedule schedule = new LocateSchedule(List.of(1, 2));

    @Test
    void everyPartitionIsAskedForAtOnceAndThenAtGrowingIntervals() {
        assertThat(schedule.due(0)).containsExactlyInAnyOrder(1, 2);
        assertThat(schedule.due(199)).isEmpty();
        assertThat(schedule.due(200)).containsExactlyInAnyOrder(1, 2);
        assertThat(schedule.due(599)).isEmpty();
        assertThat(schedule.due(600)).containsExactlyInAnyOrder(1, 2);
        long now = 600;
        for (int i = 0; i < 10; i++) {
            now += 2000;
            assertThat(schedule.due(now)).containsExactlyInAnyOrder(1, 2);
        }
    }

    @Test
    void locatedIsNotAskedForUntilLost() {
        schedule.due(0);
        schedule.located(1);
        assertThat(schedule.due(10_000)).containsExactly(2);
        schedule.lost(1, 20_000);
        assertThat(schedule.due(20_000)).contains(1);
    }

    @Test
    void closedScheduleAsksForNothing() {
        schedule.close();
        schedule.lost(1, 0);
        assertThat(schedule.due(100_000)).isEmpty();
    }
}
