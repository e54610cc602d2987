package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.MediaTypes;
import dev.troupe.store.segment.SegmentSizes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;

/** What still fits into a store that drops nothing and has been filled until it refused. */
class FullStoreTest {
    private static final int STEPS = 400;
    private static final long DAY_MILLIS = 86_400_000;
    private static final SegmentSizes[] SEGMENTS = {
        SegmentSizes.GROWING, SegmentSizes.fixed(4096), new SegmentSizes(512, 16 << 10)
    };

    private final List<Integer> lengths = new ArrayList<>();
    private Random random = new Random(0);
    private Store other = new Store(new StoreSettings(StoreSettings.Policy.NONE, 0), new MemoryPool(0));
    private long nowMillis = 1_000_000;
    private long versions;

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void whatIsNotLargerCanBeWrittenOverAnyEntry(@ForAll @LongRange(min = 0) long seed) {
        Store store = full(seed, StoreSettings.Policy.NONE, false);
        for (int step = 0; step < STEPS; step++) {
            int number = random.nextInt(lengths.size());
            lengths.set(number, notLarger(lengths.get(number)));
            assertThat(put(store, number, anyExpiry()))
                    .as("seed %d, step %d, %d bytes", seed, step, lengths.get(number))
                    .isEqualTo(PutOutcome.STORED);
            pass(store);
        }
        check(store);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void anyEntryCanBeGivenAnotherExpiry(@ForAll @LongRange(min = 0) long seed) {
        Store store = full(seed, StoreSettings.Policy.NONE, false);
        for (int step = 0; step < STEPS; step++) {
            int number = random.nextInt(lengths.size());
            assertThat(store.touch(key(number), anyExpiry(), nowMillis))
                    .as("seed %d, step %d", seed, step)
                    .isTrue();
            pass(store);
        }
        check(store);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void whatIsNotLargerFitsWhereAnEntryWasRemovedJustBefore(@ForAll @LongRange(min = 0) long seed) {
        Store store = alone(seed, StoreSettings.Policy.NONE, false);
        for (int step = 0; step < STEPS; step++) {
            int number = random.nextInt(lengths.size());
            assertThat(store.remove(key(number), nowMillis)).isTrue();
            assertThat(put(store, number, EntryAttributes.NEVER))
                    .as("seed %d, step %d, %d bytes", seed, step, lengths.get(number))
                    .isEqualTo(PutOutcome.STORED);
            pass(store);
        }
        check(store);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void copyTakesWhatIsNotLargerOverAnyEntryWhateverItsPolicy(@ForAll @LongRange(min = 0) long seed) {
        StoreSettings.Policy[] policies = StoreSettings.Policy.values();
        Store store = full(seed, policies[(int) (seed % policies.length)], true);
        for (int step = 0; step < STEPS; step++) {
            int number = random.nextInt(lengths.size());
            lengths.set(number, notLarger(lengths.get(number)));
            assertThat(put(store, number, EntryAttributes.NEVER))
                    .as("seed %d, step %d, %d bytes", seed, step, lengths.get(number))
                    .isEqualTo(PutOutcome.STORED);
        }
        check(store);
    }

    /** A full store, in a pool of which another store has taken all that this one leaves. */
    private Store full(long seed, StoreSettings.Policy policy, boolean resting) {
        Store store = alone(seed, policy, resting);
        for (int number = 0, refused = 0; refused < 3; number++) {
            byte[] value = new byte[refused == 0 ? 1000 : 10];
            PutOutcome outcome = other.put(key(number), value, attributes(EntryAttributes.NEVER), nowMillis);
            refused += outcome == PutOutcome.FULL ? 1 : 0;
        }
        return store;
    }

    /** A full store. */
    private Store alone(long seed, StoreSettings.Policy policy, boolean resting) {
        random = new Random(seed);
        lengths.clear();
        MemoryPool pool = new MemoryPool((64L << 10) << random.nextInt(6));
        StoreSettings settings =
                new StoreSettings(policy, random.nextLong()).withSegments(SEGMENTS[random.nextInt(SEGMENTS.length)]);
        Store store = new Store(settings, pool);
        other = new Store(settings, pool);
        if (resting) {
            store.rest();
            other.rest();
        }
        int longest = 1 << (4 + random.nextInt(13));
        boolean fits;
        do {
            lengths.add(random.nextInt(longest));
            fits = put(store, lengths.size() - 1, EntryAttributes.NEVER) == PutOutcome.STORED;
            if (!fits) {
                lengths.remove(lengths.size() - 1);
            }
        } while (fits || lengths.isEmpty());
        return store;
    }

    private PutOutcome put(Store store, int number, long expiresAtMillis) {
        return store.put(key(number), value(number), attributes(expiresAtMillis), nowMillis);
    }

    private byte[] value(int number) {
        byte[] value = new byte[lengths.get(number)];
        Arrays.fill(value, (byte) number);
        return value;
    }

    private EntryAttributes attributes(long expiresAtMillis) {
        return new EntryAttributes(++versions, expiresAtMillis, EntryAttributes.NEVER, MediaTypes.OCTETS);
    }

    private int notLarger(int length) {
        return random.nextInt(3) == 0 ? length : random.nextInt(length + 1);
    }

    private long anyExpiry() {
        return switch (random.nextInt(4)) {
            case 0 -> EntryAttributes.NEVER;
            case 1 -> nowMillis + 100 * DAY_MILLIS;
            case 2 -> nowMillis + 24 * DAY_MILLIS + DAY_MILLIS / 2;
            default -> nowMillis + 2000 * DAY_MILLIS;
        };
    }

    /** Time goes by, so little that nothing expires. */
    private void pass(Store store) {
        nowMillis += random.nextInt((int) (DAY_MILLIS / 20));
        if (random.nextInt(10) == 0) {
            store.expire(nowMillis, random.nextInt(300));
        }
    }

    private void check(Store store) {
        StoreInvariants.check(store);
        for (int number = 0; number < lengths.size(); number++) {
            byte[] value =
                    Objects.requireNonNull(store.peek(key(number), nowMillis)).value();
            assertThat(value).as("value %d", number).isEqualTo(value(number));
        }
    }

    private static byte[] key(int number) {
        return ("key-" + number).getBytes(StandardCharsets.UTF_8);
    }
}
