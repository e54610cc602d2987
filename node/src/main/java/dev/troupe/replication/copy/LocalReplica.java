package dev.troupe.replication.copy;

import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.PartitionState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The complete copy of a keeper: at rest, or lent to the owner on its node. */
public class LocalReplica {
    /** A mark that no hand-over has used for so long is void. */
    private static final long FINAL_MILLIS = 10_000;

    /** A time since the last tick. */
    private static final long JUST_NOW = Long.MAX_VALUE;

    private @Nullable PartitionState state;
    private Writer lentTo = Writer.NOBODY;
    private long lentPosition;
    private Writer follows = Writer.NOBODY;
    private boolean closed;
    private boolean isFinal;
    private long finalSinceMillis;
    private long heardMillis = JUST_NOW;
    private int thrownAway;

    public boolean isComplete() {
        return state != null;
    }

    Optional<PartitionState> resting() {
        return Optional.ofNullable(state);
    }

    public boolean isLent() {
        return !lentTo.equals(Writer.NOBODY);
    }

    Writer lentTo() {
        return lentTo;
    }

    long position() {
        return state == null ? lentPosition : state.lastVersion();
    }

    /** Whether the copy is known to be part of this writer's history. */
    boolean follows(Writer writer) {
        return follows.equals(writer);
    }

    /** The copy has turned out to be part of this writer's history. */
    void follow(Writer writer) {
        follows = writer;
    }

    /** Whether its owner here has given it back and nobody has opened since. */
    boolean isClosed() {
        return closed;
    }

    public boolean isFinal() {
        return isFinal;
    }

    public void markFinal(long nowMillis) {
        isFinal = true;
        finalSinceMillis = nowMillis;
    }

    void eraseFinal() {
        isFinal = false;
    }

    /** The owner has said something, and nothing before it is missing. */
    void heard(long nowMillis) {
        heardMillis = nowMillis;
    }

    /** How long ago that was; a copy that has just come to be here is as good as its owner's. */
    long silentMillis(long nowMillis) {
        return heardMillis == JUST_NOW ? 0 : Math.max(0, nowMillis - heardMillis);
    }

    void tick(long nowMillis) {
        heardMillis = Math.min(heardMillis, nowMillis);
        if (isFinal && nowMillis - finalSinceMillis >= FINAL_MILLIS) {
            isFinal = false;
        }
    }

    /** Somebody has opened, or has changed something. */
    void eraseMarks() {
        isFinal = false;
        closed = false;
    }

    /** Replaces the copy. */
    void replace(PartitionState by, Writer followed) {
        drop();
        state = by;
        follows = followed;
        heardMillis = JUST_NOW;
    }

    public void drop() {
        if (state != null) {
            state.close();
            state = null;
        }
        lentPosition = 0;
        follows = Writer.NOBODY;
        eraseMarks();
    }

    Optional<PartitionState> lend(Writer writer) {
        PartitionState lent = state;
        if (lent != null) {
            state = null;
            lentTo = writer;
            lentPosition = lent.lastVersion();
            eraseMarks();
        }
        return Optional.ofNullable(lent);
    }

    /** What the writer has begun itself counts as lent; it replaces what was here. */
    void lent(Writer writer, PartitionState begun) {
        drop();
        lentTo = writer;
        lentPosition = begun.lastVersion();
    }

    /** It comes back from the owner here, which was the last one that opened or not. */
    void giveBack(PartitionState back, boolean last) {
        Writer owner = lentTo;
        lentTo = Writer.NOBODY;
        lentPosition = 0;
        if (!back.isWhole()) {
            back.close();
            thrownAway++;
            return;
        }
        back.rest();
        state = back;
        follows = owner;
        heardMillis = JUST_NOW;
        closed = last;
    }

    int thrownAway() {
        return thrownAway;
    }
}
