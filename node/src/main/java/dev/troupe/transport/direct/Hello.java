package dev.troupe.transport.direct;

import dev.troupe.transport.Invitation.Token;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The first frame of a connection in each direction: who is there, and what proves it.
 *
 * @param from host:port in the cluster of who says it
 * @param token of the invitation: the guest's of who has opened the connection, the host's in answer
 */
record Hello(String from, Token token) {
    /** Longest that is read. */
    static final int MOST_BYTES = 512;

    private static final byte FORMAT = 1;

    void write(ByteBuffer buffer) {
        Wire.putUtf(buffer.put(FORMAT).putLong(token.high()).putLong(token.low()), from);
    }

    /**
     * The one that is there.
     *
     * @throws NotSerializableException if it is none, or of another format
     */
    static Hello read(ByteBuffer buffer) throws NotSerializableException {
        try {
            byte found = buffer.get();
            if (found != FORMAT) {
                throw new NotSerializableException("format " + found + ", this node reads " + FORMAT);
            }
            Token token = new Token(buffer.getLong(), buffer.getLong());
            return new Hello(Wire.getUtf(buffer), token);
        } catch (BufferUnderflowException ended) {
            throw Wire.refusal("it ends too soon", ended);
        }
    }
}
