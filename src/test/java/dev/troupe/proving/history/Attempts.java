package dev.troupe.proving.history;

import dev.troupe.proving.history.Action.Read;
import dev.troupe.proving.history.Action.Remove;
import dev.troupe.proving.history.Action.Write;
import dev.troupe.proving.history.Outcome.Plain;
import dev.troupe.proving.history.Outcome.Saw;
import dev.troupe.proving.history.Outcome.Wrote;

/** Attempts on one key by hand; times in milliseconds. */
final class Attempts {
    static final String KEY = "{g}k";

    private Attempts() {}

    /** Version of an epoch and sequence. */
    static long version(long epoch, long sequence) {
        return epoch << 32 | sequence;
    }

    static Attempt of(int from, int to, Action action, Outcome outcome) {
        return new Attempt(1, KEY, action, outcome, from * 1_000_000L, to * 1_000_000L);
    }

    static Attempt on(String key, Attempt attempt) {
        return new Attempt(
                attempt.client(),
                key,
                attempt.action(),
                attempt.outcome(),
                attempt.invokedNanos(),
                attempt.endedNanos());
    }

    static Attempt wrote(int from, int to, long value, long version) {
        return of(from, to, Write.of(value), new Wrote(version));
    }

    static Attempt wroteFor(int ttlMillis, int from, int to, long value, long version) {
        return of(from, to, new Write(value, Action.ANYTHING, ttlMillis), new Wrote(version));
    }

    static Attempt over(long expected, int from, int to, long value, long version) {
        return of(from, to, Write.over(expected, value), new Wrote(version));
    }

    static Attempt unmet(long expected, int from, int to, long value) {
        return of(from, to, Write.over(expected, value), Plain.UNMET);
    }

    static Attempt unknown(int from, int to, long value) {
        return of(from, to, Write.of(value), Plain.UNKNOWN);
    }

    static Attempt refused(int from, int to, long value) {
        return of(from, to, Write.of(value), Plain.REFUSED);
    }

    static Attempt saw(int from, int to, long value, long version) {
        return of(from, to, new Read(), new Saw(value, version));
    }

    static Attempt sawNothing(int from, int to) {
        return saw(from, to, Action.NOTHING, 0);
    }

    static Attempt removed(int from, int to) {
        return of(from, to, new Remove(), Plain.REMOVED);
    }

    static Attempt removedPerhaps(int from, int to) {
        return of(from, to, new Remove(), Plain.UNKNOWN);
    }

    static Attempt absent(int from, int to) {
        return of(from, to, new Remove(), Plain.ABSENT);
    }
}
