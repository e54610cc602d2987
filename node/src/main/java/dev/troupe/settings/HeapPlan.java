package dev.troupe.settings;

import dev.troupe.api.Limits;
import dev.troupe.heap.HeapArrays;
import dev.troupe.heap.MemoryDivision;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the heap of a node is for: what is in flight, changes on their way to copies, connections, and the rest, which nobody accounts for;
 * entries lie outside. A node whose heap does not hold the largest of each does not start, since it would end when they come.
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

    /** What a node without entries has on the heap: 22 MiB as measured when it has started, 30 after some requests. */
    private static final long IDLE_BYTES = 30 << 20;

    /** Connections are two to a MiB of heap, 1024 at most, with 21 KiB each when idle, and a read or two of 32 KiB when not. */
    private static final int CONNECTIONS_PART = 8;

    private static final long MOST_CONNECTION_BYTES = 64 << 20;

    /** The collector finds no room for large arrays in a heap that is all but full. */
    private static final int COLLECTOR_PART = 10;

    private static final long MOST_HEAP_MIB = 64 << 10;
    private static final long MOST_IN_FLIGHT = 1L << 40;
    /** Request bodies, and values that clients have not read. */
    private static final int HTTP_PARTS = 2;
    /** Values from owners to this node's gateway, and between nodes in each direction. */
    private static final int GATEWAY_PARTS = 3;

    /** What may be in flight, as far as settings say it. */
    record InFlight(SettingsReader http, SettingsReader gateway) {
        static final String HTTP = "max-bytes-in-flight";
        static final String GATEWAY = "max-bytes";
    }

    /** What a setting of bytes in flight says: a size, or a share of the heap, which counts as no less than is needed. */
    long inFlightBytes(SettingsReader settings, String path) {
        OptionalInt percent = settings.percent(path);
        if (percent.isPresent()) {
            return Math.max(leastInFlightBytes(), heapBytes / 100 * percent.getAsInt());
        }
        if (settings.text(path).strip().endsWith("%")) {
            throw settings.refused(path, "a size, or a share of the heap in whole percents such as 6% is allowed");
        }
        return settings.bytes(path, leastInFlightBytes(), MOST_IN_FLIGHT);
    }

    /** For changes on their way to copies. */
    long changeBytes() {
        return Math.max(leastInFlightBytes(), heapBytes / 100 * CHANGE_PERCENT);
    }

    /** What may be needed at a time. */
    long neededBytes(InFlight settings) {
        return HTTP_PARTS * inFlightBytes(settings.http(), InFlight.HTTP)
                + GATEWAY_PARTS * inFlightBytes(settings.gateway(), InFlight.GATEWAY)
                + changeBytes()
                + connectionBytes()
                + heapBytes / COLLECTOR_PART
                + IDLE_BYTES;
    }

    /**
     * Refuses settings that need more.
     *
     * @param launched how the launcher has divided the memory of this process, if it has
     * @throws SettingsException if the heap does not hold what may come
     */
    void check(InFlight settings, Optional<EntryPlan.Launched> launched) {
        if (neededBytes(settings) <= heapBytes) {
            return;
        }
        throw new SettingsException("a heap of " + EntryPlan.mib(heapBytes)
                + " MiB is too small for these settings, which may come to " + EntryPlan.mib(neededBytes(settings))
                + " MiB: bodies and replies of HTTP "
                + EntryPlan.mib(HTTP_PARTS * inFlightBytes(settings.http(), InFlight.HTTP))
                + ", values between nodes and callers "
                + EntryPlan.mib(GATEWAY_PARTS * inFlightBytes(settings.gateway(), InFlight.GATEWAY))
                + ", changes on their way to copies " + EntryPlan.mib(changeBytes())
                + ", connections " + EntryPlan.mib(connectionBytes())
                + ", the node itself and the collector " + EntryPlan.mib(IDLE_BYTES + heapBytes / COLLECTOR_PART)
                + "; " + advice(settings, launched)
                + "lower troupe.limits.max-value-bytes, troupe.http.max-bytes-in-flight or troupe.gateway.max-bytes");
    }

    private String advice(InFlight settings, Optional<EntryPlan.Launched> launched) {
        OptionalLong enough = leastHeapMib(settings);
        if (enough.isEmpty()) {
            return "";
        }
        long heapMib = enough.getAsLong();
        if (launched.isEmpty()) {
            return "raise the heap (-Xmx" + heapMib + "m), or ";
        }
        int memoryMib =
                MemoryDivision.leastMib(MemoryDivision.Ground.here(), division -> division.heapMib() >= heapMib);
        return memoryMib < MemoryDivision.MOST_MIB
                ? "raise it with TROUPE_MEMORY=" + memoryMib + "m, or at the cost of entries with TROUPE_JAVA_OPTS=-Xmx"
                        + heapMib + "m, or "
                : "raise it at the cost of entries with TROUPE_JAVA_OPTS=-Xmx" + heapMib + "m, or ";
    }

    /** Empty if no heap is large enough, since shares come to more than all of it. */
    private OptionalLong leastHeapMib(InFlight settings) {
        for (long mib = EntryPlan.mib(heapBytes) + 1; mib <= MOST_HEAP_MIB; mib++) {
            if (new HeapPlan(mib << 20, arrays, limits).neededBytes(settings) <= mib << 20) {
                return OptionalLong.of(mib);
            }
        }
        return OptionalLong.empty();
    }

    private long connectionBytes() {
        return Math.min(MOST_CONNECTION_BYTES, heapBytes / CONNECTIONS_PART);
    }

    private long leastInFlightBytes() {
        return LEAST_VALUES * arrays.bytes((long) limits.maxKeyBytes() + limits.maxValueBytes() + COMPANY_BYTES);
    }
}
