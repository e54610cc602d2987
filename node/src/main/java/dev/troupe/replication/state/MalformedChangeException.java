package dev.troupe.replication.state;

/** Bytes that are no changes. */
public final class MalformedChangeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong with them. */
    public MalformedChangeException(String message) {
        super(message);
    }
}
