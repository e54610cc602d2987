package dev.troupe.settings;

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

    /** What a node without entries has on the heap: 22 MiB as measured when it has started, 30 after some requests. */
    private static final long IDLE_BYTES = 30 << 20;

    /** Connections are one to a MiB of heap, 1024 at most, with 21 KiB each when idle, and a read or two of 32 KiB when not. */
    private static final int CONNECTIONS_PART = 16;

    private static final long MOST_CONNECTION_BYTES = 64 << 20;

    /** The collector finds no room for large arrays in a heap that is all but full. */
    private static final int COLLECTOR_PART = 10;

    private static final long MOST_IN_FLIGHT = 1L << 40;
    /** Request bodies, and values that clients have not read. */
    private static final int HTTP_PARTS = 2;
    /** Values from owners to this node's gateway, and between nodes in each direction. */
    private static final int GATEWAY_PARTS = 3;

    static HeapPlan ofThisJvm(Limits limits) {
        return new HeapPlan(Runtime.getRuntime().maxMemory(), HeapArrays.HERE, limits);
    }

    /**
     * What {@code max-memory} says: auto, a size, or a share of the heap.
     *
     * @param restBytes of the heap, that are not for entries
     */
    long entryBytes(SettingsReader storage, long leastBytes, long restBytes) {
        String text = storage.text("max-memory").strip();
        long mostBytes = mostEntryBytes(heapBytes);
        if (text.equals("auto")) {
            return Math.max(leastBytes, Math.min(heapBytes / 2, heapBytes - restBytes));
        }
        OptionalInt percent = storage.percent("max-memory");
        if (percent.isEmpty() && !text.endsWith("%")) {
            return storage.bytes("max-memory", leastBytes, mostBytes);
        }
        long bytes = percent.isPresent() ? heapBytes / 100 * percent.getAsInt() : 0;
        if (bytes < leastBytes || bytes > mostBytes) {
            throw storage.refused(
                    "max-memory",
                    "auto, a size or a share of the heap such as 50% is allowed, at least " + leastBytes
                            + " and at most " + mostBytes + " bytes; the rest of the heap, which has " + heapBytes
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
     * What may be needed at a time beside the entries.
     *
     * @param httpBytes of bodies, and again of replies
     * @param gatewayBytes of what is in flight through the node, and again from and to others
     */
    long restBytes(long httpBytes, long gatewayBytes) {
        return HTTP_PARTS * httpBytes
                + GATEWAY_PARTS * gatewayBytes
                + changeBytes()
                + connectionBytes()
                + heapBytes / COLLECTOR_PART
                + IDLE_BYTES;
    }

    /** @throws SettingsException if the heap does not hold entries and rest */
    void check(long entryBytes, long httpBytes, long gatewayBytes) {
        long rest = restBytes(httpBytes, gatewayBytes);
        if (entryBytes + rest > heapBytes) {
            throw new SettingsException("a heap of " + mib(heapBytes)
                    + " MiB is too small for these settings, which may come to " + mib(entryBytes + rest)
                    + " MiB: entries " + mib(entryBytes) + ", bodies and replies of HTTP "
                    + mib(HTTP_PARTS * httpBytes) + ", values between nodes and callers "
                    + mib(GATEWAY_PARTS * gatewayBytes) + ", changes on their way to copies " + mib(changeBytes())
                    + ", connections " + mib(connectionBytes()) + ", the node itself and the collector "
                    + mib(IDLE_BYTES + heapBytes / COLLECTOR_PART)
                    + "; raise the heap, or lower troupe.storage.max-memory, troupe.limits.max-value-bytes,"
                    + " troupe.http.max-bytes-in-flight or troupe.gateway.max-bytes");
        }
    }

    /** What entries may take of a heap: with more a node ran out of memory within a minute of writes. */
    static long mostEntryBytes(long heapBytes) {
        return heapBytes - Math.max(heapBytes / 4, Math.min(LEAST_REST_BYTES, heapBytes / 2));
    }

    private long connectionBytes() {
        return Math.min(MOST_CONNECTION_BYTES, heapBytes / CONNECTIONS_PART);
    }

    private long leastInFlightBytes() {
        return LEAST_VALUES * arrays.bytes((long) limits.maxKeyBytes() + limits.maxValueBytes() + COMPANY_BYTES);
    }

    private static long mib(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
