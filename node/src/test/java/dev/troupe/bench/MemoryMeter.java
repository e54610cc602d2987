package dev.troupe.bench;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Used heap after collections, and direct buffers: the one measure that is the same for every subject. */
final class MemoryMeter {
    private static final int MOST_COLLECTIONS = 8;
    private static final long STEADY_BYTES = 16 * 1024;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

    /** Collects until two readings in a row agree within 16 KiB, and gives the last one. */
    long usedBytes() {
        long before = Long.MAX_VALUE;
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            memory.gc();
            long used = memory.getHeapMemoryUsage().getUsed() + directBytes();
            if (Math.abs(before - used) <= STEADY_BYTES) {
                return used;
            }
            before = used;
        }
        return before;
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
