package dev.troupe.bench;

import java.util.List;
import java.util.Locale;

/** Overhead an entry of each subject, measured in the same way: used memory after filling, less before, less payload. */
final class OverheadRun {
    private static final int CHECKED_EVERY = 4096;

    private final int entries;
    private final List<Payload> sizes;
    private final MemoryMeter memory = new MemoryMeter();

    OverheadRun(int entries, List<Payload> sizes) {
        this.entries = entries;
        this.sizes = sizes;
    }

    void print() {
        Table table = new Table(List.of(
                "subject", "entries", "key/value", "time to live", "overhead, bytes an entry", "of its own account"));
        for (Payload size : sizes) {
            for (Loaded.Expiration expiration : Loaded.Expiration.values()) {
                for (Loaded.Subject subject : Loaded.Subject.values()) {
                    if (subject.can(expiration)) {
                        row(table, subject, size, expiration);
                    }
                }
            }
        }
    }

    private void row(Table table, Loaded.Subject subject, Payload size, Loaded.Expiration expiration) {
        long before = memory.usedBytes();
        Loaded loaded = subject.open(entries, expiration);
        try (Progress progress = new Progress(subject.title() + " " + size, entries)) {
            for (int i = 0; i < entries; i++) {
                loaded.put(size.key(i), new byte[size.valueBytes()]);
                if (i % CHECKED_EVERY == 0) {
                    progress.at(i);
                }
            }
        }
        long used = memory.usedBytes() - before;
        long accounted = loaded.accountedBytes();
        table.row(
                subject.title(),
                Long.toString(loaded.entries()),
                size.toString(),
                expiration.title(),
                overhead(used, size),
                accounted == Loaded.UNKNOWN ? "-" : overhead(accounted, size));
    }

    private String overhead(long bytes, Payload size) {
        return String.format(Locale.ROOT, "%.1f", bytes / (double) entries - size.bytes());
    }
}
