package dev.troupe.http;

import java.io.Serial;

/** The server could not listen; the message says where and why. */
public final class HttpBindException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    HttpBindException(String message) {
        super(message);
    }

    HttpBindException(String message, Throwable cause) {
        super(message, cause);
    }
}
