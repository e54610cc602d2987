package dev.troupe.lifecycle;

import java.io.Serial;

/** The node has ended where it should still be running. */
public final class NodeEndedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NodeEndedException(String message) {
        super(message);
    }
}
