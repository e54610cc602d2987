package dev.troupe.replication.owner;

import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.Lag;
import dev.troupe.replication.state.ReplicationLog;
import org.jspecify.annotations.Nullable;

/**
 * The keeper of another node as the owner sees it: at which stage it is, what it has, and what it owes. What is not known for certain is the
 * worse of the possibilities.
 */
final class BackupProgress {
    private static final long NO_ROOM_MILLIS = 10_000;
    private static final long RELEASE_MILLIS = 1000;

    /** How a keeper comes to have all. Only one that belongs to the set is at another stage than the first. */
    enum Stage {
        /** It gets no changes; it may have a copy that is to be deleted. */
        OUTSIDE,
        /** It gets all changes, and has yet to say whether its copy goes on from them. */
        PROBING,
        /** The log does not reach back to it: it is to be filled. */
        LACKING,
        /** It pulls a whole copy, and gets the changes with it. */
        FILLING,
        /** It has all up to its position. */
        REPLICATING
    }

    private final long uid;
    private final CopySettings settings;
    private final AwaitedAnswer answer;
    private final Rewinds rewinds;
    private Peer peer;
    private Stage stage = Stage.OUTSIDE;
    /** Number of the set since which it gets all changes, 0 if it does not. */
    private long since;

    /** Whether it has heard who the owner is. */
    private boolean opened;
    /** Whether it may have something, if only a part of a copy. */
    private boolean holds;
    /** It has acknowledged, or says so without having been asked as a member. */
    private long position;
    /** The last change that was sent to it. */
    private long shipped;

    private @Nullable ReplicaSender sender;
    private Lag lag = Lag.NONE;
    private Lag lagTakenAt = Lag.NONE;
    private long noRoomUntilMillis = Long.MIN_VALUE;
    private long releasedMillis = Long.MIN_VALUE / 2;

    BackupProgress(Peer peer, CopySettings settings, long reportedPosition) {
        this.uid = peer.uid();
        this.peer = peer;
        this.settings = settings;
        this.answer = new AwaitedAnswer(settings.repeatMillis(), settings.silentMillis());
        this.rewinds = new Rewinds(settings.repeatMillis());
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

    private void turn(Stage to) {
        stage = to;
        sender = to == Stage.FILLING ? sender : null;
    }

    // ---- belonging to the set, or being the target of a move

    boolean belongs() {
        return stage != Stage.OUTSIDE;
    }

    long since() {
        return since;
    }

    /** From now on it gets all changes; what it has said before is a hint only, since it may have been told to delete. */
    void join(long set) {
        since = set;
        turn(Stage.PROBING);
        shipped = position;
        answer.forget();
    }

    void leave() {
        since = 0;
        turn(Stage.OUTSIDE);
        holds = true;
        answer.forget();
    }

    // ---- what it has

    boolean isComplete() {
        return stage == Stage.REPLICATING;
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
        boolean isFilled = stage == Stage.FILLING;
        if (isFilled || Long.compareUnsigned(acknowledged, position) > 0) {
            position = acknowledged;
            rewinds.over();
        }
        if (isFilled || Long.compareUnsigned(shipped, position) < 0) {
            shipped = position;
        }
        turn(Stage.REPLICATING);
    }

    /** It has no copy that is known to follow this owner; perhaps one at this position. */
    void standsAt(long reported) {
        doubt();
        position = reported;
        shipped = reported;
    }

    private void doubt() {
        if (stage == Stage.REPLICATING) {
            turn(Stage.PROBING);
        }
    }

    /**
     * All after its position is to be sent again; false if that was done a moment ago. A moment gets longer as long as nothing
     * is acknowledged, so that a slow way is not filled with the same over and over.
     */
    boolean rewind(long nowMillis) {
        if (!rewinds.isDue(nowMillis)) {
            return false;
        }
        shipped = position;
        return true;
    }

    boolean wantsRefill() {
        return stage == Stage.LACKING;
    }

    /** The log does not reach back to it. */
    void wantRefill() {
        turn(Stage.LACKING);
        answer.forget();
    }

    /** What fills it, or null if nothing does. */
    @Nullable
    ReplicaSender sender() {
        return sender;
    }

    void fill(ReplicaSender by) {
        sender = by;
        turn(Stage.FILLING);
        holds = true;
    }

    void noRoom(long nowMillis) {
        noRoomUntilMillis = nowMillis + NO_ROOM_MILLIS;
        doubt();
        if (stage == Stage.FILLING) {
            turn(Stage.PROBING);
        }
    }

    // ---- time

    /** Something was sent that it should answer. */
    void sent(long upTo, long nowMillis) {
        shipped = upTo;
        answer.asked(nowMillis);
    }

    void asked(long nowMillis) {
        answer.asked(nowMillis);
    }

    /** It has answered, and owes nothing any more or something newer. */
    void heard(long nowMillis) {
        boolean owesMore = switch (stage) {
            case OUTSIDE, LACKING -> false;
            case PROBING, FILLING -> true;
            case REPLICATING -> shipped != position;
        };
        answer.heard(owesMore, nowMillis);
    }

    boolean owes() {
        return answer.isOwed();
    }

    boolean isRepeatDue(long nowMillis) {
        return answer.isRepeatDue(nowMillis);
    }

    boolean isSilent(long nowMillis) {
        return answer.isOverdue(nowMillis);
    }

    /** Whether it is complete and can be counted on to acknowledge. */
    boolean isGood(long nowMillis) {
        return isComplete() && !isSilent(nowMillis) && peer.unreachableSinceMillis() == Peer.REACHABLE && !peer.down();
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
        return isSound && opened && !owes() && (belongs() ? isComplete() && position == last : !holds);
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
        return isSilent(nowMillis) ? ReplicationLog.NOTHING_LACKS : lacksAfter();
    }

    /** The same for one that is silent and may come back. */
    long silentLacksAfter(long nowMillis) {
        return isSilent(nowMillis) ? lacksAfter() : ReplicationLog.NOTHING_LACKS;
    }

    private long lacksAfter() {
        if (stage == Stage.OUTSIDE || stage == Stage.LACKING) {
            return ReplicationLog.NOTHING_LACKS;
        }
        long stands = sender == null ? position : sender.isBegun() ? sender.pulledPosition() : 0;
        return stands == 0 ? ReplicationLog.NOTHING_LACKS : stands;
    }

    void measure(ReplicationLog log) {
        lag = log.lagAfter(sender == null ? position : sender.pulledPosition());
        lagTakenAt = log.appended();
    }

    /** What it has not acknowledged, if it is one that writes wait for. */
    Lag awaitedLag(ReplicationLog log, long nowMillis) {
        boolean awaited = belongs() && owes() && !isSilent(nowMillis) && (sender == null || sender.isBegun());
        return awaited ? lag(log) : Lag.NONE;
    }

    Lag lag(ReplicationLog log) {
        return lag.plus(log.appended().minus(lagTakenAt));
    }

    @Override
    public String toString() {
        return "keeper " + uid + (belongs() ? " of set " + since : "") + (opened ? "" : ", not opened") + ", " + stage
                + " at " + Long.toHexString(position) + (owes() ? ", owes" : "");
    }
}
