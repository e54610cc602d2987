package dev.troupe.heap;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * What this Java may take.
 *
 * @param heapBytes the most that the heap may have
 * @param directBytes the most that buffers outside the heap may have together ({@code -XX:MaxDirectMemorySize})
 * @param machineBytes memory of the machine, or of the container that this process is in if that is less
 * @param collectsWhenAsked whether {@code System.gc()} does anything ({@code -XX:-DisableExplicitGC})
 */
public record JvmMemory(long heapBytes, long directBytes, long machineBytes, boolean collectsWhenAsked) {
    /** That of this JVM. */
    public static JvmMemory here() {
        long heap = Runtime.getRuntime().maxMemory();
        long direct = option("MaxDirectMemorySize").map(Long::parseLong).orElse(0L);
        return new JvmMemory(
                heap,
                // 0 stands for as much as the heap may have.
                direct == 0 ? heap : direct,
                machine(),
                !isOn("DisableExplicitGC"));
    }

    /** Whether {@code System.gc()} collects beside what runs ({@code -XX:+ExplicitGCInvokesConcurrent}), and so costs a node no pause to speak of. */
    public static boolean collectsBesideWork() {
        return isOn("ExplicitGCInvokesConcurrent") && !isOn("DisableExplicitGC");
    }

    private static boolean isOn(String name) {
        return option(name).map(Boolean::parseBoolean).orElse(false);
    }

    /** From Java 17 on that of the container where it has a limit, by control groups of both versions. */
    private static long machine() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** What an option of HotSpot says; empty for other JVMs and options that there are not. */
    static Optional<String> option(String name) {
        HotSpotDiagnosticMXBean hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return Optional.ofNullable(hotSpot)
                    .map(bean -> bean.getVMOption(name).getValue());
        } catch (IllegalArgumentException otherJvm) {
            return Optional.empty();
        }
    }
}
