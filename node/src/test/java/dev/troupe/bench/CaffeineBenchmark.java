package dev.troupe.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
 * Caffeine under the operations of {@link StoreBenchmark}, bounded by entries and doing its maintenance in the calling thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CaffeineBenchmark {
    private static final int FRESH = 2000;

    private static Cache<Key, byte[]> of(long entries) {
        return Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(entries)
                .build();
    }

    private static void fill(Cache<Key, byte[]> cache, int entries) {
        for (int i = 0; i < entries; i++) {
            cache.put(new Key(Keys.SIZE.key(i)), new byte[Keys.SIZE.valueBytes()]);
        }
    }

    /** A cache that holds a given number of entries and has room for more. */
    @State(Scope.Benchmark)
    public static class Filled {
        @Param({"10000", "10000000"})
        public int entries;

        Cache<Key, byte[]> cache = of(0);

        @Setup
        public void fill() {
            cache = of(entries + 2L * FRESH);
            CaffeineBenchmark.fill(cache, entries);
        }
    }

    /** A cache whose capacity is used up by a given number of entries. */
    @State(Scope.Benchmark)
    public static class Full {
        @Param({"10000", "10000000"})
        public int entries;

        Cache<Key, byte[]> cache = of(0);

        @Setup
        public void fill() {
            cache = of(entries);
            CaffeineBenchmark.fill(cache, entries + entries / 2);
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
                filled.cache.invalidate(keys.key);
            }
            first = false;
        }
    }

    /** Finds an entry and looks at its value's length. */
    @Benchmark
    public int getHit(Filled filled, Keys keys) {
        keys.drawPresent(filled.entries);
        byte[] value = filled.cache.getIfPresent(keys.key);
        return value == null ? 0 : value.length;
    }

    /** Finds an entry and copies its value. */
    @Benchmark
    public byte[] getValue(Filled filled, Keys keys) {
        keys.drawPresent(filled.entries);
        byte[] value = filled.cache.getIfPresent(keys.key);
        return value == null ? keys.bytes : value.clone();
    }

    /** Looks for an entry that is not there. */
    @Benchmark
    public boolean getMiss(Filled filled, Keys keys) {
        keys.drawAbsent();
        return filled.cache.getIfPresent(keys.key) != null;
    }

    /** Stores a value under a new key while nothing has to give way. */
    @Benchmark
    @OperationsPerInvocation(FRESH)
    public long putNew(Filled filled, Keys keys, Growing growing) {
        for (int i = 0; i < FRESH; i++) {
            keys.takeFresh();
            filled.cache.put(new Key(keys.copy()), new byte[Keys.SIZE.valueBytes()]);
        }
        return filled.cache.estimatedSize();
    }

    /** Stores another value of the same length. */
    @Benchmark
    public Cache<Key, byte[]> putOver(Filled filled, Keys keys) {
        keys.drawPresent(filled.entries);
        filled.cache.put(new Key(keys.copy()), new byte[Keys.SIZE.valueBytes()]);
        return filled.cache;
    }

    /** Stores a value under a new key for which another entry has to give way. */
    @Benchmark
    public Cache<Key, byte[]> evictingPut(Full full, Keys keys) {
        keys.takeFresh();
        full.cache.put(new Key(keys.copy()), new byte[Keys.SIZE.valueBytes()]);
        return full.cache;
    }
}
