package dev.troupe.bench;

import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.segment.EntryAttributes;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Writes three times the budget of a pool into its stores and compares what the heap holds then with the budget. Since
 * they evict, what they remember of evicted entries counts here.
 */
final class BudgetRun {
    private static final int CHECKED_EVERY = 256;
    /** Longer than the run, so that nothing expires. */
    private static final long HOUR_MILLIS = 3_600_000;

    private final long budgetBytes;
    private final List<Integer> counts;
    private final List<Payload> sizes;
    private final MemoryMeter memory = new MemoryMeter();

    BudgetRun(long budgetBytes, List<Integer> counts, List<Payload> sizes) {
        this.budgetBytes = budgetBytes;
        this.counts = counts;
        this.sizes = sizes;
    }

    void print() {
        Table table = new Table(List.of(
                "stores",
                "key/value",
                "time to live",
                "entries held",
                "budget, bytes",
                "taken, bytes",
                "largest taken",
                "used heap, bytes",
                "heap / budget",
                "overhead, bytes an entry"));
        for (int count : counts) {
            for (Payload size : sizes) {
                row(table, count, size, false);
                row(table, count, size, true);
            }
        }
    }

    private void row(Table table, int count, Payload size, boolean timed) {
        long before = memory.usedBytes();
        MemoryPool pool = new MemoryPool(budgetBytes);
        List<Store> stores =
                IntStream.range(0, count).mapToObj(i -> Stores.in(pool)).toList();
        long most = fill(stores, pool, size, timed ? Stores.expiringAt(HOUR_MILLIS) : Stores.LASTING);
        long used = memory.usedBytes() - before;
        long held = stores.stream().mapToLong(store -> store.stats().entries()).sum();
        table.row(
                Integer.toString(count),
                size.toString(),
                timed ? "yes" : "no",
                Long.toString(held),
                Long.toString(budgetBytes),
                Long.toString(pool.usedBytes()),
                Long.toString(most),
                Long.toString(used),
                String.format(Locale.ROOT, "%.3f", used / (double) budgetBytes),
                String.format(Locale.ROOT, "%.1f", used / (double) held - size.bytes()));
    }

    private long fill(List<Store> stores, MemoryPool pool, Payload size, EntryAttributes attributes) {
        long entries = 3 * budgetBytes / size.bytes();
        long most = 0;
        try (Progress progress = new Progress("budget " + size + " in " + stores.size(), entries)) {
            for (long i = 0; i < entries; i++) {
                Store store = stores.get((int) Long.remainderUnsigned(Payload.mix(~i), stores.size()));
                store.put(size.key(i), new byte[size.valueBytes()], attributes, 0);
                most = Math.max(most, pool.usedBytes());
                if (i % CHECKED_EVERY == 0) {
                    progress.at(i);
                }
            }
        }
        return most;
    }
}
