package dev.troupe.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.state.Content;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.policy.StoreSettings.Policy;
import dev.troupe.store.segment.SegmentSizes;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** A copy that follows its owner is like it after every change, whatever the owner's stores drop. */
class MirrorTest {
    private static final int STEPS = 600;
    private static final List<Policy> POLICIES = List.of(Policy.values());

    private static long drops;
    private static long refusals;

    private static Mirror mirror(Random random, boolean idle) {
        int ownerBytes = 12_000 + random.nextInt(80_000);
        return new Mirror(
                random,
                settings(POLICIES.get(random.nextInt(POLICIES.size()))),
                ownerBytes,
                2L * ownerBytes + 40_000,
                idle);
    }

    private static StoreSettings settings(Policy policy) {
        return new StoreSettings(policy, 77).withSegments(new SegmentSizes(512, 4096));
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void copyHasTheSameEntriesAfterEveryChange(@ForAll @LongRange(min = 0) long seed) {
        Random random = new Random(seed);
        Mirror mirror = mirror(random, true);
        for (int step = 0; step < STEPS; step++) {
            mirror.operate();
            if (random.nextInt(4) > 0) {
                mirror.ship();
                assertThat(mirror.allOf(mirror.copy)).isEqualTo(mirror.allOf(mirror.owner));
            }
        }
        drops += mirror.drops;
        refusals += mirror.refusals;
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void copyThatBecomesTheOwnerGoesOnAndTheOwnerFollows(@ForAll @LongRange(min = 0) long seed) {
        Random random = new Random(seed);
        Mirror mirror = new Mirror(random, settings(Policy.S3_FIFO).withMostEntries(30), 1 << 20, 1 << 20, false);
        for (int step = 0; step < STEPS; step++) {
            mirror.operate();
            mirror.ship();
            if (random.nextInt(50) == 0) {
                mirror.swap();
            }
            assertThat(mirror.allOf(mirror.copy)).isEqualTo(mirror.allOf(mirror.owner));
        }
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void copyThatIsFilledWhileTheOwnerGoesOnEndsLikeIt(@ForAll @LongRange(min = 0) long seed) {
        Random random = new Random(seed);
        Mirror mirror = mirror(random, false);
        for (int step = random.nextInt(STEPS); step > 0; step--) {
            mirror.operate();
        }
        mirror.copy = mirror.empty(1 << 20);
        mirror.copy.arriveAt(mirror.owner.lastVersion());
        for (Content.Cursor at = Content.START; !at.equals(Content.END); ) {
            mirror.ship();
            long position = mirror.copy.lastVersion();
            Content piece = mirror.owner.content(at, 1000, mirror.nowMillis);
            assertThat(mirror.copy.absorb(piece.changes(), mirror.nowMillis)).isTrue();
            assertThat(mirror.copy.lastVersion()).isEqualTo(position);
            at = piece.next();
            for (int more = random.nextInt(20); more > 0; more--) {
                mirror.operate();
            }
        }
        mirror.ship();
        assertThat(mirror.contentOf(mirror.copy)).isEqualTo(mirror.contentOf(mirror.owner));
    }

    @AfterContainer
    static void everythingHappened() {
        assertThat(drops).isPositive();
        assertThat(refusals).isPositive();
    }
}
