package dev.troupe.replication.owner;

import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.Lag;
import dev.troupe.replication.state.ReplicationLog;
import org.jspecify.annotations.Nullable;

/** The keeper of another node as the owner sees it. What is not known for certain is the worse of the possibilities. */
final class BackupProgress {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long NO_ROOM_MILLIS = 10_000;
    private static final long RELEASE_MILLIS = 1000;
    /** What does not get through is sent again at intervals that double up to this many times the first. */
    private static final int LONGEST_REWIND = 16;

    private final long uid;
    private final CopySettings settings;
    private Peer peer;
    /** Number of the set since which it gets all changes, 0 if it does not. */
    private long since;

    private boolean opened;
    private boolean complete;
    private boolean holds;
    private boolean refillWanted;
    /** It has acknowledged, or says so without having been asked as a member. */
    private long position;
    /** The last change that was sent to it. */
    private long shipped;

    private @Nullable Filler filler;
    private Lag lag = Lag.NONE;
    private Lag lagTakenAt = Lag.NONE;
    private long owesSinceMillis = NEVER;
    private long sentMillis = Long.MIN_VALUE / 2;
    private long rewoundMillis = Long.MIN_VALUE / 2;
    private long rewindPauseMillis;
    private long noRoomUntilMillis = Long.MIN_VALUE;
    private long releasedMillis = Long.MIN_VALUE / 2;

    BackupProgress(Peer peer, CopySettings settings, long reportedPosition) {
        this.uid = peer.uid();
        this.peer = peer;
        this.settings = settings;
        this.rewindPauseMillis = settings.repeatMillis() / 2;
        this.position = reportedPosition;
        this.shipped = reportedPosition;
        this.holds = reportedPosition != 0;
    }

    long uid() {
        return uid;
    }

    Peer peer() {
        return peer;
    }

    void peer(Peer now) {
        peer = now;
    }

    boolean isOpened() {
        return opened;
    }

    void opened(boolean now) {
        opened = now;
    }

    // ---- belonging to the set, or being the target of a move

    boolean belongs() {
        return since > 0;
    }

    long since() {
        return since;
    }

    /** From now on it gets all changes; what it has said before is a hint only, since it may have been told to delete. */
    void join(long set) {
        since = set;
        complete = false;
        refillWanted = false;
        shipped = position;
        owesSinceMillis = NEVER;
    }

    void leave() {
        since = 0;
        complete = false;
        filler = null;
        refillWanted = false;
        holds = true;
        owesSinceMillis = NEVER;
    }

    // ---- what it has

    boolean isComplete() {
        return complete;
    }

    long position() {
        return position;
    }

    long shipped() {
        return shipped;
    }

    boolean holds() {
        return holds;
    }

    void holds(boolean now) {
        holds = now;
    }

    /** It has all up to there, as a member. */
    void reached(long acknowledged) {
        complete = true;
        refillWanted = false;
        if (filler != null || Long.compareUnsigned(acknowledged, position) > 0) {
            position = acknowledged;
            rewindPauseMillis = settings.repeatMillis() / 2;
        }
        if (filler != null || Long.compareUnsigned(shipped, position) < 0) {
            shipped = position;
        }
        filler = null;
    }

    /** It has no copy that is known to follow this owner; perhaps one at this position. */
    void standsAt(long reported) {
        complete = false;
        position = reported;
        shipped = reported;
    }

    /**
     * All after its position is to be sent again; false if that was done a moment ago. A moment gets longer as long as nothing
     * is acknowledged, so that a slow way is not filled with the same over and over.
     */
    boolean rewind(long nowMillis) {
        if (nowMillis - rewoundMillis < rewindPauseMillis) {
            return false;
        }
        rewoundMillis = nowMillis;
        rewindPauseMillis = Math.min(2 * rewindPauseMillis, LONGEST_REWIND * settings.repeatMillis());
        shipped = position;
        return true;
    }

    boolean wantsRefill() {
        return refillWanted;
    }

    /** The tail does not reach back to it. */
    void wantRefill() {
        refillWanted = true;
        complete = false;
        owesSinceMillis = NEVER;
    }

