package dev.troupe.bench;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Plain S3-FIFO in a replay (Yang et al., SOSP 2023): a tenth for the small queue, as many keys remembered as the main queue holds. */
final class S3FifoContender implements Contender {
    private static final int MOST_HITS = 3;
    private static final int PROMOTED_AT = 2;

    private static final class Entry {
        final int key;
        final int weight;
        int hits;

        Entry(int key, int weight) {
            this.key = key;
            this.weight = weight;
        }
    }

    private final Map<Integer, Entry> entries = new HashMap<>();
    private final ArrayDeque<Entry> small = new ArrayDeque<>();
    private final ArrayDeque<Entry> main = new ArrayDeque<>();
    private final Set<Integer> ghost = new LinkedHashSet<>();
    private final long capacity;
    private final IntUnaryOperator weigher;
    private long smallWeight;
    private long mainWeight;

    private S3FifoContender(long capacity, IntUnaryOperator weigher) {
        this.capacity = capacity;
        this.weigher = weigher;
    }

    static S3FifoContender ofEntries(long entries) {
        return new S3FifoContender(entries, key -> 1);
    }

    /** Weighs an entry as its key, its value and a fixed overhead. */
    static S3FifoContender ofBytes(long bytes, Sizes sizes, int overheadBytes) {
        return new S3FifoContender(bytes, key -> sizes.bytes(key) + overheadBytes);
    }

    @Override
    public String name() {
        return "S3-FIFO";
    }

    @Override
    public boolean hit(int key) {
        Entry found = entries.get(key);
        if (found != null) {
            found.hits = Math.min(MOST_HITS, found.hits + 1);
            return true;
        }
        Entry added = new Entry(key, weigher.applyAsInt(key));
        while (!entries.isEmpty() && smallWeight + mainWeight + added.weight > capacity) {
            evict();
        }
        entries.put(key, added);
        if (ghost.remove(key)) {
            addToMain(added);
        } else {
            small.add(added);
            smallWeight += added.weight;
        }
        return false;
    }

    private void evict() {
        if (small.isEmpty() || (smallWeight < Math.max(1, capacity / 10) && !main.isEmpty())) {
            evictFromMain();
        } else {
            evictFromSmall();
        }
    }

    private void evictFromSmall() {
        Entry oldest = small.remove();
        smallWeight -= oldest.weight;
        if (oldest.hits >= PROMOTED_AT) {
            oldest.hits = 0;
            addToMain(oldest);
            return;
        }
        entries.remove(oldest.key);
        ghost.add(oldest.key);
        if (ghost.size() > entries.size() * 9L / 10) {
            Iterator<Integer> first = ghost.iterator();
            first.next();
            first.remove();
        }
    }

    private void evictFromMain() {
        Entry oldest = main.remove();
        for (; oldest.hits > 0; oldest = main.remove()) {
            oldest.hits--;
            main.add(oldest);
        }
        mainWeight -= oldest.weight;
        entries.remove(oldest.key);
    }

    private void addToMain(Entry entry) {
        main.add(entry);
        mainWeight += entry.weight;
    }

    @Override
    public long entries() {
        return entries.size();
    }
}
