package dev.troupe.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.troupe.store.PutOutcome;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.segment.EntryAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Something that is filled with byte arrays to see what it takes. */
interface Loaded {
    /** Stands for "keeps no account". */
    long UNKNOWN = -1;

    /** Keeps the entry; the arrays belong to it from now on. */
    void put(byte[] key, byte[] value);

    /** Entries it holds; asked after measuring, so that it is not collected before. */
    long entries();

    /** Bytes that it believes to take, or {@link #UNKNOWN}. */
    default long accountedBytes() {
        return UNKNOWN;
    }

    /** What can be filled. */
    enum Subject {
        STORE("store"),
        STORES("256 stores, one pool"),
        CAFFEINE("Caffeine"),
        HASH_MAP("HashMap");

        private final String title;

        Subject(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /** An empty one for so many entries. */
        Loaded open(int entries, Expiration expiration) {
            return switch (this) {
                case STORE -> new InStores(1, expiration);
                case STORES -> new InStores(256, expiration);
                case CAFFEINE -> new InCaffeine(entries, expiration);
                case HASH_MAP -> new InHashMap();
            };
        }

        /** Whether it can do this at all. */
        boolean can(Expiration expiration) {
            return this != HASH_MAP || expiration == Expiration.NONE;
        }
    }

    /** Whether entries have a time to live. */
    enum Expiration {
        NONE("no"),
        /** One hour to one hour and 17 minutes, different for different entries. */
        HOURS("yes");

        private final String title;

        Expiration(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        long millis(int hash) {
            return this == NONE ? EntryAttributes.NEVER : 3_600_000L + (hash & 0xF_FFFF);
        }
    }

    /** One or several stores that share a pool, as the partitions of a node do. */
    final class InStores implements Loaded {
        private final MemoryPool pool = new MemoryPool(Stores.PLENTY_BYTES);
        private final List<Store> stores = new ArrayList<>();
        private final Expiration expiration;

        InStores(int count, Expiration expiration) {
            this.expiration = expiration;
            for (int i = 0; i < count; i++) {
                stores.add(Stores.in(pool));
            }
        }

        @Override
        public void put(byte[] key, byte[] value) {
            int hash = (int) Payload.mix(Arrays.hashCode(key));
            Store store = stores.get(Math.floorMod(hash, stores.size()));
            long deadline = expiration.millis(hash);
            EntryAttributes attributes =
                    deadline == EntryAttributes.NEVER ? Stores.LASTING : Stores.expiringAt(deadline);
            if (store.put(key, value, attributes, 0) != PutOutcome.STORED) {
                throw new IllegalStateException("the store is full");
            }
        }

        @Override
        public long entries() {
            return stores.stream().mapToLong(store -> store.stats().entries()).sum();
        }

        @Override
        public long accountedBytes() {
            return pool.usedBytes();
        }
    }

    /** A bounded Caffeine cache with a key object and a value array for each entry. */
    final class InCaffeine implements Loaded {
        private final Cache<Key, byte[]> cache;

        InCaffeine(int entries, Expiration expiration) {
            Caffeine<Object, Object> builder =
                    Caffeine.newBuilder().executor(Runnable::run).maximumSize(entries);
            cache = expiration == Expiration.NONE
                    ? builder.build()
                    : builder.expireAfter(com.github.benmanes.caffeine.cache.Expiry.creating(
                                    (Key key, byte[] value) -> Duration.ofMillis(expiration.millis(key.hashCode()))))
                            .build();
        }

        @Override
        public void put(byte[] key, byte[] value) {
            cache.put(new Key(key), value);
        }

        @Override
        public long entries() {
            return cache.estimatedSize();
        }
    }

    /** A HashMap with a key object and a value array for each entry. */
    final class InHashMap implements Loaded {
        private final Map<Key, byte[]> map = new HashMap<>();

        @Override
        public void put(byte[] key, byte[] value) {
            map.put(new Key(key), value);
        }

        @Override
        public long entries() {
            return map.size();
        }
    }
}
