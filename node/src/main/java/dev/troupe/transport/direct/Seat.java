package dev.troupe.transport.direct;

import dev.troupe.transport.Invitation;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection as the thread that serves it knows it.
 *
 * @param sinceMillis when it was accepted or begun
 * @param followed the invitation that this node follows with it; null if it is another node that comes
 * @param opened what is to be done when it is open
 */
record Seat(
        SocketChannel channel,
        DirectConnection connection,
        long sinceMillis,
        @Nullable Invitation followed,
        Consumer<DirectConnection> opened) {
    /** Whether it is one that has come and has not said yet who it is. */
    boolean isStranger() {
        return followed == null && !connection.isProven();
    }
}
