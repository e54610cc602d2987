package dev.troupe.replication.simulation;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rows of the fault catalogue that are simulated, from seeds: after the faults all copies must be alike, versions may not go
 * back, and nothing acknowledged may be lost. A failure prints its seed.
 */
@Tag("faults")
final class CopiesFaultsIT {
    private static final long SEEDS = 1000;
    private static final double MUCH_TROUBLE = 0.2;

    @Test
    void row29MessagesThatAreDroppedRepeatedAndOvertakenDivideNoCopies() {
        run("row 29", Weather.FAIR, MUCH_TROUBLE);
    }

    @Test
    void row34AWallClockThatJumpsByAnHourDecidesNothing() {
        run("row 34", Weather.JUMPING_CLOCKS, 0.02);
    }

    private static void run(String row, Weather weather, double trouble) {
        long start = System.nanoTime();
        LongStream.range(0, SEEDS)
                .parallel()
                .forEach(seed -> new Simulation(seed, Mutation.NONE, weather, trouble).run());
        System.out.println(row + ": all copies alike after each of " + SEEDS + " runs, in "
                + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
}
