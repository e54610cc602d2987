package dev.troupe.replication.state;

import java.util.List;

/**
 * A piece of a partition as changes that make it, to be taken in by a copy that is being filled.
 *
 * @param changes puts, recalls and nothing else; their versions are those of the entries
 * @param next where to go on, or {@link #END}
 */
public record Content(List<Change> changes, Cursor next) {
    /** Where to begin. */
    public static final Cursor START = new Cursor(0, 0);
    /** Nothing follows. */
    public static final Cursor END = new Cursor(-1, 0);

    /**
     * A place in a partition that stays valid while entries come, go and move.
     *
     * @param step the receipts first, then one cache after the other
     * @param at the cursor in that cache's store
     */
    public record Cursor(int step, long at) {}
}
