package dev.troupe.heap;

import java.util.function.Predicate;

/**
 * What the memory of a node's process is for, in MiB. The parts come to what the process may have at its peak, as measured (decision 23). The
 * launcher, which is no Java, divides in the same way.
 *
 * @param entriesMib of entries, outside the heap
 * @param heapMib of what is in flight, changes, connections and the node itself
 * @param networkMib of buffers outside the heap between the node, other nodes and clients
 * @param codeMib of what Java compiles
 * @param restMib of classes, threads, the collector, the compiler and libraries
 */
public record MemoryDivision(int entriesMib, int heapMib, int networkMib, int codeMib, int restMib) {
    /** Fewer hold nothing worth a node. */
    public static final int LEAST_ENTRIES_MIB = 16;

    /** The largest that can be asked for: 512 GiB, as many as entries can have addresses in. */
    public static final int MOST_MIB = 1 << 19;

    private static final int LEAST_HEAP_MIB = 96;
    private static final int MOST_HEAP_MIB = 4096;
    private static final int HEAP_PART = 8;
    private static final int HEAP_LESS_MIB = 16;
    private static final int LEAST_CODE_MIB = 36;
    private static final int MOST_CODE_MIB = 64;
    private static final int CODE_PART = 32;
    private static final int CODE_MORE_MIB = 4;
    private static final int LEAST_NETWORK_MIB = 16;
    private static final int MOST_NETWORK_MIB = 128;
    private static final int NETWORK_PART = 64;

    /** Classes from the archive, libraries, compiler and what the collector has however small the heap. */
    private static final int REST_MIB = 166;
    /** The archive of newer versions holds more, and all of it is read. */
    private static final int NEWER_MIB = 24;

    private static final int NEWER = 25;
    /** Of each processor beyond two: threads, and what collector and compiler have for each. */
    private static final int PROCESSOR_MIB = 2;

    private static final int USUAL_PROCESSORS = 2;
    /** Tables of the collector. */
    private static final int TABLES_PART = 32;
    /** A slab of 1 MiB takes a page more. */
    private static final int PAGES_PART = 256;

    /**
     * Where a node runs, and whether it holds anything.
     *
     * @param processors that Java uses
     * @param javaVersion its feature version
     * @param storage whether it holds partitions; without, the heap gets what entries would
     */
    public record Ground(int processors, int javaVersion, boolean storage) {
        /** A node that holds partitions in a Java like this one. */
        public static Ground here() {
            return new Ground(
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version().feature(),
                    true);
        }
    }

    /**
     * Divides.
     *
     * @param totalMib 1 to {@link #MOST_MIB}
     * @return parts whose sum that is, if it {@link #isEnough}
     */
    public static MemoryDivision of(int totalMib, Ground ground) {
        int heap = clamp(totalMib / HEAP_PART - HEAP_LESS_MIB, LEAST_HEAP_MIB, MOST_HEAP_MIB);
        int network = clamp(totalMib / NETWORK_PART, LEAST_NETWORK_MIB, MOST_NETWORK_MIB);
        int code = clamp(totalMib / CODE_PART + CODE_MORE_MIB, LEAST_CODE_MIB, MOST_CODE_MIB);
        int rest = REST_MIB
                + (ground.javaVersion() >= NEWER ? NEWER_MIB : 0)
                + PROCESSOR_MIB * Math.max(0, ground.processors() - USUAL_PROCESSORS)
                + heap / TABLES_PART
                + totalMib / PAGES_PART;
        int left = totalMib - heap - network - code - rest;
        return ground.storage()
                ? new MemoryDivision(left, heap, network, code, rest)
                : new MemoryDivision(0, clamp(heap + left, 0, MOST_HEAP_MIB), network, code, rest);
    }

    /** Whether a node can start with it. */
    public boolean isEnough(Ground ground) {
        return ground.storage() ? entriesMib >= LEAST_ENTRIES_MIB : heapMib >= LEAST_HEAP_MIB;
    }

    /** The least that a node can start with. */
    public static int leastMib(Ground ground) {
        return leastMib(ground, division -> division.isEnough(ground));
    }

    /**
     * The least memory whose division has what is needed.
     *
     * @return in MiB; {@link #MOST_MIB} if there is none
     */
    public static int leastMib(Ground ground, Predicate<MemoryDivision> hasWhatIsNeeded) {
        int total = 1;
        while (total < MOST_MIB && !hasWhatIsNeeded.test(of(total, ground))) {
            total++;
        }
        return total;
    }

    /** All of it together. */
    public int totalMib() {
        return entriesMib + heapMib + networkMib + codeMib + restMib;
    }

    /** What Java may take outside the heap. */
    public int directMib() {
        return entriesMib + networkMib;
    }

    private static int clamp(int value, int least, int most) {
        return Math.max(least, Math.min(most, value));
    }
}
