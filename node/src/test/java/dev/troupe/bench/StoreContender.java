package dev.troupe.bench;

import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.SegmentSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The store in a replay, as one or as several partitions that share a pool. */
final class StoreContender implements Contender {
    private static final int KEY_BYTES = 8;
    private static final int LARGEST_UNIT_BYTES = 256;
    private static final int SMALLEST_SEGMENT_BYTES = 256;
    private static final int LARGEST_SEGMENT_BYTES = 1 << 20;
    /** Room for what an entry has beside key and value, so that no fewer entries than wanted fill a segment. */
    private static final int HEADER_BYTES = 24;

    private final List<Store> partitions;
    private final IntUnaryOperator valueBytes;
    private final int keyBytes;
    private final byte[] key;

    private StoreContender(List<Store> partitions, int keyBytes, IntUnaryOperator valueBytes) {
        this.partitions = partitions;
        this.keyBytes = keyBytes;
        this.valueBytes = valueBytes;
        this.key = new byte[keyBytes];
    }

    /** Holds so many entries of one size, in segments of 1/64 of them. */
    static StoreContender ofEntries(long entries, int partitions) {
        long each = Math.max(1, entries / partitions);
        int perSegment = (int) Math.max(1, each / 64);
        int segment = Math.max(SMALLEST_SEGMENT_BYTES, Integer.highestOneBit(perSegment * LARGEST_UNIT_BYTES - 1) * 2);
        int segmentBytes = Math.min(segment, LARGEST_SEGMENT_BYTES);
        int unit = (segmentBytes - 16) / perSegment;
        int value = Math.max(0, unit - KEY_BYTES - HEADER_BYTES);
        MemoryPool pool = new MemoryPool(Stores.PLENTY_BYTES);
        StoreSettings settings = new StoreSettings(StoreSettings.Policy.S3_FIFO, 1)
                .withSegments(SegmentSizes.fixed(segmentBytes))
                .withMostEntries(each);
        return new StoreContender(stores(settings, pool, partitions), KEY_BYTES, key -> value);
    }

    /** Takes no more than so many bytes, all overhead included, with the settings that a node uses. */
    static StoreContender ofBytes(long bytes, int partitions, Sizes sizes) {
        StoreSettings settings = new StoreSettings(StoreSettings.Policy.S3_FIFO, 1);
        return new StoreContender(
                stores(settings, new MemoryPool(bytes), partitions),
                sizes.payload().keyBytes(),
                sizes::valueBytes);
    }

    private static List<Store> stores(StoreSettings settings, MemoryPool pool, int count) {
        List<Store> stores = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            stores.add(new Store(settings, pool));
        }
        return stores;
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public boolean hit(int number) {
        Payload.writeKey(number, key);
        Store store = partitions.get((int) Long.remainderUnsigned(Payload.mix(~(long) number), partitions.size()));
        if (store.get(key, 0) != null) {
            return true;
        }
        byte[] stored = new byte[keyBytes];
        System.arraycopy(key, 0, stored, 0, keyBytes);
        store.put(stored, new byte[valueBytes.applyAsInt(number)], Stores.LASTING, 0);
        return false;
    }

    @Override
    public long entries() {
        return partitions.stream().mapToLong(store -> store.stats().entries()).sum();
    }
}
