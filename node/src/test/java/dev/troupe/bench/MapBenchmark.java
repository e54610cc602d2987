package dev.troupe.bench;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * A HashMap under the operations of {@link StoreBenchmark}. Where the store evicts, a LinkedHashMap drops its eldest entry.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MapBenchmark {
    private static final int FRESH = 2000;

    /** A map that holds a given number of entries. */
    @State(Scope.Benchmark)
    public static class Filled {
        @Param({"10000", "10000000"})
        public int entries;

        final Map<Key, byte[]> map = new HashMap<>();

        @Setup
        public void fill() {
            for (int i = 0; i < entries; i++) {
                map.put(new Key(Keys.SIZE.key(i)), new byte[Keys.SIZE.valueBytes()]);
            }
        }
    }

    /** A map that drops its eldest entry beyond a given number. */
    @State(Scope.Benchmark)
    public static class Full {
        @Param({"10000", "10000000"})
        public int entries;

        final Map<Key, byte[]> map = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, byte[]> eldest) {
                return size() > entries;
            }
        };

        @Setup
        public void fill() {
            for (int i = 0; i < entries; i++) {
                map.put(new Key(Keys.SIZE.key(i)), new byte[Keys.SIZE.valueBytes()]);
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
                filled.map.remove(keys.key);
            }
            first = false;
        }
    }

    /** Finds an entry and looks at its value's length. */
    @Benchmark
    public int getHit(Filled filled, Keys keys) {
        keys.drawPresent(filled.entries);
        byte[] value = filled.map.get(keys.key);
        return value == null ? 0 : value.length;
    }

    /** Finds an entry and copies its value. */
    @Benchmark
    public byte[] getValue(Filled filled, Keys keys) {
        keys.drawPresent(filled.entries);
        byte[] value = filled.map.get(keys.key);
        return value == null ? keys.bytes : value.clone();
    }

    /** Looks for an entry that is not there. */
    @Benchmark
    public boolean getMiss(Filled filled, Keys keys) {
        keys.drawAbsent();
        return filled.map.get(keys.key) != null;
    }

    /** Stores a value under a new key. */
    @Benchmark
    @OperationsPerInvocation(FRESH)
    public int putNew(Filled filled, Keys keys, Growing growing) {
        for (int i = 0; i < FRESH; i++) {
            keys.takeFresh();
            filled.map.put(new Key(keys.copy()), new byte[Keys.SIZE.valueBytes()]);
        }
        return filled.map.size();
    }

    /** Stores another value of the same length. */
    @Benchmark
    public byte[] putOver(Filled filled, Keys keys) {
        keys.drawPresent(filled.entries);
        return filled.map.put(new Key(keys.copy()), new byte[Keys.SIZE.valueBytes()]);
    }

    /** Stores a value under a new key for which the eldest entry has to give way. */
    @Benchmark
    public int evictingPut(Full full, Keys keys) {
        keys.takeFresh();
        full.map.put(new Key(keys.copy()), new byte[Keys.SIZE.valueBytes()]);
        return full.map.size();
    }
}
