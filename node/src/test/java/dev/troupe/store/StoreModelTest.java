package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.policy.StoreSettings;
import java.util.HashMap;
import java.util.List;
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
    /** What happened under each policy, over all its tries. */
    private static final Map<String, Map<String, Long>> HAPPENED = new HashMap<>();

    private static final List<String> ALWAYS = List.of(
            "compactions", "expirations", "large values", "leaps of the clock", "growth of the index", "moved bytes");
    private static final Map<String, List<String>> EXPECTED = Map.of(
            "s3-fifo", List.of("evictions", "reclaimed segments", "ghost hits"),
            "lru", List.of("evictions", "reclaimed segments"),
            "none", List.of("refusals"),
            "ample", List.of("reclaimed segments"));

    @Property(tries = 24, shrinking = ShrinkingMode.OFF)
    void anEvictingStoreAnswersLikeAMapThatForgets(@ForAll @LongRange(min = 0) long seed) {
        run("s3-fifo", new StoreModel(new Random(seed), StoreSettings.Policy.S3_FIFO, 120_000));
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void anLruStoreAnswersLikeAMapThatForgets(@ForAll @LongRange(min = 0) long seed) {
        run("lru", new StoreModel(new Random(seed), StoreSettings.Policy.LRU, 80_000));
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void aStoreThatDoesNotEvictAnswersLikeAMap(@ForAll @LongRange(min = 0) long seed) {
        run("none", new StoreModel(new Random(seed), StoreSettings.Policy.NONE, 60_000));
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void anAmpleStoreForgetsNothing(@ForAll @LongRange(min = 0) long seed) {
        StoreModel model = new StoreModel(new Random(seed), StoreSettings.Policy.S3_FIFO, StoreModel.AMPLE_BYTES);
        assertThat(run("ample", model).evicted()).isZero();
    }

    @AfterContainer
    static void whatIsToHappenUnderAPolicyDid() {
        HAPPENED.forEach((policy, happened) -> {
            ALWAYS.forEach(what ->
                    assertThat(happened.get(what)).as("%s: %s", policy, what).isPositive());
            EXPECTED.getOrDefault(policy, List.of())
                    .forEach(what -> assertThat(happened.get(what))
                            .as("%s: %s", policy, what)
                            .isPositive());
        });
    }

    private static StoreStats run(String policy, StoreModel model) {
        for (int step = 0; step < STEPS; step++) {
            model.step();
            if (step % 500 == 0) {
                model.check();
            }
        }
        model.check();
        long copied = model.copiedSlots();
        StoreStats stats = model.finish();
        Map<String, Long> happened = HAPPENED.computeIfAbsent(policy, each -> new HashMap<>());
        happened.merge("moved bytes", model.movedBytes(), Long::sum);
        Map.of(
                        "evictions", stats.evicted(),
                        "reclaimed segments", stats.reclaimedSegments(),
                        "compactions", stats.compactions(),
                        "ghost hits", stats.ghostHits(),
                        "expirations", stats.expired(),
                        "large values", model.largeValues(),
                        "refusals", model.refusals(),
                        "leaps of the clock", model.leaps(),
                        "growth of the index", copied)
                .forEach((what, times) -> happened.merge(what, times, Long::sum));
        return stats;
    }
}
