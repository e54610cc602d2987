package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.index.KeyHash;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.memory.Slabs;
import dev.troupe.store.policy.DropListener;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.MediaTypes;
import dev.troupe.store.segment.SegmentSizes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store and a plain map side by side. What the store says it dropped, the map drops too. */
final class StoreModel {
    private record Expected(byte[] value, EntryAttributes attributes, long accessedMillis) {
        boolean isLive(long nowMillis) {
            boolean idle = attributes.idleMillis() != EntryAttributes.NEVER
                    && accessedMillis + attributes.idleMillis() <= nowMillis;
            return attributes.expiresAtMillis() > nowMillis && !idle;
        }
    }

    /** From here on nothing need ever give way. */
    static final long AMPLE_BYTES = 1L << 30;

    private static final long DAY_MILLIS = 86_400_000;
    /** The clock leaps once in so many steps. */
    private static final int LEAP = 2500;

    private static final String[] MEDIA = {MediaTypes.OCTETS, "application/json", "application/x-troupe", ""};

    private final Random random;
    private final MemoryPool pool;
    private final Store store;
    private final KeyHash hash;
    private final Map<String, Expected> expected = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();
    private final int keys;
    private long nowMillis = 1_000_000;
    private long versions = 1;
    private long largeValues;
    private long refusals;
    private long leaps;

    StoreModel(Random random, StoreSettings.Policy policy, long maxBytes) {
        this.random = random;
        this.keys = 200 + random.nextInt(9000);
        this.pool = new MemoryPool(maxBytes, 1, new Slabs(4 * maxBytes));
        StoreSettings settings = new StoreSettings(policy, random.nextLong())
                .withSegments(random.nextBoolean() ? SegmentSizes.fixed(4096) : new SegmentSizes(512, 4096));
        this.hash = new KeyHash(settings.hashSeed());
        this.store = new Store(settings, pool, this::dropped);
    }

    /** One random operation. */
    void step() {
        nowMillis += random.nextInt(4) == 0 ? random.nextInt(20) : 0;
        if (random.nextInt(LEAP) == 0) {
            // Segments that were begun before are then too old for expiries in four bytes.
            nowMillis += DAY_MILLIS * random.nextInt(9);
            leaps++;
        }
        String key = key();
        int what = random.nextInt(100);
        if (what < 40) {
            get(key);
        } else if (what < 82) {
            put(key);
        } else if (what < 90) {
            assertThat(store.remove(bytes(key), nowMillis)).isEqualTo(live(key) != null);
            expected.remove(key);
        } else if (what < 95) {
            touch(key);
        } else {
            rare(key);
        }
        assertThat(pool.usedBytes()).isLessThanOrEqualTo(pool.maxBytes());
    }

    /** Compares everything. */
    void check() {
        StoreInvariants.check(store);
        Set<String> seen = new HashSet<>();
        long cursor = Store.START;
        do {
            SnapshotChunk chunk = store.chunk(cursor, 4000, nowMillis);
            for (StoredEntry entry : chunk.entries()) {
                String key = new String(entry.key(), StandardCharsets.UTF_8);
                assertThat(seen.add(key)).as("seen once").isTrue();
                Expected wanted = Objects.requireNonNull(live(key));
                assertThat(entry.value()).isEqualTo(wanted.value());
                assertThat(entry.attributes()).isEqualTo(wanted.attributes());
            }
            cursor = chunk.nextCursor();
        } while (cursor != Store.END);
        assertThat(seen).hasSize((int)
                expected.values().stream().filter(e -> e.isLive(nowMillis)).count());
    }

    /** Closes the store; its last figures. */
    StoreStats finish() {
        StoreStats stats = store.stats();
        store.close();
        assertThat(pool.usedBytes()).isZero();
        return stats;
    }

    long copiedSlots() {
        return store.table().index.copied();
    }

    long largeValues() {
        return largeValues;
    }

    long leaps() {
        return leaps;
    }

    long movedBytes() {
        return pool.slabs().movedBytes();
    }

    long refusals() {
        return refusals;
    }

