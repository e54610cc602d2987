package dev.troupe.proving;

import dev.troupe.heap.JvmMemory;
import dev.troupe.heap.MemoryDivision;
import dev.troupe.heap.MemoryDivision.Ground;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a node's process, all included, and the one place that knows how Java is told of it. Whatever starts a node gets its options
 * here; only the launcher, which starts Java itself, spells them once more.
 *
 * @param process what the process may have at its peak: a number of bytes, or of KiB, MiB or GiB with k, m or g
 */
public record NodeMemory(String process) {
    /** The variable by which an operator says how much a node gets. */
    public static final String VARIABLE = "TROUPE_MEMORY";

    /** The one that said how large the heap is while entries lay on it. */
    private static final String FORMER_VARIABLE = "TROUPE_HEAP";

    /**
     * What the C library of a node is told, which else keeps memory that was freed: one of glibc with fixed thresholds gives it back. Others take
     * no notice.
     */
    public static final Map<String, String> C_LIBRARY =
            Map.of("MALLOC_ARENA_MAX", "2", "MALLOC_MMAP_THRESHOLD_", "131072", "MALLOC_TRIM_THRESHOLD_", "131072");

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,11})([kKmMgG]?)");

    /** What a node is started for, and what it gets unless the operator says otherwise. */
    public enum Use {
        /** One of several on this machine that serve. */
        CLUSTER(Use.CLUSTER_MEMORY),
        /** One that is put to the test. */
        VERIFY(Use.VERIFY_MEMORY),
        /** One that is measured. */
        BENCH(Use.BENCH_MEMORY),
        /** One that a test starts to see what it does. */
        TEST("512m"),
        /** One that a test puts under load, or does things to. */
        TEST_LOAD("640m");

        /** The memory by default: constants, as the help of options needs them. */
        public static final String CLUSTER_MEMORY = "512m";

        /** The same for {@link #VERIFY}. */
        public static final String VERIFY_MEMORY = "512m";

        /** The same for {@link #BENCH}. */
        public static final String BENCH_MEMORY = "1g";

        private final String process;

        Use(String process) {
            this.process = process;
        }

        /** What it gets whatever the environment says. */
        public NodeMemory byDefault() {
            return new NodeMemory(process);
        }

        /**
         * What the environment says, else the default.
         *
         * @throws IllegalArgumentException if that says what is no size, or too little, or speaks of the heap
         */
        public NodeMemory memory() {
            return memory(System::getenv);
        }

        /** The same with another environment. */
        NodeMemory memory(UnaryOperator<@Nullable String> environment) {
            if (said(environment, FORMER_VARIABLE).isPresent()) {
                throw new IllegalArgumentException(FORMER_VARIABLE
                        + " is not used any more, as entries lie outside the heap: unset it, and say with " + VARIABLE
                        + ", such as " + VARIABLE + "=" + process + ", what the whole process may take");
            }
            try {
                return new NodeMemory(said(environment, VARIABLE).orElse(process));
            } catch (IllegalArgumentException noSize) {
                throw new IllegalArgumentException(VARIABLE + " " + noSize.getMessage(), noSize);
            }
        }

        private static Optional<String> said(UnaryOperator<@Nullable String> environment, String name) {
            return Optional.ofNullable(environment.apply(name)).filter(said -> !said.isEmpty());
        }
    }

    /** @throws IllegalArgumentException if it is no size, or so little that no node can start with it */
    public NodeMemory {
        int mib = mib(process);
        Ground ground = Ground.here();
        if (!MemoryDivision.of(Math.max(1, mib), ground).isEnough(ground)) {
            throw new IllegalArgumentException("'" + process + "' is too small for a node, which needs "
                    + MemoryDivision.leastMib(ground) + "m at least");
        }
    }

    /** What the memory is for. */
    public MemoryDivision division() {
        return MemoryDivision.of(mib(process), Ground.here());
    }

    /** What Java is told. */
    public List<String> options() {
        MemoryDivision division = division();
        return List.of(
                "-Xmx" + division.heapMib() + "m",
                "-XX:MaxDirectMemorySize=" + division.directMib() + "m",
                "-XX:ReservedCodeCacheSize=" + division.codeMib() + "m",
                "-XX:+ExplicitGCInvokesConcurrent",
                "-Dtroupe.node.memory-mib=" + mib(process),
                "-Dtroupe.node.entries-mib=" + division.entriesMib(),
                "-Dtroupe.node.heap-mib=" + division.heapMib());
    }

    @Override
    public String toString() {
        return process;
    }

    private static int mib(String size) {
        Matcher parts = SIZE.matcher(size);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + size + "' is no size such as 512m or 2g");
        }
        long number = Long.parseLong(parts.group(1));
        long mib = switch (parts.group(2)) {
            case "k", "K" -> number >> 10;
            case "m", "M" -> number;
            case "g", "G" -> number << 10;
            default -> number >> 20;
        };
        long machineMib = JvmMemory.here().machineBytes() >> 20;
        if (mib > machineMib) {
            throw new IllegalArgumentException(
                    "'" + size + "' is more than the " + machineMib + " MiB that this machine or container has");
        }
        return (int) Math.min(MemoryDivision.MOST_MIB, mib);
    }
}
