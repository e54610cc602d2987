package dev.troupe.bench;

import dev.troupe.store.MemoryPool;
import dev.troupe.store.Store;
import java.util.List;
import java.util.Locale;

/** Writes three times a store's budget into it and compares what the heap holds then with the budget. */
final class BudgetRun {
    private static final int CHECKED_EVERY = 256;

    private final long budgetBytes;
    private final List<Payload> sizes;
    private final HeapMeter heap = new HeapMeter();

    BudgetRun(long budgetBytes, List<Payload> sizes) {
        this.budgetBytes = budgetBytes;
        this.sizes = sizes;
    }

    void print() {
        Table table = new Table(List.of(
                "key/value",
                "entries held",
                "budget, bytes",
                "taken, bytes",
                "largest taken",
                "used heap, bytes",
                "heap / budget"));
        for (Payload size : sizes) {
            row(table, size);
        }
    }

    private void row(Table table, Payload size) {
        long before = heap.usedBytes();
        MemoryPool pool = new MemoryPool(budgetBytes);
        Store store = Stores.in(pool);
        long most = fill(store, pool, size);
        long used = heap.usedBytes() - before;
        table.row(
                size.toString(),
                Long.toString(store.stats().entries()),
                Long.toString(budgetBytes),
                Long.toString(pool.usedBytes()),
                Long.toString(most),
                Long.toString(used),
                String.format(Locale.ROOT, "%.3f", used / (double) budgetBytes));
    }

    private long fill(Store store, MemoryPool pool, Payload size) {
        long entries = 3 * budgetBytes / size.bytes();
        long most = 0;
        try (Progress progress = new Progress("budget " + size, entries)) {
            for (long i = 0; i < entries; i++) {
                store.put(size.key(i), new byte[size.valueBytes()], Stores.LASTING, 0);
                most = Math.max(most, pool.usedBytes());
                if (i % CHECKED_EVERY == 0) {
                    progress.at(i);
                }
            }
        }
        return most;
    }
}
