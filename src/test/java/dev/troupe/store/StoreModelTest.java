package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Long random histories of every operation on small segments, beside a plain map with a clock. */
class StoreModelTest {
    private static final int STEPS = 10_000;
    private static final Map<String, Long> HAPPENED = new HashMap<>();

    @Property(tries = 24, shrinking = ShrinkingMode.OFF)
    void anEvictingStoreAnswersLikeAMapThatForgets(@ForAll @LongRange(min = 0) long seed) {
        run(new StoreModel(new Random(seed), StoreSettings.Policy.S3_FIFO, 120_000));
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void anLruStoreAnswersLikeAMapThatForgets(@ForAll @LongRange(min = 0) long seed) {
        run(new StoreModel(new Random(seed), StoreSettings.Policy.LRU, 80_000));
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void aStoreThatDoesNotEvictAnswersLikeAMap(@ForAll @LongRange(min = 0) long seed) {
        run(new StoreModel(new Random(seed), StoreSettings.Policy.NONE, 60_000));
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void anAmpleStoreForgetsNothing(@ForAll @LongRange(min = 0) long seed) {
        StoreStats stats = run(new StoreModel(new Random(seed), StoreSettings.Policy.S3_FIFO, StoreModel.AMPLE_BYTES));
        assertThat(stats.evicted()).isZero();
    }

    @AfterContainer
    static void everythingHappened() {
        assertThat(HAPPENED)
                .allSatisfy((what, count) -> assertThat(count).as(what).isPositive());
    }

    private static StoreStats run(StoreModel model) {
        for (int step = 0; step < STEPS; step++) {
            model.step();
            if (step % 500 == 0) {
                model.check();
            }
        }
        model.check();
        StoreStats stats = model.finish();
        count("evictions", stats.evicted());
        count("reclaimed segments", stats.reclaimedSegments());
        count("compactions", stats.compactions());
        count("ghost hits", stats.ghostHits());
        count("expirations", stats.expired());
        count("large values", model.largeValues());
        count("refusals", model.refusals());
        count("index splits", model.mostEntries() > 1200 ? 1 : 0);
        return stats;
    }

    private static void count(String what, long times) {
        HAPPENED.merge(what, times, Long::sum);
    }
}
