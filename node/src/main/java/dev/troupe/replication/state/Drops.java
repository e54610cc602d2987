package dev.troupe.replication.state;

import dev.troupe.store.policy.DropListener;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the stores of a partition have dropped by themselves and no change says yet. A drop names an entry by hash and
 * version, so it does not matter whether it comes before or after other changes of the key. Not thread safe: part of a
 * {@link PartitionState}.
 */
final class Drops {
    private final SortedMap<Integer, Pile> piles = new TreeMap<>();

    /** Hears what the store of a cache drops. */
    DropListener listener(int cache) {
        return (cause, keyHash, version) ->
                piles.computeIfAbsent(cache, first -> new Pile()).add(keyHash, version);
    }

    /** Whether there is nothing to be taken. */
    boolean isEmpty() {
        return piles.isEmpty();
    }

    /** A change with what has been dropped, all of one cache; the rest stays. */
    Optional<Change> take(long version) {
        return piles.isEmpty() ? Optional.empty() : take(piles.firstKey(), version);
    }

    /** A change with what has been dropped of a cache, or as much of it as one change may say; the rest stays. */
    Optional<Change> take(int cache, long version) {
        Pile pile = piles.get(cache);
        if (pile == null) {
            return Optional.empty();
        }
        int from = pile.taken;
        int to = Math.min(pile.count, from + Change.Drop.MOST_ENTRIES);
        pile.taken = to;
        if (to == pile.count) {
            piles.remove(cache);
        }
        return Optional.of(new Change.Drop(
                version,
                cache,
                Arrays.copyOfRange(pile.hashes, from, to),
                Arrays.copyOfRange(pile.versions, from, to)));
    }

    /** Of one cache, oldest first. */
    private static final class Pile {
        private long[] hashes = new long[4];
        private long[] versions = new long[4];
        private int count;
        private int taken;

        void add(long hash, long version) {
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * count);
                versions = Arrays.copyOf(versions, 2 * count);
            }
            hashes[count] = hash;
            versions[count++] = version;
        }
    }
}
