package dev.troupe.replication;

/** A run of bytes that comes in pieces, in order. */
final class Assembly {
    private byte[] bytes = {};
    private int filled;

    /** Takes the next piece of so many bytes in all; one at offset 0 begins anew; false if it is not the next. */
    boolean add(int offset, int length, byte[] piece) {
        if (offset == 0) {
            bytes = new byte[length];
            filled = 0;
        }
        if (offset != filled || length != bytes.length || piece.length > length - offset) {
            return false;
        }
        System.arraycopy(piece, 0, bytes, offset, piece.length);
        filled += piece.length;
        return true;
    }

    /** How many bytes have come. */
    int filled() {
        return filled;
    }

    boolean isComplete() {
        return filled == bytes.length;
    }

    /** What has come; empties the assembly. */
    byte[] take() {
        byte[] taken = bytes;
        drop();
        return taken;
    }

    void drop() {
        bytes = new byte[0];
        filled = 0;
    }
}
