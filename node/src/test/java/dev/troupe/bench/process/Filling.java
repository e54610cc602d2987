package dev.troupe.bench.process;

import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Fills a process until it has evicted for a while.
 *
 * @param evictedPercent how many entries must have been evicted, in percent of those that are held, above 0
 * @param longest how long that may take
 */
record Filling(int evictedPercent, Duration longest) {
    private static final int BATCH = 40_000;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    /** Whether so many puts of distinct entries, of which so many are held, are enough. */
    boolean isEnough(long puts, long held) {
        return held > 0 && 100 * (puts - held) >= evictedPercent * held;
    }

    /** Fills it with entries of a row. @throws Failure if that takes too long */
    Filled fill(FilledProcess process, Row row) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        long toldNanos = startNanos - BETWEEN_LINES.toNanos();
        long puts = 0;
        while (true) {
            long nowNanos = System.nanoTime();
            process.put(row, puts, puts + BATCH);
            puts += BATCH;
            long held = process.entries();
            if (isEnough(puts, held)) {
                // What was told may be so old that puts since then look like entries that were evicted.
                Thread.sleep(process.settleMillis());
                held = process.entries();
            }
            boolean enough = isEnough(puts, held);
            if (enough || nowNanos - toldNanos >= BETWEEN_LINES.toNanos()) {
                toldNanos = nowNanos;
                tell(process, row, puts, held);
            }
            if (enough) {
                return new Filled(held, puts, ResidentMemory.of(process.pid()));
            }
            if (nowNanos - startNanos > longest.toNanos()) {
                throw new Failure(ExitCode.REFUSED, tooLong(process, row, puts, held));
            }
        }
    }

    private static void tell(FilledProcess process, Row row, long puts, long held) throws IOException {
        System.err.printf(
                Locale.ROOT,
                "%s of %s, %s: %,d put, %,d held, %,d MiB resident%n",
                process.title(),
                process.limit(),
                row,
                puts,
                held,
                ResidentMemory.of(process.pid()).nowBytes() >> 20);
    }

    private String tooLong(FilledProcess process, Row row, long puts, long held) {
        return String.format(
                Locale.ROOT,
                "%s of %s did not evict %d %% of what it holds of %s within %d s (%,d put, %,d held):"
                        + " give it longer with --seconds, or less memory with --memory",
                process.title(),
                process.limit(),
                evictedPercent,
                row,
                longest.toSeconds(),
                puts,
                held);
    }
}
