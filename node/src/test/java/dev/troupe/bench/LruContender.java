package dev.troupe.bench;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.IntUnaryOperator;

/** An exact LRU in a replay. */
final class LruContender implements Contender {
    private final LinkedHashMap<Integer, Integer> weights = new LinkedHashMap<>(16, 0.75f, true);
    private final long capacity;
    private final IntUnaryOperator weigher;
    private long weight;

    private LruContender(long capacity, IntUnaryOperator weigher) {
        this.capacity = capacity;
        this.weigher = weigher;
    }

    static LruContender ofEntries(long entries) {
        return new LruContender(entries, key -> 1);
    }

    /** Weighs an entry as its key, its value and a fixed overhead. */
    static LruContender ofBytes(long bytes, Sizes sizes, int overheadBytes) {
        return new LruContender(bytes, key -> sizes.bytes(key) + overheadBytes);
    }

    @Override
    public String name() {
        return "LRU";
    }

    @Override
    public boolean hit(int key) {
        if (weights.get(key) != null) {
            return true;
        }
        int added = weigher.applyAsInt(key);
        weights.put(key, added);
        weight += added;
        for (Iterator<Integer> oldest = weights.values().iterator(); weight > capacity; ) {
            weight -= oldest.next();
            oldest.remove();
        }
        return false;
    }

    @Override
    public long entries() {
        return weights.size();
    }
}
