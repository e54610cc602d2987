package dev.troupe.bench;

import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Overwrites every entry of a store again and again in random order, its value length redrawn within a quarter of the
 * mean. What the store takes beyond a fresh store with the same entries is dead.
 */
final class OverwriteRun {
    private static final int CHECKED_EVERY = 4096;

    private final int entries;
    private final Payload size;
    private final int rounds;
    private final int[] order;

    OverwriteRun(int entries, Payload size, int rounds) {
        this.entries = entries;
        this.size = size;
        this.rounds = rounds;
        this.order = new int[entries];
        for (int i = 0; i < entries; i++) {
            order[i] = i;
        }
    }

    void print() {
        Table table = new Table(List.of(
                "key/value",
                "round",
                "live, bytes",
                "taken, bytes",
                "overhead, bytes an entry",
                "dead / live",
                "ns a put"));
        MemoryPool pool = new MemoryPool(Stores.PLENTY_BYTES);
        Store store = Stores.in(pool);
        Random random = new Random(1);
        for (int round = 0; round <= rounds; round++) {
            long startNanos = System.nanoTime();
            long live = write(store, round);
            double nanosAPut = (System.nanoTime() - startNanos) / (double) entries;
            double dead = (pool.usedBytes() - freshBytes(round)) / (double) live;
            table.row(
                    size + " +-25 %",
                    Integer.toString(round),
                    Long.toString(live),
                    Long.toString(pool.usedBytes()),
                    format("%.1f", (pool.usedBytes() - live) / (double) entries),
                    round == 0 ? "-" : format("%.3f", dead),
                    format("%.0f", nanosAPut));
            shuffle(random);
        }
    }

    private long freshBytes(int round) {
        MemoryPool pool = new MemoryPool(Stores.PLENTY_BYTES);
        write(Stores.in(pool), round);
        return pool.usedBytes();
    }

    private long write(Store store, int round) {
        long live = 0;
        byte[] key = new byte[size.keyBytes()];
        try (Progress progress = new Progress("overwrite " + size + " round " + round, entries)) {
            for (int i = 0; i < entries; i++) {
                Payload.writeKey(order[i], key);
                byte[] value = new byte[size.lengthWithinQuarter(order[i], round)];
                store.put(key.clone(), value, Stores.LASTING, 0);
                live += key.length + value.length;
                if (i % CHECKED_EVERY == 0) {
                    progress.at(i);
                }
            }
        }
        return live;
    }

    private void shuffle(Random random) {
        for (int i = entries - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    private static String format(String pattern, double number) {
        return String.format(Locale.ROOT, pattern, number);
    }
}
