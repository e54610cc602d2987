package dev.troupe.store.policy;

import dev.troupe.store.segment.Queue;

/**
 * Decides which queue a new entry joins, which queue gives way and who survives. Owned by the store.
 *
 * <p>S3-FIFO (Yang et al., SOSP 2023) with a small queue that adapts. An entry that was dropped and comes back says
 * which queue was too short, if it does so soon: a little more room would have kept that one, and none of those that
 * come back late. Each such hit moves the small queue's share by one entry, weighted by how many of the other origin are
 * remembered, as ARC does (Megiddo and Modha, FAST 2003), for otherwise the more numerous origin always wins. One that comes back from the main queue has to prove itself again, so that a loop a bit longer than the
 * cache does not thrash it. Until the main queue is filled a single hit promotes. In a loop much longer than the cache
 * nothing is ever hit: now and then one that was not is promoted too, and those are hit on every turn from then on.
 */
public final class Eviction {
    /** What {@link #hitsAfterPass} says of an entry that does not survive. */
    static final int DROPPED = -1;

    private static final double MOST_WEIGHT = 64;
    private static final double FILLED = 0.9;
    /** Of so many in a row that leave the small queue without a hit, the last is promoted. */
    private static final int LONGEST_RUN = 128;

    /** Of the ages that a ghost knows, those below this are young: a little more room would have kept the entry. */
    private static final int YOUNG = Ghost.WAYS / 4;

    /** How a new entry begins. */
    public enum Admission {
        NEW(Queue.SMALL, 0),
        BACK_FROM_SMALL(Queue.MAIN, 0),
        BACK_FROM_MAIN(Queue.SMALL, 1),
        ONLY_QUEUE(Queue.MAIN, 0);

        public final Queue queue;
        public final int hits;

        Admission(Queue queue, int hits) {
            this.queue = queue;
            this.hits = hits;
        }
    }

    private final StoreSettings.Policy policy;
    private final Queues queues;
    private final Ghost ghost;
    private double share;
    private int promoteAt;
    private int run;
    private long ghostHits;
    private boolean resting;

    public Eviction(StoreSettings settings, Ghost ghost) {
        this.policy = settings.eviction();
        this.queues = settings.queues();
        this.ghost = ghost;
        this.share = queues.startShare();
        this.promoteAt = queues.promoteAt();
    }

    /** Whether anything gives way at all. */
    public boolean evicts() {
        return isOrdered() && !resting;
    }

    /** Whether the order of entries says which gives way first, now or when this does not rest any more. */
    public boolean isOrdered() {
        return policy != StoreSettings.Policy.NONE;
    }

    /** While it rests nothing gives way and nothing is removed because its time is over. */
    public void rest(boolean now) {
        resting = now;
    }

    /** Whether it rests. */
    public boolean isResting() {
        return resting;
    }

    /** The queue that most new entries join. */
    Queue firstQueue() {
        return policy == StoreSettings.Policy.S3_FIFO ? Queue.SMALL : Queue.MAIN;
    }

    /** How a new entry begins, in a store of so many. */
    public Admission admit(long hash, int entries) {
        if (policy != StoreSettings.Policy.S3_FIFO) {
            return Admission.ONLY_QUEUE;
        }
        int age = ghost.take(hash, Queue.SMALL);
        if (age != Ghost.UNKNOWN) {
            cameBack(age, 1, entries, ghost.size(Queue.MAIN), ghost.size(Queue.SMALL));
            return Admission.BACK_FROM_SMALL;
        }
        age = ghost.take(hash, Queue.MAIN);
        if (age != Ghost.UNKNOWN) {
            cameBack(age, -1, entries, ghost.size(Queue.SMALL), ghost.size(Queue.MAIN));
            return Admission.BACK_FROM_MAIN;
        }
        return Admission.NEW;
    }

    private void cameBack(int age, int sign, int entries, int others, int same) {
        ghostHits++;
        if (age >= YOUNG) {
            return;
        }
        double weight = Math.min(MOST_WEIGHT, Math.max(1, (others + 1.0) / (same + 1.0)));
        double step = sign * weight / Math.max(1, entries);
        share = Math.min(queues.highestShare(), Math.max(queues.lowestShare(), share + step));
    }

    /** The queue whose oldest segment gives way, when they hold so many bytes. */
    Queue nextPass(long smallBytes, long mainBytes) {
        double mainShare = (1 - share) * (smallBytes + mainBytes);
        promoteAt = mainBytes < FILLED * mainShare ? 1 : queues.promoteAt();
        return mainBytes == 0 || smallBytes > share * (smallBytes + mainBytes) ? Queue.SMALL : Queue.MAIN;
    }

    /** The hits that an entry keeps if it survives, in the main queue, or {@link #DROPPED}. */
    int hitsAfterPass(Queue from, int hits) {
        if (from == Queue.SMALL) {
            run = hits >= promoteAt || run + 1 == LONGEST_RUN ? 0 : run + 1;
            return run == 0 ? 0 : DROPPED;
        }
        if (hits == 0) {
            return DROPPED;
        }
        return policy == StoreSettings.Policy.LRU ? 0 : hits - 1;
    }

    /** Takes note of an entry that was dropped, from a store of so many. */
    void dropped(long hash, Queue from, int entries) {
        if (policy == StoreSettings.Policy.S3_FIFO) {
            ghost.fit((long) (queues.ghostShare() * entries));
            ghost.add(hash, from);
        }
    }

    /** The small queue's share of the bytes now. */
    public double smallShare() {
        return share;
    }

    /** Entries that came back while they were remembered. */
    public long ghostHits() {
        return ghostHits;
    }
}
