package dev.troupe.bench;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Draws the keys of a benchmark into one array, so that drawing costs the same for every subject and allocates nothing. */
@State(Scope.Thread)
public class Keys {
    static final Payload SIZE = new Payload(16, 100);
    /** Numbers from here on are in no subject unless a benchmark puts them. */
    static final long UNUSED = 1L << 40;

    final byte[] bytes = new byte[SIZE.keyBytes()];
    /** The same array as a map key; it is never stored. */
    final Key key = new Key(bytes);

    private long drawn = 0x9E3779B97F4A7C15L;
    private long fresh = UNUSED;

    /** Draws one of the first {@code entries} numbers, all with the same probability. */
    void drawPresent(int entries) {
        Payload.writeKey(((next() >>> 32) * entries) >>> 32, bytes);
    }

    /** Draws a number that nobody stores. */
    void drawAbsent() {
        Payload.writeKey(UNUSED + UNUSED + (next() >>> 32), bytes);
    }

    /** Takes the next number that was never taken before. */
    void takeFresh() {
        Payload.writeKey(fresh++, bytes);
    }

    /** Sets the key to the {@code back}-th last one of {@link #takeFresh()}, counted from 1. */
    void recallFresh(int back) {
        Payload.writeKey(fresh - back, bytes);
    }

    /** A copy of the key to be stored. */
    byte[] copy() {
        return bytes.clone();
    }

    /** A xorshift generator (Marsaglia 2003). */
    private long next() {
        drawn ^= drawn << 13;
        drawn ^= drawn >>> 7;
        drawn ^= drawn << 17;
        return drawn;
    }
}
