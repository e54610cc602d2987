package dev.troupe.store.policy;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.Slabs;
import dev.troupe.store.segment.Queue;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Remembers the hashes of entries that were dropped lately, and from which queue. A table of small buckets, each a
 * queue of fingerprints of 31 bits; a new one pushes the oldest of its bucket out. Owned by the {@link Eviction}.
 */
public final class Ghost {
    /** What {@link #take} says of a hash that is not remembered. */
    static final int UNKNOWN = -1;

    /** So many of a bucket are remembered. */
    static final int WAYS = 8;

    private static final int PAGE_BUCKETS = 512;
    private static final int BUCKET_BYTES = WAYS * Integer.BYTES;
    private static final int FROM_MAIN = 1;

    private final MemoryAccount account;
    private final Slabs slabs;
    /** Addresses of blocks, taken when they are first written to, so that a table of any size is set up in no time. */
    private int[] pages = new int[0];

    private int buckets;
    private int fromSmall;
    private int fromMain;

    public Ghost(MemoryAccount account) {
        this.account = account;
        this.slabs = account.slabs();
    }

    /** Remembers; forgets if there is no memory for it. */
    void add(long hash, Queue from) {
        int bucket = bucket(hash);
        int page = pageForWriting(bucket / PAGE_BUCKETS);
        if (page == Slabs.NOWHERE) {
            return;
        }
        ByteBuffer bytes = slabs.buffer(page);
        int first = first(page, bucket);
        int entry = entry(hash, from);
        count(entry, 1);
        // All move on by one place, two of them in a word.
        long pushed = entry & 0xffff_ffffL;
        for (int at = first; at < first + BUCKET_BYTES; at += Long.BYTES) {
            long word = bytes.getLong(at);
            bytes.putLong(at, (word << Integer.SIZE) | pushed);
            pushed = word >>> Integer.SIZE;
        }
        count((int) pushed, -1);
    }

    /**
     * Forgets a hash from this queue. Returns its age: how many that were dropped after it its bucket remembers, 0 to {@link #WAYS} - 1, or
     * {@link #UNKNOWN}.
     */
    int take(long hash, Queue from) {
        int bucket = bucket(hash);
        int page = buckets == 0 ? Slabs.NOWHERE : pages[bucket / PAGE_BUCKETS];
        if (page == Slabs.NOWHERE) {
            return UNKNOWN;
        }
        ByteBuffer bytes = slabs.buffer(page);
        int first = first(page, bucket);
        int wanted = entry(hash, from);
        for (int age = 0; age < WAYS; age++) {
            if (bytes.getInt(place(first, age)) == wanted) {
                for (int older = age + 1; older < WAYS; older++) {
                    bytes.putInt(place(first, older - 1), bytes.getInt(place(first, older)));
                }
                bytes.putInt(place(first, WAYS - 1), 0);
                count(wanted, -1);
                return age;
            }
        }
        return UNKNOWN;
    }

    /** Where a bucket begins in the slab of its page. */
    private static int first(int page, int bucket) {
        return Slabs.position(page) + bucket % PAGE_BUCKETS * BUCKET_BYTES;
    }

    private static int place(int first, int age) {
        return first + age * Integer.BYTES;
    }

    /** How many are remembered from a queue. */
    int size(Queue from) {
        return from == Queue.SMALL ? fromSmall : fromMain;
    }

    /** Makes the table anew if this many places are off by more than a quarter; what was remembered is forgotten. */
    void fit(long places) {
        int wanted = (int) Math.min(Math.max(1, places / WAYS), 1 << 27);
        if (Math.abs(wanted - buckets) <= buckets / 4) {
            return;
        }
        clear();
        int count = (wanted + PAGE_BUCKETS - 1) / PAGE_BUCKETS;
        if (account.tryReserve(directoryBytes(count))) {
            buckets = wanted;
            pages = new int[count];
            Arrays.fill(pages, Slabs.NOWHERE);
        }
    }

    /** What it takes, counted. */
    public long takenBytes() {
        long sum = buckets == 0 ? 0 : directoryBytes(pages.length);
        for (int number = 0; number < pages.length; number++) {
            sum += pages[number] == Slabs.NOWHERE ? 0 : Slabs.taken(pageBytes(number));
        }
        return sum;
    }

    /** Moves pages that should be elsewhere, until so many bytes have been moved; returns how many of these are left. */
    public long relocate(long bytes) {
        long left = bytes;
        for (int number = 0; number < pages.length && left > 0; number++) {
            int page = pages[number];
            pages[number] = page == Slabs.NOWHERE ? page : account.relocate(page, pageBytes(number));
            left -= pages[number] == page ? 0 : pageBytes(number);
        }
        return left;
    }

    /** Forgets everything and gives the memory back. */
    public void clear() {
        for (int number = 0; number < pages.length; number++) {
            if (pages[number] != Slabs.NOWHERE) {
                account.give(pages[number], pageBytes(number));
            }
        }
        account.release(buckets == 0 ? 0 : directoryBytes(pages.length));
        pages = new int[0];
        buckets = 0;
        fromSmall = 0;
        fromMain = 0;
    }

    private int pageForWriting(int number) {
        if (buckets == 0) {
            return Slabs.NOWHERE;
        }
        if (pages[number] == Slabs.NOWHERE) {
            pages[number] = account.take(pageBytes(number));
            if (pages[number] != Slabs.NOWHERE) {
                slabs.clear(pages[number], pageBytes(number));
            }
        }
        return pages[number];
    }

    private int pageBytes(int number) {
        return Math.min(PAGE_BUCKETS, buckets - number * PAGE_BUCKETS) * BUCKET_BYTES;
    }

    private void count(int entry, int change) {
        if (entry == 0) {
            return;
        }
        if ((entry & FROM_MAIN) == 0) {
            fromSmall += change;
        } else {
            fromMain += change;
        }
    }

    private int bucket(long hash) {
        return (int) (((hash & 0xffff_ffffL) * buckets) >>> 32);
    }

    /** A fingerprint and the queue; never 0. */
    private static int entry(long hash, Queue from) {
        int print = Math.max(1, (int) (hash >>> 33));
        return (print << 1) | (from == Queue.MAIN ? FROM_MAIN : 0);
    }

    private static long directoryBytes(int pages) {
        return MemoryAccount.arrayBytes(4L * pages);
    }
}