    private void get(String key) {
        boolean counts = random.nextBoolean();
        EntryView view = counts ? store.get(bytes(key), nowMillis) : store.peek(bytes(key), nowMillis);
        Expected wanted = live(key);
        assertThat(view == null).as("miss").isEqualTo(wanted == null);
        if (view != null && wanted != null) {
            assertThat(view.value()).isEqualTo(wanted.value());
            assertThat(view.attributes()).isEqualTo(wanted.attributes());
            if (counts) {
                expected.put(key, new Expected(wanted.value(), wanted.attributes(), nowMillis));
            }
        }
    }

    private void put(String key) {
        byte[] value = new byte[length()];
        random.nextBytes(value);
        EntryAttributes attributes = new EntryAttributes(versions++, expiry(), idle(), MEDIA[random.nextInt(4)]);
        if (store.put(bytes(key), value, attributes, nowMillis) == PutOutcome.STORED) {
            expected.put(key, new Expected(value, attributes, nowMillis));
        } else {
            refusals++;
        }
    }

    private void touch(String key) {
        Expected before = live(key);
        long expiry = expiry();
        if (store.touch(bytes(key), expiry, nowMillis)) {
            EntryAttributes attributes =
                    Objects.requireNonNull(before).attributes().expiringAt(expiry);
            expected.put(key, new Expected(before.value(), attributes, nowMillis));
        } else {
            assertThat(live(key) == null || pool.maxBytes() < AMPLE_BYTES).isTrue();
        }
    }

    private void rare(String key) {
        int what = random.nextInt(20);
        if (what == 0 && random.nextInt(8) == 0) {
            store.clear();
            expected.clear();
            assertThat(pool.usedBytes()).isZero();
        } else if (what == 19) {
            pool.slabs().evacuate(1 + random.nextInt(2));
            store.relocate();
            pool.slabs().tidy();
        } else if (what < 3 && pool.maxBytes() < AMPLE_BYTES) {
            store.evictTo(pool.usedBytes() * 3 / 4, 100, nowMillis);
        } else if (what < 6) {
            Expected wanted = live(key);
            boolean dropped = wanted != null
                    && store.drop(hash.of(bytes(key)), wanted.attributes().version());
            assertThat(dropped).isEqualTo(wanted != null);
            expected.remove(dropped ? key : "");
        } else {
            int budget = random.nextInt(300);
            long before = store.stats().examined();
            store.expire(nowMillis, budget);
            assertThat(store.stats().examined() - before).isLessThanOrEqualTo(budget);
        }
    }

    private void dropped(DropListener.Cause cause, long keyHash, long version) {
        String key = names.get(keyHash);
        Expected gone = Objects.requireNonNull(expected.remove(key));
        assertThat(gone.attributes().version()).isEqualTo(version);
        assertThat(cause == DropListener.Cause.EXPIRED).isEqualTo(!gone.isLive(nowMillis));
    }

    private @Nullable Expected live(String key) {
        Expected there = expected.get(key);
        return there == null || !there.isLive(nowMillis) ? null : there;
    }

    private String key() {
        int number = (int) (keys * Math.pow(random.nextDouble(), 2));
        String key = number % 50 == 7 ? "long-".repeat(60 + number % 40) + number : "key-" + number;
        names.put(hash.of(bytes(key)), key);
        return key;
    }

    private int length() {
        int what = random.nextInt(200);
        if (what == 0) {
            largeValues++;
            return 2000 + random.nextInt(30_000);
        }
        return what < 10 ? 0 : random.nextInt(150);
    }

    private long expiry() {
        List<Long> choices = new ArrayList<>(List.of(EntryAttributes.NEVER, EntryAttributes.NEVER));
        choices.add(nowMillis + random.nextInt(2000));
        choices.add(nowMillis + random.nextInt(200_000));
        choices.add(nowMillis + (1L << 32) + random.nextInt(2000));
        choices.add(nowMillis + (1L << 31) + (long) (random.nextDouble() * (1L << 31)));
        return choices.get(random.nextInt(choices.size()));
    }

    private long idle() {
        int what = random.nextInt(10);
        return what == 0 ? 1 + random.nextInt(3000) : what == 1 ? 1000L << 30 : EntryAttributes.NEVER;
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
