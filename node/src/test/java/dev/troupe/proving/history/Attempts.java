package dev.troupe.proving.history;

import dev.troupe.proving.history.Action.Read;
import dev.troupe.proving.history.Action.Remove;
import dev.troupe.proving.history.Action.Write;
import dev.troupe.proving.history.Outcome.Plain;
import dev.troupe.proving.history.Outcome.Saw;
import dev.troupe.proving.history.Outcome.Wrote;

/** Attempts on one key by hand; times in milliseconds. */
public final class Attempts {
    static final String KEY = "{g}k";

    private Attempts() {}

    /** Version of an epoch and sequence. */
    static long version(long epoch, long sequence) {
        return epoch << 32 | sequence;
    }

    public static Attempt of(int from, int to, Action action, Outcome outcome) {
        return new Attempt(1, KEY, action, outcome, from * 1_000_000L, to * 1_000_000L);
    }

    public static Attempt on(String key, Attempt attempt) {
        return new Attempt(
                attempt.client(),
                key,
                attempt.action(),
                attempt.outcome(),
                attempt.invokedNanos(),
                attempt.endedNanos());
    }

    public static Attempt wrote(int from, int to, long value, long version) {
        return of(from, to, Write.of(value), new Wrote(version));
    }

    public static Attempt wroteFor(int ttlMillis, int from, int to, long value, long version) {
        return of(from, to, new Write(value, Action.ANYTHING, ttlMillis), new Wrote(version));
    }

    public static Attempt over(long expected, int from, int to, long value, long version) {
        return of(from, to, Write.over(expected, value), new Wrote(version));
    }

    public static Attempt unmet(long expected, int from, int to, long value) {
        return of(from, to, Write.over(expected, value), Plain.UNMET);
    }

    public static Attempt unknown(int from, int to, long value) {
        return of(from, to, Write.of(value), Plain.UNKNOWN);
    }

    public static Attempt refused(int from, int to, long value) {
        return of(from, to, Write.of(value), Plain.REFUSED);
    }

    public static Attempt saw(int from, int to, long value, long version) {
        return of(from, to, new Read(), new Saw(value, version));
    }

    public static Attempt sawNothing(int from, int to) {
        return saw(from, to, Action.NOTHING, 0);
    }

    public static Attempt removed(int from, int to) {
        return of(from, to, new Remove(), Plain.REMOVED);
    }

    public static Attempt removedPerhaps(int from, int to) {
        return of(from, to, new Remove(), Plain.UNKNOWN);
    }

    public static Attempt absent(int from, int to) {
        return of(from, to, new Remove(), Plain.ABSENT);
    }
}
