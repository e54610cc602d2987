package dev.troupe.proving;

import java.io.Serial;

/** A node that ended, or stayed silent, before it was ready. The message ends with the tail of its log. */
public final class NodeFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NodeFailedException(String message) {
        super(message);
    }
}
