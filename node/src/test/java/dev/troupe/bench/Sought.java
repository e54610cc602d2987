package dev.troupe.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.troupe.store.EntryView;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import java.util.HashMap;
import java.util.Map;

/**
 * Something filled with the entries of {@link Keys} in which keys are looked up. The loops are in each subject, so that
 * what the compiler learns of one does not slow another.
 */
interface Sought {
    /** Looks up so many keys that are there; returns how many were found. */
    int hits(Keys keys, int count);

    /** Looks up so many keys that are not there; returns how many were found. */
    int misses(Keys keys, int count);

    /** What can be filled. */
    enum Subject {
        STORE("store"),
        HASH_MAP("HashMap"),
        CAFFEINE("Caffeine");

        private final String title;

        Subject(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /** One that holds the first {@code entries} keys. */
        Sought filled(int entries) {
            return switch (this) {
                case STORE -> new InStore(entries);
                case HASH_MAP -> new InMap(entries);
                case CAFFEINE -> new InCaffeine(entries);
            };
        }
    }

    /** The store; looks at the attributes of what it finds. */
    final class InStore implements Sought {
        private final int entries;
        private final Store store = Stores.in(new MemoryPool(Stores.PLENTY_BYTES));

        InStore(int entries) {
            this.entries = entries;
            for (int i = 0; i < entries; i++) {
                store.put(Keys.SIZE.key(i), new byte[Keys.SIZE.valueBytes()], Stores.LASTING, 0);
            }
        }

        @Override
        public int hits(Keys keys, int count) {
            int found = 0;
            for (int i = 0; i < count; i++) {
                keys.drawPresent(entries);
                EntryView view = store.get(keys.bytes, 0);
                found += view != null && view.version() + view.valueLength() > 0 ? 1 : 0;
            }
            return found;
        }

        @Override
        public int misses(Keys keys, int count) {
            int found = 0;
            for (int i = 0; i < count; i++) {
                keys.drawAbsent();
                found += store.get(keys.bytes, 0) != null ? 1 : 0;
            }
            return found;
        }
    }

    /** A HashMap; looks at the length of the value it finds. */
    final class InMap implements Sought {
        private final int entries;
        private final Map<Key, byte[]> map = new HashMap<>();

        InMap(int entries) {
            this.entries = entries;
            for (int i = 0; i < entries; i++) {
                map.put(new Key(Keys.SIZE.key(i)), new byte[Keys.SIZE.valueBytes()]);
            }
        }

        @Override
        public int hits(Keys keys, int count) {
            int found = 0;
            for (int i = 0; i < count; i++) {
                keys.drawPresent(entries);
                byte[] value = map.get(keys.key);
                found += value != null && value.length > 0 ? 1 : 0;
            }
            return found;
        }

        @Override
        public int misses(Keys keys, int count) {
            int found = 0;
            for (int i = 0; i < count; i++) {
                keys.drawAbsent();
                found += map.get(keys.key) != null ? 1 : 0;
            }
            return found;
        }
    }

    /** Caffeine with a bound that is not reached; looks at the length of the value it finds. */
    final class InCaffeine implements Sought {
        private final int entries;
        private final Cache<Key, byte[]> cache;

        InCaffeine(int entries) {
            this.entries = entries;
            cache = Caffeine.newBuilder()
                    .executor(Runnable::run)
                    .maximumSize(2L * entries)
                    .build();
            for (int i = 0; i < entries; i++) {
                cache.put(new Key(Keys.SIZE.key(i)), new byte[Keys.SIZE.valueBytes()]);
            }
        }

        @Override
        public int hits(Keys keys, int count) {
            int found = 0;
            for (int i = 0; i < count; i++) {
                keys.drawPresent(entries);
                byte[] value = cache.getIfPresent(keys.key);
                found += value != null && value.length > 0 ? 1 : 0;
            }
            return found;
        }

        @Override
        public int misses(Keys keys, int count) {
            int found = 0;
            for (int i = 0; i < count; i++) {
                keys.drawAbsent();
                found += cache.getIfPresent(keys.key) != null ? 1 : 0;
            }
            return found;
        }
    }
}
