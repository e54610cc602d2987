package dev.troupe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.transport.LinksWorld.Carrier;
import dev.troupe.transport.LinksWorld.Fate;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Links of two to four nodes over a carrier that loses, repeats, reorders and delays; what {@link LinksWorld} asserts holds after each step. */
class LinksSimulationTest {
    private static final int SEEDS = 600;
    private static final long SENDING_MILLIS = 1_500;

    /** With nobody sending: every batch that can wait counts as lost in turn. */
    private static final long PATIENCE_MILLIS = 120_000;

    /** One run. */
    private static final class Run {
        final Random random;
        final int nodes;
        final Carrier carrier;
        final LinksWorld world;
        boolean restarts;
        boolean falls;

        Run(long seed, Function<Random, Carrier> carriers) {
            this.random = new Random(seed);
            this.nodes = 2 + random.nextInt(3);
            this.carrier = carriers.apply(random);
            this.world = new LinksWorld(random, nodes, carrier);
        }

        void run() {
            long silentFromMillis = falls ? random.nextInt((int) SENDING_MILLIS) : Long.MAX_VALUE;
            long silentToMillis = falls ? silentFromMillis + random.nextInt(1_000) : Long.MAX_VALUE;
            int oneIn = 1 + random.nextInt(20);
            while (world.nowMillis() < SENDING_MILLIS) {
                world.silence(world.nowMillis() >= silentFromMillis && world.nowMillis() < silentToMillis);
                if (restarts && random.nextInt(500) == 0) {
                    world.restart(random.nextInt(nodes));
                }
                if (random.nextInt(oneIn) == 0) {
                    send();
                }
                world.step();
            }
            world.silence(false);
            end();
        }

        private void send() {
            int from = random.nextInt(nodes);
            int to = (from + 1 + random.nextInt(nodes - 1)) % nodes;
            int burst = random.nextInt(20) == 0 ? 1 + random.nextInt(200) : 1;
            boolean together = random.nextBoolean();
            for (int i = 0; i < burst; i++) {
                world.send(from, to, together);
            }
            world.ship(from, to);
        }

        /** Nobody sends any more: what waits goes, and then nothing does. */
        private void end() {
            long deadlineMillis = world.nowMillis() + PATIENCE_MILLIS;
            while (!world.isStill()) {
                assertThat(world.nowMillis()).as("traffic ends").isLessThan(deadlineMillis);
                world.step();
            }
            // With the clock everybody is told once what was taken.
            stepFor(2 * LinksWorld.TICK_MILLIS);
            long departures = world.departures();
            stepFor(20 * LinksWorld.TICK_MILLIS);
            assertThat(world.departures()).as("batches that leave").isEqualTo(departures);
            world.assertDefectsAreTold();
        }

        private void stepFor(long millis) {
            for (long until = world.nowMillis() + millis; world.nowMillis() < until; ) {
                world.step();
            }
        }
    }

    private static void forSeeds(LongConsumer claim) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                claim.accept(seed);
            } catch (RuntimeException | AssertionError broken) {
                throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
    }

    private static int delay(Random random) {
        return random.nextInt(4) == 0 ? random.nextInt(150) : random.nextInt(5);
    }

    @Test
    void everyMessageArrivesOnceAndInOrderWhereNothingIsLostOrReordered() {
        forSeeds(seed -> {
            Run run = new Run(seed, random -> new Carrier(0, 0, false, delay(random)));
            run.run();
            for (int from = 0; from < run.nodes; from++) {
                for (int to = 0; to < run.nodes; to++) {
                    assertThat(run.world.arrivals(from, to)).isEqualTo(sent(run.world.fates(), from, to));
                }
            }
        });
    }

    private static List<Long> sent(List<Fate> fates, int from, int to) {
        return IntStream.range(0, fates.size())
                .filter(number ->
                        fates.get(number).from == from && fates.get(number).to == to && fates.get(number).writable)
                .mapToObj(number -> (long) number)
                .toList();
    }

    @Test
    void everyMessageArrivesOnceWhereNothingIsLostButMayOvertake() {
        forSeeds(seed -> {
            Run run = new Run(seed, random -> new Carrier(0, 0, true, delay(random)));
            run.run();
            assertThat(run.world.fates()).allMatch(fate -> fate.arrived == (fate.writable ? 1 : 0));
        });
    }

    @Test
    void messagesFlowAgainAfterLossesAndNoneArrivesTwice() {
        forSeeds(seed -> {
            Run run = new Run(seed, random -> new Carrier(random.nextInt(60), 0, random.nextBoolean(), delay(random)));
            run.falls = true;
            run.run();
            assertThat(run.world.fates()).allMatch(fate -> fate.taken == 1 && fate.arrived <= 1);
        });
    }

    @Test
    void batchesThatAreRepeatedDisturbNothing() {
        forSeeds(seed -> {
            Run run = new Run(seed, random -> new Carrier(0, random.nextInt(100), random.nextBoolean(), delay(random)));
            run.run();
            assertThat(run.world.fates()).allMatch(fate -> fate.taken == 1 && fate.arrived > 0 == fate.writable);
        });
    }

    @Test
    void messagesFlowAgainWhateverTheCarrierDoesAndWhoeverRestarts() {
        forSeeds(seed -> {
            Run run = new Run(
                    seed,
                    random -> new Carrier(random.nextInt(30), random.nextInt(30), random.nextBoolean(), delay(random)));
            run.falls = random(seed).nextBoolean();
            run.restarts = true;
            run.run();
        });
    }

    @Test
    void everyMessageArrivesOnceWhateverIsSaidToFormerLives() {
        forSeeds(seed -> {
            Run run = new Run(seed, random -> new Carrier(0, 0, random.nextBoolean(), delay(random)));
            run.restarts = true;
            run.run();
            assertThat(run.world.fates()).allMatch(fate -> fate.arrived == (fate.writable && fate.taken == 1 ? 1 : 0));
        });
    }

    private static Random random(long seed) {
        return new Random(-seed);
    }
}
