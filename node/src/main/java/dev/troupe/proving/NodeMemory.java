package dev.troupe.proving;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a node's process, and the one place that knows how Java is told of it. Whatever starts a node gets its options
 * here; only the launcher, which starts Java itself, spells them once more.
 *
 * @param heap size of the heap: a number of bytes, or of KiB, MiB or GiB with k, m or g
 */
public record NodeMemory(String heap) {
    /** The variable by which an operator says how much a node gets. */
    public static final String VARIABLE = "TROUPE_HEAP";

    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,8}[kKmMgG]?");

    /** What a node is started for, and what it gets unless the operator says otherwise. */
    public enum Use {
        /** One of several on this machine that serve. */
        CLUSTER(Use.CLUSTER_HEAP),
        /** One that is put to the test. */
        VERIFY(Use.VERIFY_HEAP),
        /** One that is measured. */
        BENCH(Use.BENCH_HEAP),
        /** One that a test starts to see what it does. */
        TEST("192m"),
        /** One that a test puts under load, or does things to. */
        TEST_LOAD("256m");

        /** The heap by default: constants, as the help of options needs them. */
        public static final String CLUSTER_HEAP = "512m";

        /** The same for {@link #VERIFY}. */
        public static final String VERIFY_HEAP = "256m";

        /** The same for {@link #BENCH}. */
        public static final String BENCH_HEAP = "1g";

        private final String heap;

        Use(String heap) {
            this.heap = heap;
        }

        /** What it gets whatever the environment says. */
        public NodeMemory byDefault() {
            return new NodeMemory(heap);
        }

        /**
         * What the environment says, else the default.
         *
         * @throws IllegalArgumentException if that says what is no size
         */
        public NodeMemory memory() {
            return memory(System::getenv);
        }

        /** The same with another environment. */
        NodeMemory memory(UnaryOperator<@Nullable String> environment) {
            try {
                return new NodeMemory(Optional.ofNullable(environment.apply(VARIABLE))
                        .filter(said -> !said.isEmpty())
                        .orElse(heap));
            } catch (IllegalArgumentException noSize) {
                throw new IllegalArgumentException(VARIABLE + " " + noSize.getMessage(), noSize);
            }
        }
    }

    /** @throws IllegalArgumentException if it is no size */
    public NodeMemory {
        if (!SIZE.matcher(heap).matches()) {
            throw new IllegalArgumentException("'" + heap + "' is no size such as 512m or 2g");
        }
    }

    /** What Java is told. */
    public List<String> options() {
        return List.of("-Xmx" + heap);
    }

    @Override
    public String toString() {
        return heap;
    }
}
