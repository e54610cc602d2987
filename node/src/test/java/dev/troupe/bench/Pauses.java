package dev.troupe.bench;

import dev.troupe.store.PutOutcome;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.RoomSearch;
import dev.troupe.store.policy.StoreSettings;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The longest single puts: while a store grows, when a large value takes the place of small ones, when one is refused. */
@Command(
        name = "pauses",
        mixinStandardHelpOptions = true,
        description = "Times the longest single puts.",
        footer = {
            "",
            "growth:  puts new entries into an empty store; the index grows all the time.",
            "large:   puts large values into a store that is full of small entries, of which none or all were hit, in one",
            "         go or after room was made in pieces, each in a message of its own, as owners of partitions do.",
            "refusal: fills a store that evicts nothing, removes one in 25 and fills it again.",
            "Processor time of the thread: what other processes and the collector take is left out, as far as the",
            "machine tells. Each is done three times; the first warms up."
        })
final class Pauses implements Callable<Integer> {
    private static final int ROUNDS = 3;
    private static final long FULL_BYTES = 256L << 20;
    private static final int[] LARGE_KIB = {64, 1024, 4096, 16_380};
    private static final int LARGE_PUTS = 8;
    private static final int WARM_PUTS = 2;
    /** As owners make room: {@code OperationExecutor}. */
    private static final int PIECE = 1024;

    private static final int LEAST_PACED = 64 << 10;
    private static final int REMOVED = 25;

    @Option(names = "--entries", defaultValue = "1000000", description = "Entries to grow to (${DEFAULT-VALUE}).")
    private int entries;

    @Option(names = "--sizes", defaultValue = "16/100", description = "KEY/VALUE bytes (${DEFAULT-VALUE}).")
    private String sizes = "";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private Payload size = Keys.SIZE;

    @Override
    public Integer call() {
        size = Payload.parse(sizes);
        Table growth =
                new Table(List.of("growing to", "round", "median, us", "p99.99, us", "longest, us", "above 1 ms"));
        for (int round = 1; round <= ROUNDS; round++) {
            grow(growth, round);
        }
        System.out.println();
        Table large = new Table(List.of(
                "value, KiB", "entries hit", "in pieces", "messages a put", "p99, ms", "longest, ms", "evicted, most"));
        for (int kib : LARGE_KIB) {
            for (boolean allHit : new boolean[] {false, true}) {
                putLarge(large, kib, allHit, false);
                putLarge(large, kib, allHit, true);
            }
        }
        System.out.println();
        Table refusal = new Table(
                List.of("evicts nothing, round", "puts", "refused", "p99.99, us", "longest, us", "above 1 ms"));
        for (int round = 1; round <= ROUNDS; round++) {
            refuse(refusal, round);
        }
        return 0;
    }

    private void grow(Table table, int round) {
        Store store = Stores.in(new MemoryPool(Stores.PLENTY_BYTES));
        long[] nanos = new long[entries];
        for (int i = 0; i < entries; i++) {
            nanos[i] = put(store, i, size.valueBytes());
        }
        Arrays.sort(nanos);
        table.row(
                String.format(Locale.ROOT, "%,d", entries),
                Integer.toString(round),
                micros(nanos, 0.5),
                micros(nanos, 0.9999),
                micros(nanos, 1),
                above(nanos));
    }

    private void putLarge(Table table, int kib, boolean allHit, boolean inPieces) {
        Store store = Stores.in(new MemoryPool(FULL_BYTES));
        long next = fill(store, 0, 2 * FULL_BYTES / size.bytes());
        List<Long> messages = new ArrayList<>();
        long evicted = 0;
        for (int i = 0; i < LARGE_PUTS; i++) {
            if (allHit) {
                hitAll(store, next);
            }
            // The first ones run in code that is not compiled yet.
            if (i == WARM_PUTS) {
                messages.clear();
                evicted = 0;
            }
            long before = store.stats().evicted();
            putInMessages(store, -1 - i, kib << 10, inPieces && kib << 10 >= LEAST_PACED, messages);
            evicted = Math.max(evicted, store.stats().evicted() - before);
            next = fill(store, next, 2L * (kib << 10) / size.bytes());
        }
        long[] nanos = messages.stream().mapToLong(Long::longValue).sorted().toArray();
        table.row(
                Integer.toString(kib),
                allHit ? "all" : "none",
                inPieces ? "yes" : "no",
                Integer.toString(nanos.length / (LARGE_PUTS - WARM_PUTS)),
                millis(nanos, 0.99),
                millis(nanos, 1),
                Long.toString(evicted));
    }

    /** Puts one value; adds the processor time of each message that takes, the last of which puts what the others have made room for. */
    private void putInMessages(Store store, long number, int valueBytes, boolean inPieces, List<Long> messages) {
        byte[] key = size.key(number);
        byte[] value = new byte[valueBytes];
        RoomSearch search = new RoomSearch();
        boolean made = !inPieces;
        do {
            long startNanos = threads.getCurrentThreadCpuTime();
            made = made || store.makeRoom(key, value, Stores.LASTING, search, PIECE, 0);
            if (made) {
                store.put(key, value, Stores.LASTING, 0);
            }
            messages.add(threads.getCurrentThreadCpuTime() - startNanos);
        } while (!made);
    }

    /** Hits all that may be there, the latest before a number. */
    private void hitAll(Store store, long before) {
        for (long i = Math.max(0, before - FULL_BYTES / size.bytes()); i < before; i++) {
            store.get(size.key(i), 0);
        }
    }

    private void refuse(Table table, int round) {
        Store store = new Store(new StoreSettings(StoreSettings.Policy.NONE, round), new MemoryPool(FULL_BYTES));
        long stored = 0;
        while (store.put(size.key(stored), new byte[size.valueBytes()], Stores.LASTING, 0) == PutOutcome.STORED) {
            stored++;
        }
        for (long i = 0; i < stored; i += REMOVED) {
            store.remove(size.key(i), 0);
        }
        long[] nanos = new long[(int) (stored / REMOVED * 2)];
        long held = store.stats().entries();
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = put(store, stored + i, size.valueBytes());
        }
        long refused = nanos.length - (store.stats().entries() - held);
        Arrays.sort(nanos);
        table.row(
                Integer.toString(round),
                Integer.toString(nanos.length),
                Long.toString(refused),
                micros(nanos, 0.9999),
                micros(nanos, 1),
                above(nanos));
    }

    /** Puts so many new small entries; the number of the next one. */
    private long fill(Store store, long from, long count) {
        for (long i = from; i < from + count; i++) {
            store.put(size.key(i), new byte[size.valueBytes()], Stores.LASTING, 0);
        }
        return from + count;
    }

    /** Processor time of one put. */
    private long put(Store store, long number, int valueBytes) {
        byte[] key = size.key(number);
        byte[] value = new byte[valueBytes];
        long startNanos = threads.getCurrentThreadCpuTime();
        store.put(key, value, Stores.LASTING, 0);
        return threads.getCurrentThreadCpuTime() - startNanos;
    }

    private static String micros(long[] sorted, double share) {
        return String.format(
                Locale.ROOT, "%.1f", sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e3);
    }

    private static String millis(long[] sorted, double share) {
        return String.format(
                Locale.ROOT, "%.2f", sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6);
    }

    private static String above(long[] nanos) {
        return Long.toString(
                Arrays.stream(nanos).filter(each -> each > 1_000_000).count());
    }
}
