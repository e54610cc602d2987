package dev.troupe.store.policy;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.segment.Queue;
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
    private static final int PAGE = PAGE_BUCKETS * WAYS;
    private static final int FROM_MAIN = 1;
    private static final int[] NOTHING = {};

    private final MemoryAccount account;
    /** Made when they are first written, so that a table of any size is set up in no time. */
    private int[][] pages = new int[0][];

    private int buckets;
    private int fromSmall;
    private int fromMain;

    public Ghost(MemoryAccount account) {
        this.account = account;
    }

    /** Remembers; forgets if there is no memory for it. */
    void add(long hash, Queue from) {
        int bucket = bucket(hash);
        int[] page = pageForWriting(bucket / PAGE_BUCKETS);
        if (page == NOTHING) {
            return;
        }
        int first = bucket % PAGE_BUCKETS * WAYS;
        count(page[first + WAYS - 1], -1);
        System.arraycopy(page, first, page, first + 1, WAYS - 1);
        page[first] = entry(hash, from);
        count(page[first], 1);
    }

    /**
     * Forgets a hash from this queue. Returns its age: how many that were dropped after it its bucket remembers, 0 to {@link #WAYS} - 1, or
     * {@link #UNKNOWN}.
     */
    int take(long hash, Queue from) {
        if (buckets == 0) {
            return UNKNOWN;
        }
        int bucket = bucket(hash);
        int[] page = pages[bucket / PAGE_BUCKETS];
        int first = bucket % PAGE_BUCKETS * WAYS;
        int wanted = entry(hash, from);
        for (int age = 0; page != NOTHING && age < WAYS; age++) {
            if (page[first + age] == wanted) {
                System.arraycopy(page, first + age + 1, page, first + age, WAYS - 1 - age);
                page[first + WAYS - 1] = 0;
                count(wanted, -1);
                return age;
            }
        }
        return UNKNOWN;
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
            pages = new int[count][];
            Arrays.fill(pages, NOTHING);
        }
    }

    /** What it takes on the heap. */
    public long heapBytes() {
        long sum = buckets == 0 ? 0 : directoryBytes(pages.length);
        for (int[] page : pages) {
            sum += page == NOTHING ? 0 : MemoryAccount.arrayBytes(4L * page.length);
        }
        return sum;
    }

    /** Forgets everything and gives the memory back. */
    public void clear() {
        account.release(heapBytes());
        pages = new int[0][];
        buckets = 0;
        fromSmall = 0;
        fromMain = 0;
    }

    private int[] pageForWriting(int number) {
        if (buckets == 0) {
            return NOTHING;
        }
        if (pages[number] == NOTHING) {
            int length = Math.min(PAGE, buckets * WAYS - number * PAGE);
            if (account.tryReserve(MemoryAccount.arrayBytes(4L * length))) {
                pages[number] = new int[length];
            }
        }
        return pages[number];
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
