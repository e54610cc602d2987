package dev.troupe.settings;

import com.typesafe.config.Config;
import dev.troupe.heap.JvmMemory;
import dev.troupe.heap.MemoryDivision;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much memory entries get. They lie outside the heap, in direct buffers, so that Java has to allow them beside what the network takes.
 *
 * @param jvm what Java may take
 * @param launched how the launcher has divided the memory of this process; empty if something else has started it
 */
record EntryPlan(JvmMemory jvm, Optional<Launched> launched) {
    /** An application that embeds a node has other things to do. */
    static final long EMBEDDED_BYTES = 256L << 20;

    /**
     * What the network may take beside the entries: a node with two others and 160 clients had 1.2 MiB, a connection to another node has up
     * to 1 MiB.
     */
    static final long NETWORK_BYTES = 16L << 20;

    private static final String PATH = "max-memory";
    private static final String NODE = "troupe.node.";

    /**
     * What the launcher says.
     *
     * @param memoryMib of the whole process
     * @param entriesMib of that for entries
     * @param heapMib of that for the heap
     */
    record Launched(int memoryMib, int entriesMib, int heapMib) {
        /** More for the heap, by an option for Java that wins over the launcher's, is less for entries. */
        long entryBytes(long heapBytes) {
            return ((long) entriesMib << 20) - Math.max(0, heapBytes - ((long) heapMib << 20));
        }

        /** The memory of a process that has so much for entries. */
        String advice(long wantedBytes) {
            int wantedMib = Math.toIntExact(Math.min(MemoryDivision.MOST_MIB, mib(wantedBytes)));
            return "TROUPE_MEMORY="
                    + MemoryDivision.leastMib(
                            MemoryDivision.Ground.here(), division -> division.entriesMib() >= wantedMib)
                    + "m";
        }
    }

    /** That of this JVM; the launcher speaks by system properties. */
    static EntryPlan here(Config defaults) {
        return new EntryPlan(
                JvmMemory.here(),
                defaults.hasPath(NODE + "memory-mib")
                        ? Optional.of(new Launched(
                                defaults.getInt(NODE + "memory-mib"),
                                defaults.getInt(NODE + "entries-mib"),
                                defaults.getInt(NODE + "heap-mib")))
                        : Optional.empty());
    }

    /** Whether nobody says how much it is. */
    boolean isDefault(SettingsReader storage) {
        return launched.isEmpty() && isAuto(storage);
    }

    /**
     * What {@code max-memory} says for a node that holds partitions: auto, a size, or a share of the machine's memory.
     *
     * @param leastBytes that a node can do with
     */
    long entryBytes(SettingsReader storage, long leastBytes) {
        long allowed =
                launched.map(division -> division.entryBytes(jvm.heapBytes())).orElse(jvm.machineBytes());
        long bytes = isAuto(storage)
                ? launched.map(division -> allowed)
                        .orElse(Math.max(leastBytes, Math.min(EMBEDDED_BYTES, jvm.machineBytes() / 2)))
                : said(storage, leastBytes);
        launched.ifPresent(division -> checkDivision(storage, division, leastBytes, bytes));
        checkDirect(bytes);
        return bytes;
    }

    /** The same for a node that holds none: what is said must be sound all the same. */
    long noEntryBytes(SettingsReader storage) {
        if (!isAuto(storage)) {
            said(storage, 0);
        }
        checkDirect(0);
        return 0;
    }

    private void checkDivision(SettingsReader storage, Launched division, long leastBytes, long bytes) {
        long allowed = division.entryBytes(jvm.heapBytes());
        if (bytes < leastBytes || bytes > allowed) {
            throw storage.refused(
                    PATH,
                    "of the " + division.memoryMib() + " MiB of this process (TROUPE_MEMORY) "
                            + Math.max(0, allowed >> 20) + " MiB are for entries, and "
                            + mib(Math.max(bytes, leastBytes)) + " MiB are needed; start it with "
                            + division.advice(Math.max(bytes, leastBytes)));
        }
    }

    private static boolean isAuto(SettingsReader storage) {
        return storage.text(PATH).strip().equals("auto");
    }

    private long said(SettingsReader storage, long leastBytes) {
        OptionalInt percent = storage.percent(PATH);
        if (percent.isEmpty() && !storage.text(PATH).strip().endsWith("%")) {
            return storage.bytes(PATH, leastBytes, Math.max(leastBytes, jvm.machineBytes()));
        }
        long bytes = percent.isPresent() ? jvm.machineBytes() / 100 * percent.getAsInt() : 0;
        if (percent.isEmpty() || bytes < leastBytes) {
            throw storage.refused(
                    PATH,
                    "auto, a size or a share of the memory of this machine or container such as 50% is allowed, at least "
                            + leastBytes + " bytes; it has " + jvm.machineBytes());
        }
        return bytes;
    }

    /** Near its limit Java would stop everything to look for buffers that nobody uses any more. */
    private void checkDirect(long entryBytes) {
        long needed = entryBytes + NETWORK_BYTES;
        if (needed > jvm.directBytes()) {
            throw new SettingsException("Java may take " + (jvm.directBytes() >> 20)
                    + " MiB outside the heap, which does not hold " + mib(entryBytes)
                    + " MiB of entries (troupe.storage.max-memory) and " + mib(NETWORK_BYTES)
                    + " for the network; start it with -XX:MaxDirectMemorySize=" + mib(needed)
                    + "m, or lower troupe.storage.max-memory");
        }
    }

    /** @throws SettingsException if what a launched node frees would never leave it */
    void checkCollecting() {
        if (launched.isPresent() && !jvm.collectsWhenAsked()) {
            throw new SettingsException(
                    "-XX:+DisableExplicitGC keeps a node from giving back memory that entries do not"
                            + " need any more; leave it out of TROUPE_JAVA_OPTS");
        }
    }

    static long mib(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
