package dev.troupe.http.connection;

import java.time.Duration;

/**
 * What one connection is doing: reading a head, waiting for an answer, waiting for its client to read, or nothing. It decides how long
 * that may go on. Requests begin and end by any thread; everything else is told by the connection's stream, which asks for a
 * {@link Verdict} at every tick and so is as exact as its ticks. Times are those of {@link System#nanoTime}.
 */
public final class Activity {
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
        /** Has had nothing under way for a while. */
        RESTING,
        /** Its client leaves a reply unread. */
        UNREAD,
        /** Has nothing under way but a body that has been coming for a while. */
        RECEIVING,
        /** The same as those that rest or receive, but only just now. */
        FRESH,
        /** Does not give way. */
        BUSY
    }

    private final Limits limits;
    private final Seats seats;

    /** Whole heads so far, which numbers the requests from 1. */
    private int begun;
    /** Requests that have been answered, and replies that have been passed on towards the client. */
    private int answered;

    private int handedOn;
    /** Bodies that are on their way, and since when. */
    private int receiving;

    private long receivingSince = NEVER;
    /** The request whose reply is the last, if that is known. */
    private int last = Integer.MAX_VALUE;

    private boolean seated;
    private volatile boolean used;
    private volatile long restingSince;
    private volatile long unreadSince = NEVER;

    /** Whether the client took nothing of it between the last two ticks. */
    private volatile boolean stuck;

    private boolean moved = true;
    private boolean headOnItsWay;
    private boolean wasRead;
    private long writtenBytes;
    private long seenBytes;
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

    /** A whole head has arrived. @return its number on this connection, from 1 on */
    public synchronized int begin() {
        used = true;
        headOnItsWay = false;
        return ++begun;
    }

    /** Whether the connection may work on a request that is more than a probe: it has a seat, or gets one. If not, this is the last. */
    synchronized boolean sit(int number) {
        if (number > last) {
            return false;
        }
        seated = seated || seats.take();
        if (!seated) {
            last(number);
        }
        return seated;
    }

    /** Whether the connection has a seat or could get one now. */
    synchronized boolean maySit() {
        return seated || seats.areLeft();
    }

    /** The body of a request is on its way. */
    synchronized void bodyBegins(long now) {
        if (receiving++ == 0) {
            receivingSince = now;
        }
    }

    /** A body is whole, or will not be. */
    synchronized void bodyEnds() {
        receiving--;
    }

    /** The reply to this request closes the connection: whatever was sent behind it is not done. */
    public synchronized void last(int number) {
        last = Math.min(last, number);
    }

    /** Whether an earlier reply closes the connection. */
    public synchronized boolean isPastLast(int number) {
        return number > last;
    }

    /** Makes a request the last if none has come behind it. @return whether its reply closes the connection */
    public synchronized boolean closesAfter(int number) {
        if (number == begun) {
            last(number);
        }
        return number >= last;
    }

    /** A request has been answered. */
    public synchronized void end() {
        if (++answered == begun && seated) {
            seated = false;
            seats.giveBack();
        }
    }

    /** A reply has been passed on and is, or is about to be, what waits to be written. */
    synchronized void handedOn(long now) {
        handedOn++;
        restingSince = now;
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

    /** Whether there are requests whose reply has not been passed on. */
    synchronized boolean isUnderWay() {
        return handedOn < begun;
    }

    /** Whether and how soon it should give way to a new connection. */
    synchronized Rank rank(long now) {
        boolean isStale = now - standingSince() >= STALE_NANOS;
        if (isUnderWay()) {
            return !onlyReceives() ? Rank.BUSY : isStale ? Rank.RECEIVING : Rank.FRESH;
        }
        if (unreadSince != NEVER) {
            return stuck && isStale ? Rank.UNREAD : Rank.BUSY;
        }
        return !isStale ? Rank.FRESH : used ? Rank.RESTING : Rank.UNUSED;
    }

    /**
     * Lets the connection go if it is at work on nothing: no reply is due, or only to a request whose body has yet to come. From then on it works
     * on nothing, even if a body becomes whole.
     *
     * @return whether it is
     */
    synchronized boolean letGo() {
        boolean isFree = !isUnderWay() || onlyReceives();
        if (isFree) {
            last = 0;
        }
        return isFree;
    }

    private synchronized boolean onlyReceives() {
        return receiving == begun - handedOn;
    }

    /** Since when it stands still. */
    synchronized long standingSince() {
        if (receiving > 0) {
            return receivingSince;
        }
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
        stuck = unreadSince != NEVER && writtenBytes == seenBytes;
        seenBytes = writtenBytes;
        if (!stuck) {
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