    @Nullable
    Filler filler() {
        return filler;
    }

    void fill(Filler by) {
        filler = by;
        refillWanted = false;
        complete = false;
        holds = true;
    }

    void noRoom(long nowMillis) {
        noRoomUntilMillis = nowMillis + NO_ROOM_MILLIS;
        complete = false;
        filler = null;
    }

    // ---- time

    /** Something was sent that it should answer. */
    void sent(long upTo, long nowMillis) {
        shipped = upTo;
        asked(nowMillis);
    }

    void asked(long nowMillis) {
        sentMillis = nowMillis;
        if (owesSinceMillis == NEVER) {
            owesSinceMillis = nowMillis;
        }
    }

    /** It has answered, and owes nothing any more or something newer. */
    void heard(long nowMillis) {
        boolean owes = filler != null || (belongs() && !refillWanted && (!complete || shipped != position));
        owesSinceMillis = owes ? nowMillis : NEVER;
    }

    boolean owes() {
        return owesSinceMillis != NEVER;
    }

    boolean isRepeatDue(long nowMillis) {
        return nowMillis - sentMillis >= settings.repeatMillis();
    }

    boolean isSilent(long nowMillis) {
        return owes() && nowMillis - owesSinceMillis >= settings.silentMillis();
    }

    /** Whether it is complete and can be counted on to acknowledge. */
    boolean isGood(long nowMillis) {
        return complete && !isSilent(nowMillis) && peer.unreachableSinceMillis() == Peer.REACHABLE && !peer.down();
    }

    /** Whether it may be chosen as a backup. */
    boolean isEligible(long nowMillis) {
        boolean lost = peer.unreachableSinceMillis() != Peer.REACHABLE
                && nowMillis - peer.unreachableSinceMillis() > settings.replaceMillis();
        return !peer.down() && !peer.draining() && !lost && nowMillis >= noRoomUntilMillis;
    }

    /** Whether there is nothing to be done for it, nor will be only because time passes. */
    boolean isAtRest(long last) {
        boolean isSound = peer.unreachableSinceMillis() == Peer.REACHABLE
                && !peer.draining()
                && noRoomUntilMillis == Long.MIN_VALUE;
        boolean isIdle = opened && !owes() && filler == null && !refillWanted;
        return isSound && isIdle && (belongs() ? complete && position == last : !holds);
    }

    boolean isReleaseDue(long nowMillis) {
        if (nowMillis - releasedMillis < RELEASE_MILLIS) {
            return false;
        }
        releasedMillis = nowMillis;
        return true;
    }

    // ---- how far it is behind

    /** What comes after this position is kept for it; {@link ReplicationLog#NOTHING_LACKS} if it is not waited for or gets all anew. */
    long lacksAfter(long nowMillis) {
        if (!belongs() || refillWanted || isSilent(nowMillis)) {
            return ReplicationLog.NOTHING_LACKS;
        }
        long stands = filler == null ? position : filler.isBegun() ? filler.pulledPosition() : 0;
        return stands == 0 ? ReplicationLog.NOTHING_LACKS : stands;
    }

    void measure(ReplicationLog log) {
        lag = log.lagAfter(filler == null ? position : filler.pulledPosition());
        lagTakenAt = log.appended();
    }

    /** What it has not acknowledged, if it is one that writes wait for. */
    Lag awaitedLag(ReplicationLog log, long nowMillis) {
        boolean awaited = belongs() && owes() && !isSilent(nowMillis) && (filler == null || filler.isBegun());
        return awaited ? lag(log) : Lag.NONE;
    }

    Lag lag(ReplicationLog log) {
        return lag.plus(log.appended().minus(lagTakenAt));
    }

    @Override
    public String toString() {
        return "keeper " + uid + (belongs() ? " of set " + since : "") + (opened ? "" : ", not opened")
                + (complete ? ", complete at " : ", at ") + Long.toHexString(position)
                + (filler != null ? ", being filled" : "") + (refillWanted ? ", to be filled" : "")
                + (owes() ? ", owes" : "");
    }
}
