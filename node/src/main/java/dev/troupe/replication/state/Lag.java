package dev.troupe.replication.state;

/** A number of changes and their bytes. */
public record Lag(long changes, long bytes) {
    /** Nothing. */
    public static final Lag NONE = new Lag(0, 0);

    /** One change more. */
    public Lag plus(Change change) {
        return new Lag(changes + 1, bytes + change.sizeBytes());
    }

    /** The sum. */
    public Lag plus(Lag other) {
        return new Lag(changes + other.changes, bytes + other.bytes);
    }

    /** What came after an earlier count. */
    public Lag minus(Lag earlier) {
        return new Lag(changes - earlier.changes, bytes - earlier.bytes);
    }

    /** The larger number of each. */
    public Lag max(Lag other) {
        return new Lag(Math.max(changes, other.changes), Math.max(bytes, other.bytes));
    }

    /** Whether a window is full. */
    public boolean fills(CopySettings settings) {
        return changes >= settings.windowChanges() || bytes >= settings.windowBytes();
    }
}
