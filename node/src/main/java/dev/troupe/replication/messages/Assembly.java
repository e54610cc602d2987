package dev.troupe.replication.messages;

import java.util.Arrays;

/** A run of bytes that comes in pieces, in order. Memory is taken for what has come, not for what was announced. */
public final class Assembly {
    private byte[] bytes = {};
    private int expected;
    private int filled;

    /** Takes the next piece of so many bytes in all; one at offset 0 begins anew; false if it is not the next. */
    public boolean add(int offset, int length, byte[] piece) {
        if (offset == 0) {
            drop();
            expected = Math.max(0, length);
        }
        if (offset != filled || length != expected || piece.length > length - offset) {
            return false;
        }
        if (filled + piece.length > bytes.length) {
            int room = (int) Math.min(length, 2L * (filled + piece.length));
            bytes = Arrays.copyOf(bytes, room);
        }
        System.arraycopy(piece, 0, bytes, offset, piece.length);
        filled += piece.length;
        return true;
    }

    /** How many bytes have come. */
    public int filled() {
        return filled;
    }

    public boolean isComplete() {
        return filled == expected;
    }

    /** What has come; empties the assembly. */
    public byte[] take() {
        byte[] taken = filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
        drop();
        return taken;
    }

    public void drop() {
        bytes = new byte[0];
        expected = 0;
        filled = 0;
    }
}
