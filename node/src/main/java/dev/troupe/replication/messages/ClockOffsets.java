package dev.troupe.replication.messages;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How far this node's clock is ahead of those of others: of each the smallest difference between sending and receiving that
 * was seen in the last minute, for that message was the fastest. Not thread safe.
 */
public final class ClockOffsets {
    private static final long SPAN_MILLIS = 5_000;
    private static final int SPANS = 12;
    private static final long NOT_SEEN = Long.MAX_VALUE;

    private final Map<Long, Seen> byUid = new HashMap<>();

    /**
     * A message has come; what is to be added to its times to get this node's.
     *
     * @param uid of the sender
     * @param sentAtMillis on its clock
     * @param nowMillis on this node's clock
     */
    public long difference(long uid, long sentAtMillis, long nowMillis) {
        return byUid.computeIfAbsent(uid, unknown -> new Seen()).smallest(nowMillis - sentAtMillis, nowMillis);
    }

    /** A node is gone for good. */
    public void forget(long uid) {
        byUid.remove(uid);
    }

    /** The smallest differences of the latest spans of time, in a ring. */
    private static final class Seen {
        private final long[] smallest = new long[SPANS];
        private long latestSpan = Long.MIN_VALUE;

        Seen() {
            Arrays.fill(smallest, NOT_SEEN);
        }

        long smallest(long difference, long nowMillis) {
            long span = Math.floorDiv(nowMillis, SPAN_MILLIS);
            if (span > latestSpan) {
                forgetUpTo(span);
            }
            int place = place(span);
            smallest[place] = Math.min(smallest[place], difference);
            return Arrays.stream(smallest).min().orElseThrow();
        }

        private void forgetUpTo(long span) {
            if (latestSpan < span - SPANS) {
                Arrays.fill(smallest, NOT_SEEN);
            } else {
                for (long passed = latestSpan + 1; passed <= span; passed++) {
                    smallest[place(passed)] = NOT_SEEN;
                }
            }
            latestSpan = span;
        }

        private static int place(long span) {
            return Math.floorMod(span, SPANS);
        }
    }
}
