package dev.troupe.bench;

import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Entries with a time to live and no reads: how much of what is stored has expired, and how long a call to expire takes.
 * The clock is virtual, so that a minute passes as fast as the work is done.
 */
@Command(
        name = "expiry",
        mixinStandardHelpOptions = true,
        description = "Expires entries that nobody reads, on a virtual clock.",
        footer = {
            "",
            "Each step of the clock calls expire until a call finds nothing, or --calls is reached.",
            "Longest calls are processor time of the thread: what other processes and the collector take is left out.",
            "With --refill every expired entry is replaced by a new one, so that the number of live entries stays.",
            "Example: ./bench expiry --refill --seconds 180"
        })
final class Expiry implements Callable<Integer> {
    @Option(names = "--entries", defaultValue = "1000000", description = "Entries (${DEFAULT-VALUE}).")
    private int entries;

    @Option(names = "--sizes", defaultValue = "36/224", description = "KEY/VALUE bytes (${DEFAULT-VALUE}).")
    private String sizes = "";

    @Option(
            names = "--ttl",
            defaultValue = "60",
            description = "Longest time to live in seconds, from 1 (${DEFAULT-VALUE}).")
    private int longestSeconds;

    @Option(names = "--seconds", defaultValue = "60", description = "Virtual seconds to run (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--step", defaultValue = "20", description = "Step of the clock in ms (${DEFAULT-VALUE}).")
    private int stepMillis;

    @Option(names = "--budget", defaultValue = "512", description = "Entries a call may look at (${DEFAULT-VALUE}).")
    private int budget;

    @Option(names = "--calls", defaultValue = "80", description = "Most calls a step (${DEFAULT-VALUE}).")
    private int calls;

    @Option(names = "--every", defaultValue = "5", description = "Seconds between rows (${DEFAULT-VALUE}).")
    private int everySeconds;

    @Option(names = "--refill", description = "Replace what expires.")
    private boolean refill;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final MemoryPool pool = new MemoryPool(Stores.PLENTY_BYTES);
    private final Store store = Stores.in(pool);
    private int[] dueAtStep = new int[0];
    private long written;

    @Override
    public Integer call() {
        Payload size = Payload.parse(sizes);
        dueAtStep = new int[(seconds + longestSeconds) * 1000 / stepMillis + 2];
        long[] callNanos = new long[seconds * 1000 / stepMillis * calls];
        write(size, entries, 0);
        double bytesAnEntry = pool.usedBytes() / (double) entries;
        Table table = new Table(List.of(
                "virtual second",
                "live",
                "expired but stored",
                "expired / live",
                "taken / needed",
                "calls",
                "longest call, us"));
        long live = entries;
        int made = 0;
        int shown = 0;
        for (int step = 1; step <= seconds * 1000 / stepMillis; step++) {
            long now = (long) step * stepMillis;
            int due = dueAtStep[step];
            live -= due;
            made = expire(now, callNanos, made);
            if (refill) {
                write(size, due, now);
                live += due;
            }
            if (now % (everySeconds * 1000L) == 0) {
                row(table, now, live, bytesAnEntry, Arrays.copyOfRange(callNanos, shown, made));
                shown = made;
            }
        }
        summary(Arrays.copyOf(callNanos, made));
        return 0;
    }

    private void write(Payload size, int count, long now) {
        for (int i = 0; i < count; i++) {
            long number = written++;
            long span = 1000L * (longestSeconds - 1) + 1;
            long deadline = now + 1000 + Long.remainderUnsigned(Payload.mix(number), span);
            store.put(size.key(number), new byte[size.valueBytes()], Stores.expiringAt(deadline), now);
            dueAtStep[(int) ((deadline + stepMillis - 1) / stepMillis)]++;
        }
    }

    private int expire(long now, long[] callNanos, int made) {
        int next = made;
        for (int call = 0; call < calls; call++) {
            long startNanos = threads.getCurrentThreadCpuTime();
            int found = store.expire(now, budget);
            callNanos[next++] = threads.getCurrentThreadCpuTime() - startNanos;
            if (found == 0) {
                break;
            }
        }
        return next;
    }

    private void row(Table table, long now, long live, double bytesAnEntry, long[] callNanos) {
        long dead = store.stats().entries() - live;
        table.row(
                Long.toString(now / 1000),
                Long.toString(live),
                Long.toString(dead),
                format("%.4f", dead / (double) Math.max(1, live)),
                format("%.3f", pool.usedBytes() / Math.max(1, live * bytesAnEntry)),
                Integer.toString(callNanos.length),
                format("%.0f", Arrays.stream(callNanos).max().orElse(0) / 1e3));
    }

    private void summary(long[] callNanos) {
        Arrays.sort(callNanos);
        long above = Arrays.stream(callNanos).filter(nanos -> nanos > 1_000_000).count();
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "calls %d, %.2f %% of the time, median %.1f us, p99 %.1f us, p99.9 %.1f us, longest %.1f us, above 1 ms %d%n",
                callNanos.length,
                Arrays.stream(callNanos).sum() / (1e7 * seconds),
                at(callNanos, 0.5),
                at(callNanos, 0.99),
                at(callNanos, 0.999),
                at(callNanos, 1),
                above);
        System.out.println(store.stats());
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e3;
    }

    private static String format(String pattern, double number) {
        return String.format(Locale.ROOT, pattern, number);
    }
}
