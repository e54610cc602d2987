package dev.troupe.node;

import dev.troupe.api.Limits;
import dev.troupe.heap.HeapArrays;
import java.util.OptionalInt;

/**
 * What the heap of a node is for: entries, what is in flight, changes on their way to copies, and the rest, which nobody accounts for. A node
 * whose heap does not hold the largest of each does not start, since it would end when they come.
 *
 * @param heapBytes the most that the heap may have
 * @param arrays what arrays take of it
 * @param limits of keys and values
 */
record HeapPlan(long heapBytes, HeapArrays arrays, Limits limits) {
    /** A value on its way comes with its key and what describes it. */
    private static final int COMPANY_BYTES = 4096;

    /** Room for the largest value and another one. */
    private static final int LEAST_VALUES = 2;

    /** Changes on their way to copies get this share of the heap. */
    private static final int CHANGE_PERCENT = 6;

    /** Of the heap, for what is no entry: at least this, but of a small heap no more than half. */
    private static final long LEAST_REST_BYTES = 48 << 20;

    /** What a node without entries and requests has on the heap, 22 MiB as measured, and a few free regions for the collector. */
    private static final long IDLE_BYTES = 28 << 20;

    private static final long MOST_IN_FLIGHT = 1L << 40;
    /** Request bodies, and values that clients have not read. */
    private static final int HTTP_PARTS = 2;
    /** Values from owners to this node's gateway, and between nodes in each direction. */
    private static final int GATEWAY_PARTS = 3;

    static HeapPlan ofThisJvm(Limits limits) {
        return new HeapPlan(Runtime.getRuntime().maxMemory(), HeapArrays.HERE, limits);
    }

    /** What {@code max-memory} says: a size, or a share of the heap. */
    long entryBytes(SettingsReader storage, long leastBytes) {
        long mostBytes = mostEntryBytes(heapBytes);
        OptionalInt percent = storage.percent("max-memory");
        if (percent.isEmpty() && !storage.text("max-memory").strip().endsWith("%")) {
            return storage.bytes("max-memory", leastBytes, mostBytes);
        }
        long bytes = percent.isPresent() ? heapBytes / 100 * percent.getAsInt() : 0;
        if (bytes < leastBytes || bytes > mostBytes) {
            throw storage.refused(
                    "max-memory",
                    "a size or a share of the heap such as 50% is allowed, at least " + leastBytes + " and at most "
                            + mostBytes + " bytes; the rest of the heap, which has " + heapBytes
                            + ", is for requests, copies on their way and the collector");
        }
        return bytes;
    }

    /** What a setting of bytes in flight says: a size, or a share of the heap, which counts as no less than is needed. */
    long inFlightBytes(SettingsReader settings, String path) {
        OptionalInt percent = settings.percent(path);
        if (percent.isPresent()) {
            return Math.max(leastInFlightBytes(), heapBytes / 100 * percent.getAsInt());
        }
        if (settings.text(path).strip().endsWith("%")) {
            throw settings.refused(path, "a size, or a share of the heap in whole percents such as 4% is allowed");
        }
        return settings.bytes(path, leastInFlightBytes(), MOST_IN_FLIGHT);
    }

    /** For changes on their way to copies. */
    long changeBytes() {
        return Math.max(leastInFlightBytes(), heapBytes / 100 * CHANGE_PERCENT);
    }

    /**
     * Adds up what there may be at a time.
     *
     * @throws SettingsException if the heap does not hold it
     */
    void check(long entryBytes, long httpBytes, long gatewayBytes) {
        long needed = entryBytes + HTTP_PARTS * httpBytes + GATEWAY_PARTS * gatewayBytes + changeBytes() + IDLE_BYTES;
        if (needed > heapBytes) {
            throw new SettingsException("a heap of " + mib(heapBytes)
                    + " MiB is too small for these settings, which may come to "
                    + mib(needed) + " MiB: entries " + mib(entryBytes) + ", bodies and replies of HTTP "
                    + mib(HTTP_PARTS * httpBytes) + ", values between nodes and callers "
                    + mib(GATEWAY_PARTS * gatewayBytes) + ", changes on their way to copies " + mib(changeBytes())
                    + ", the node itself " + mib(IDLE_BYTES)
                    + "; raise the heap, or lower troupe.storage.max-memory, troupe.limits.max-value-bytes,"
                    + " troupe.http.max-bytes-in-flight or troupe.gateway.max-bytes");
        }
    }

    /** What entries may take of a heap: with more a node ran out of memory within a minute of writes. */
    static long mostEntryBytes(long heapBytes) {
        return heapBytes - Math.max(heapBytes / 4, Math.min(LEAST_REST_BYTES, heapBytes / 2));
    }

    private long leastInFlightBytes() {
        return LEAST_VALUES * arrays.bytes((long) limits.maxKeyBytes() + limits.maxValueBytes() + COMPANY_BYTES);
    }

    private static long mib(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
