package dev.troupe.replication.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation finds each of the known defects, and does not cry wolf in the weather that brings them out. */
class CopiesMutationTest {
    private static final long MOST_SEEDS = 4000;
    private static final long FAIR_SEEDS = 300;

    @ParameterizedTest
    @EnumSource
    void isFound(Mutations mutation) {
        OptionalLong found = LongStream.range(0, MOST_SEEDS)
                .parallel()
                .filter(seed -> isBroken(new Simulation(seed, mutation, mutation.weather())))
                .findAny();
        assertThat(found).as("a seed that breaks without this rule").isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsFoundWithoutDefect(Weather weather) {
        assertThatCode(() -> LongStream.range(0, FAIR_SEEDS)
                        .parallel()
                        .forEach(seed -> new Simulation(seed, Mutation.NONE, weather).run()))
                .doesNotThrowAnyException();
    }

    private static boolean isBroken(Simulation simulation) {
        try {
            simulation.run();
            return false;
        } catch (AssertionError broken) {
            return true;
        }
    }
}
