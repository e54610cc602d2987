package dev.troupe.replication.state;

/**
 * How copies are kept; the same on all nodes of a cluster, the windows aside.
 *
 * @param backups copies beside the owner's, 0 to 3
 * @param windowChanges most changes that a backup may be behind
 * @param windowBytes most bytes that a backup may be behind; a log keeps as many and one change more
 * @param silentMillis a backup that has acknowledged nothing for so long is not waited for by asynchronous writes
 * @param replaceMillis a backup that has been unreachable for so long is replaced, and a fill from which nothing has come lets others have its turn
 * @param repeatMillis what was not answered is said again after this
 * @param chunkBytes most bytes of a piece of a copy, or of a ship; one of more is cut
 */
public record CopySettings(
        int backups,
        int windowChanges,
        int windowBytes,
        long silentMillis,
        long replaceMillis,
        long repeatMillis,
        int chunkBytes) {
    /** Most backups. */
    public static final int MOST_BACKUPS = 3;

    /** How much more than its even part of the copies a node is given room for; see docs/placement.md for how uneven they are. */
    private static final double UNEVENNESS = 1.4;

    /** The same where every node has a copy of everything: they may only lie less densely. */
    private static final double LOOSENESS = 1.1;

    /** The usual ones. */
    public static CopySettings of(int backups) {
        return new CopySettings(backups, 10_000, 256 << 10, 1000, 5000, 200, 120 << 10);
    }

    /** @throws IllegalArgumentException if one is out of range */
    public CopySettings {
        if (backups < 0 || backups > MOST_BACKUPS) {
            throw new IllegalArgumentException("backups must be 0 to " + MOST_BACKUPS + ", got " + backups);
        }
        if (windowChanges < 1 || windowBytes < 1 || chunkBytes < 1) {
            throw new IllegalArgumentException("windows and chunks must not be empty");
        }
        if (silentMillis < 1 || replaceMillis < 1 || repeatMillis < 1) {
            throw new IllegalArgumentException("times must be at least 1 ms");
        }
    }

    /**
     * The part of a node's memory that the partitions it owns may take; the rest is room for the copies of others', which their
     * owners fill as far as this part allows. 1 without backups or on a single node; with one backup 0.48 on two nodes, 0.42 on more.
     *
     * @param holders nodes that can have copies, this one included, at least 1
     */
    public double ownedPart(int holders) {
        int others = holders - 1;
        return others <= backups ? 1 / (1 + LOOSENESS * others) : leastOwnedPart();
    }

    /** That part in a cluster of many nodes. */
    public double leastOwnedPart() {
        return 1 / (1 + UNEVENNESS * backups);
    }
}
