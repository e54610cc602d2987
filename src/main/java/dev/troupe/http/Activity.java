package dev.troupe.http;

import java.time.Duration;

/**
 * What one connection is doing: reading a head, waiting for an answer, waiting for its client to read, or nothing. It decides how long
 * that may go on. Requests begin and end by any thread; everything else is told by the connection's stream, which asks for a
 * {@link Verdict} at every tick and so is as exact as its ticks. Times are those of {@link System#nanoTime}.
 */
final class Activity {
    /** So much of what waits for a client must it take within the time that an idle connection has. */
    static final int LEAST_READ_BYTES = 1 << 20;

    /** A connection that stands still for so long gives way to others before those that have just opened or moved. */
    private static final long STALE_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long NEVER = Long.MIN_VALUE;

    /**
     * How long a connection may take.
     *
     * @param idle without any byte in either direction, and for {@link #LEAST_READ_BYTES} of what waits for the client
     * @param head from the first byte of a head to its last
     * @param linger from the last reply until the client has read it and closed
     */
    record Limits(Duration idle, Duration head, Duration linger) {
        /** How often a connection has to be looked at. */
        Duration tick() {
            Duration shortest = idle.compareTo(head) < 0 ? idle : head;
            shortest = shortest.compareTo(linger) < 0 ? shortest : linger;
            long millis = Math.max(10, Math.min(1000, shortest.toMillis() / 4));
            return Duration.ofMillis(millis);
        }
    }

    /** What is to become of a connection. */
    enum Verdict {
        GO_ON,
        /** Nothing has moved for too long. */
        IDLE,
        /** A head is on its way for too long. */
        HEAD_LATE,
        /** The client reads too slowly, or not at all. */
        UNREAD,
        /** The client has been answered for the last time and does not close. */
        LINGERED
    }

    /** Who gives way first; of the same rank, who has stood still for the longest. */
    enum Rank {
        /** Has sent no whole request since it opened a while ago. */
        UNUSED,
        /** Has nothing under way. */
        RESTING,
        /** Its client leaves a reply unread. */
        UNREAD,
        /** Does not give way. */
        BUSY
    }

    private final Limits limits;
    private final Seats seats;

    private int underWay;
    private boolean seated;
    private volatile boolean used;
    private volatile long restingSince;
    private volatile long unreadSince = NEVER;

    private boolean moved = true;
    private boolean headOnItsWay;
    private boolean wasRead;
    private long writtenBytes;
    private long lastMove;
    private long headSince = NEVER;
    private long closingSince = NEVER;
    private long windowSince = NEVER;
    private long windowBytes;

    Activity(Limits limits, Seats seats, long now) {
        this.limits = limits;
        this.seats = seats;
        this.restingSince = now;
    }

    /** A whole head has arrived. */
    synchronized void begin() {
        underWay++;
        used = true;
        headOnItsWay = false;
    }

    /** Whether the connection may work on a request that is more than a probe: it has a seat, or gets one. */
    synchronized boolean sit() {
        seated = seated || seats.take();
        return seated;
    }

    /** A request has been answered. */
    synchronized void end() {
        restingSince = System.nanoTime();
        if (--underWay == 0 && seated) {
            seated = false;
            seats.giveBack();
        }
    }

    /** Bytes have come from the client. */
    void received() {
        moved = true;
        headOnItsWay = headOnItsWay || !isUnderWay();
    }

    /** So many bytes have been handed to TCP. */
    void wrote(int bytes) {
        moved = true;
        writtenBytes += bytes;
    }

    /** TCP has passed on all that it was handed. */
    void drained() {
        moved = true;
        wasRead = true;
    }

    /** There will be no further reply. */
    void close(long now) {
        closingSince = now;
    }

    /**
     * Looks at the clock.
     *
     * @param drained whether TCP has passed on all that it was handed
     */
    Verdict tick(long now, boolean drained) {
        if (moved) {
            moved = false;
            lastMove = now;
        }
        headSince = !headOnItsWay || isUnderWay() ? NEVER : headSince == NEVER ? now : headSince;
        boolean unread = isUnread(now, drained);
        if (closingSince != NEVER) {
            return isOver(closingSince, limits.linger(), now) ? Verdict.LINGERED : Verdict.GO_ON;
        }
        if (isOver(headSince, limits.head(), now)) {
            return Verdict.HEAD_LATE;
        }
        return unread ? Verdict.UNREAD : isOver(lastMove, limits.idle(), now) ? Verdict.IDLE : Verdict.GO_ON;
    }

    /** Whether there are requests that have not been answered. */
    synchronized boolean isUnderWay() {
        return underWay > 0;
    }

    /** Whether and how soon it should give way to a new connection. */
    Rank rank(long now) {
        if (isUnderWay()) {
            return Rank.BUSY;
        }
        if (unreadSince != NEVER) {
            return now - unreadSince >= STALE_NANOS ? Rank.UNREAD : Rank.BUSY;
        }
        return !used && now - restingSince >= STALE_NANOS ? Rank.UNUSED : Rank.RESTING;
    }

    /** Since when it stands still. */
    long standingSince() {
        long unread = unreadSince;
        return unread == NEVER ? restingSince : unread;
    }

    /** It has more to do than was seen: others should give way first. */
    void movedOn(long now) {
        restingSince = now;
    }

    /** Keeps the time in which a client had something to read, and judges how much it took. */
    private boolean isUnread(long now, boolean drained) {
        boolean readAll = drained || wasRead;
        wasRead = false;
        if (readAll) {
            unreadSince = NEVER;
            windowSince = NEVER;
            return false;
        }
        if (unreadSince == NEVER) {
            unreadSince = now;
        }
        boolean windowIsOver = isOver(windowSince, limits.idle(), now);
        if (windowIsOver && writtenBytes - windowBytes < LEAST_READ_BYTES) {
            return true;
        }
        if (windowIsOver || windowSince == NEVER) {
            windowSince = now;
            windowBytes = writtenBytes;
        }
        return false;
    }

    private static boolean isOver(long since, Duration longest, long now) {
        return since != NEVER && now - since >= longest.toNanos();
    }
}
