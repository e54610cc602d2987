package dev.troupe.api;

import java.io.Serial;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What code of a user of the cache threw, or what its stage failed with: a loader, an executor, a codec or a function. The cause is that,
 * whatever it is; a failure of the cache itself is a {@link CacheException} and never one of these. Being a {@link CompletionException}
 * it passes through stages as it stands, and nothing is asked of the cause, whose methods are code of the user too.
 */
public final class UserCodeException extends CompletionException {
    @Serial
    private static final long serialVersionUID = 1L;

    UserCodeException(Throwable cause) {
        super(cause.getClass().getName(), cause);
    }

    /** The cause as a text; the name of its class if it cannot say that. */
    @Override
    public @Nullable String getMessage() {
        try {
            return String.valueOf(getCause());
        } catch (Throwable unspeakable) {
            return super.getMessage();
        }
    }

    /** None: what matters is that of the cause. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
