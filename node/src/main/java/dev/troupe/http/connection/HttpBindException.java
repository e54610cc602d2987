package dev.troupe.http.connection;

import java.io.Serial;

/** The server could not listen; the message says where and why. */
public final class HttpBindException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public HttpBindException(String message) {
        super(message);
    }

    public HttpBindException(String message, Throwable cause) {
        super(message, cause);
    }
}
