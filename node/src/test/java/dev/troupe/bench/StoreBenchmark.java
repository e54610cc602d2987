package dev.troupe.bench;

import dev.troupe.store.EntryView;
import dev.troupe.store.PutOutcome;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The store under single operations; {@link MapBenchmark} and {@link CaffeineBenchmark} do the same. With 16-byte keys and
 * 100-byte values ten million entries take about 1.5 GB here and 2.5 GB in the others, so run it with
 * {@code ./bench jmh}, which gives the forks 6 GB and runs them with and without transparent huge pages.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StoreBenchmark {
    private static final int FRESH = 2000;
    /** What an entry may cost beside its bytes in the store that evicts. */
    private static final int OVERHEAD_BYTES = 28;

    /** A store that holds a given number of entries. */
    @State(Scope.Benchmark)
    public static class Filled {
        @Param({"10000", "10000000"})
        public int entries;

        Store store = Stores.in(new MemoryPool(Stores.PLENTY_BYTES));

        @Setup
        public void fill() {
            for (int i = 0; i < entries; i++) {
                store.put(Keys.SIZE.key(i), new byte[Keys.SIZE.valueBytes()], Stores.LASTING, 0);
            }
        }
    }

    /** A store whose budget is used up by a given number of entries. */
    @State(Scope.Benchmark)
    public static class Full {
        @Param({"10000", "10000000"})
        public int entries;

        Store store = Stores.in(new MemoryPool(0));

        @Setup
        public void fill() {
            store = Stores.in(new MemoryPool((long) entries * (Keys.SIZE.bytes() + OVERHEAD_BYTES)));
            for (long i = 0; i < entries + entries / 2; i++) {
                store.put(Keys.SIZE.key(i), new byte[Keys.SIZE.valueBytes()], Stores.LASTING, 0);
            }
        }
    }

    /** Takes the entries of the last invocation out again, unmeasured. */
    @State(Scope.Thread)
    public static class Growing {
        private boolean first = true;

        @Setup(Level.Invocation)
        public void shrink(Filled filled, Keys keys) {
            for (int back = 1; back <= FRESH && !first; back++) {
                keys.recallFresh(back);
                filled.store.remove(keys.bytes, 0);
            }
            first = false;
        }
    }

    /** Finds an entry and looks at its attributes. */
    @Benchmark
    public long getHit(Filled filled, Keys keys) {
        keys.drawPresent(filled.entries);
        EntryView view = filled.store.get(keys.bytes, 0);
        return view == null ? 0 : view.version() + view.valueLength();
    }

    /** Finds an entry and copies its value. */
    @Benchmark
    public byte[] getValue(Filled filled, Keys keys) {
        keys.drawPresent(filled.entries);
        EntryView view = filled.store.get(keys.bytes, 0);
        return view == null ? keys.bytes : view.value();
    }

    /** Looks for an entry that is not there. */
    @Benchmark
    public boolean getMiss(Filled filled, Keys keys) {
        keys.drawAbsent();
        return filled.store.get(keys.bytes, 0) != null;
    }

    /** Stores a value under a new key while nothing has to give way. */
    @Benchmark
    @OperationsPerInvocation(FRESH)
    public int putNew(Filled filled, Keys keys, Growing growing) {
        int stored = 0;
        for (int i = 0; i < FRESH; i++) {
            keys.takeFresh();
            PutOutcome outcome = filled.store.put(keys.copy(), new byte[Keys.SIZE.valueBytes()], Stores.LASTING, 0);
            stored += outcome == PutOutcome.STORED ? 1 : 0;
        }
        return stored;
    }

    /** Stores another value of the same length. */
    @Benchmark
    public PutOutcome putOver(Filled filled, Keys keys) {
        keys.drawPresent(filled.entries);
        return filled.store.put(keys.copy(), new byte[Keys.SIZE.valueBytes()], Stores.LASTING, 0);
    }

    /** Stores a value under a new key for which another entry has to give way. */
    @Benchmark
    public PutOutcome evictingPut(Full full, Keys keys) {
        keys.takeFresh();
        return full.store.put(keys.copy(), new byte[Keys.SIZE.valueBytes()], Stores.LASTING, 0);
    }
}
