package dev.troupe.store.segment;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.Slabs;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a segment: one block, or several of the same length and a last one that may be shorter. What the segment takes on the heap is
 * counted with it. Only where they are changes.
 */
final class Blocks {
    /** What this object takes beside its list. */
    static final int OBJECT_BYTES = 32;

    /** Those of one entry are no shorter than this, which holds all that is before its value, but for the last. */
    static final int LEAST_LENGTH = 1 << 10;

    private static final int[] NONE = {};

    private int first;
    /** Addresses of those after the first. */
    private final int[] more;

    private final int length;
    private final int lastLength;
    /** What is counted beside the blocks: for the list that of the most it could be, so that as many bytes always count the same. */
    private final int heapBytes;

    private Blocks(int[] addresses, int length, int lastLength, int heapBytes) {
        this.first = addresses[0];
        this.more = addresses.length == 1 ? NONE : Arrays.copyOfRange(addresses, 1, addresses.length);
        this.length = length;
        this.lastLength = lastLength;
        this.heapBytes = heapBytes;
    }

    /** One block of so many bytes, or a little more; null if it is not there. */
    static @Nullable Blocks take(int bytes, MemoryAccount account) {
        int[] addresses = take(bytes, bytes, Segment.OBJECT_BYTES, account);
        return addresses == null ? null : new Blocks(addresses, bytes, bytes, Segment.OBJECT_BYTES);
    }

    /** Blocks of a length, and one of what is left, that come to so many bytes; null if they are not there. */
    static @Nullable Blocks take(int bytes, int length, MemoryAccount account) {
        int[] addresses = take(bytes, length, heapBytes(bytes), account);
        return addresses == null ? null : new Blocks(addresses, length, lastLength(bytes, length), heapBytes(bytes));
    }

    private static int @Nullable [] take(int bytes, int length, int heapBytes, MemoryAccount account) {
        if (!account.tryReserve(heapBytes)) {
            return null;
        }
        int[] addresses = new int[count(bytes, length)];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = account.take(i < addresses.length - 1 ? length : lastLength(bytes, length));
            if (addresses[i] == Slabs.NOWHERE) {
                for (int taken = 0; taken < i; taken++) {
                    account.give(addresses[taken], length);
                }
                account.release(heapBytes);
                return null;
            }
        }
        return addresses;
    }

    /** Gives all of them back. */
    void give(MemoryAccount account) {
        for (int i = 0; i < count(); i++) {
            account.give(address(i), length(i));
        }
        account.release(heapBytes);
    }

    /** The first of them, as long as they come to so many bytes; the rest is given back. */
    Blocks shorten(int bytes, MemoryAccount account) {
        int kept = count(bytes, length);
        int[] addresses = new int[kept];
        for (int i = 0; i < count(); i++) {
            if (i >= kept) {
                account.give(address(i), length(i));
            } else {
                addresses[i] = address(i);
            }
        }
        int lastLength = lastLength(bytes, length);
        account.shorten(addresses[kept - 1], length(kept - 1), lastLength);
        account.release(heapBytes - heapBytes(bytes));
        return new Blocks(addresses, length, lastLength, heapBytes(bytes));
    }

    /** Moves those that should be elsewhere; returns how many bytes that were. */
    long relocate(MemoryAccount account) {
        long moved = 0;
        for (int i = 0; i < count(); i++) {
            int relocated = account.relocate(address(i), length(i));
            if (relocated != address(i)) {
                moved += length(i);
                if (i == 0) {
                    first = relocated;
                } else {
                    more[i - 1] = relocated;
                }
            }
        }
        return moved;
    }

    int count() {
        return 1 + more.length;
    }

    int address(int i) {
        return i == 0 ? first : more[i - 1];
    }

    /** Bytes of a block that may be used, as many as it takes. */
    int length(int i) {
        return i < more.length ? length : (int) Slabs.taken(lastLength);
    }

    /** What so many bytes take, counted, in blocks of any length. */
    static long takenBytes(int bytes) {
        return Slabs.taken(bytes) + heapBytes(bytes);
    }

    /** What they take, counted. */
    long takenBytes() {
        long sum = heapBytes;
        for (int i = 0; i < count(); i++) {
            sum += length(i);
        }
        return sum;
    }

    private static int heapBytes(int bytes) {
        int most = bytes / LEAST_LENGTH;
        return Segment.OBJECT_BYTES + (most == 0 ? 0 : (int) MemoryAccount.arrayBytes(4L * most));
    }

    private static int count(int bytes, int length) {
        return (bytes - 1) / length + 1;
    }

    private static int lastLength(int bytes, int length) {
        return bytes - (count(bytes, length) - 1) * length;
    }
}
