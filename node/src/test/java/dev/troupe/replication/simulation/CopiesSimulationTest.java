package dev.troupe.replication.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Copies under crashes, zombies, pauses, moves and a bad network, from seeds. A failure prints its seed and what happened; {@code
 * -Dtroupe.simulation.first=N -Dtroupe.simulation.seeds=1} runs it again.
 */
class CopiesSimulationTest {
    private static final long FIRST = Long.getLong("troupe.simulation.first", 0);
    private static final long SEEDS = Long.getLong("troupe.simulation.seeds", 10_000);

    @Test
    void copiesArePrefixesAndNothingAcknowledgedIsLostAndEverythingServesAgain() {
        LongAdder acknowledged = new LongAdder();
        LongAdder lostNodes = new LongAdder();
        LongAdder announcements = new LongAdder();
        assertThatCode(() -> LongStream.range(FIRST, FIRST + SEEDS).parallel().forEach(seed -> {
                    Simulation simulation = new Simulation(seed, Mutation.NONE, Weather.FAIR);
                    simulation.run();
                    acknowledged.add(simulation.world().ledger().acknowledgements());
                    lostNodes.add(simulation.faults());
                    announcements.add(simulation.world().announcements());
                }))
                .doesNotThrowAnyException();
        assertThat(acknowledged.sum()).isGreaterThan(50 * SEEDS);
        assertThat(announcements.sum()).isGreaterThan(4 * SEEDS);
        if (SEEDS > 100) {
            assertThat(lostNodes.sum()).isGreaterThan(2 * SEEDS);
        }
    }
}
