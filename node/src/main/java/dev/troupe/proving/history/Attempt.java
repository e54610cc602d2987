package dev.troupe.proving.history;

import dev.troupe.proving.history.Action.Remove;
import dev.troupe.proving.history.Action.Write;
import dev.troupe.proving.history.Outcome.Plain;
import dev.troupe.proving.history.Outcome.Saw;
import dev.troupe.proving.history.Outcome.Wrote;
import java.util.Locale;

/**
 * One request of one client and its outcome.
 *
 * @param client who
 * @param key of the entry
 * @param action what was asked
 * @param outcome what was answered
 * @param invokedNanos before it was sent, on a monotonic clock that all clients share
 * @param endedNanos when the answer was there, or was no longer awaited
 */
public record Attempt(int client, String key, Action action, Outcome outcome, long invokedNanos, long endedNanos) {

    /** Whether it ended before the other began. */
    boolean isBefore(Attempt other) {
        return endedNanos < other.invokedNanos;
    }

    /** From when on it can have no effect any more: never, if its outcome is unknown. */
    long settledNanos() {
        return isUnknown() ? Long.MAX_VALUE : endedNanos;
    }

    /** Whether it was to change something and nobody knows whether it did. */
    public boolean isUnknown() {
        return outcome == Plain.UNKNOWN;
    }

    /** Whether there was an answer that says what happened; a refusal is none. */
    public boolean isAnswered() {
        return outcome != Plain.UNKNOWN && outcome != Plain.REFUSED;
    }

    /** Whether it is a read that was answered. */
    boolean isSeen() {
        return outcome instanceof Saw;
    }

    /** Whether it is a write that was acknowledged. */
    boolean isAcknowledgedWrite() {
        return outcome instanceof Wrote;
    }

    boolean isRemove() {
        return action instanceof Remove;
    }

    boolean isWrite() {
        return action instanceof Write;
    }

    /** Whether it may have changed something. */
    boolean mayHaveChanged() {
        return outcome instanceof Wrote || outcome == Plain.REMOVED || (isUnknown() && (isWrite() || isRemove()));
    }

    /** The write that this is. */
    Write write() {
        return (Write) action;
    }

    /** The value written or seen, {@link Action#NOTHING} if neither. */
    long value() {
        if (action instanceof Write write) {
            return write.value();
        }
        return outcome instanceof Saw saw ? saw.value() : Action.NOTHING;
    }

    /** The version given or seen, 0 if neither. */
    long version() {
        if (outcome instanceof Wrote wrote) {
            return wrote.version();
        }
        return outcome instanceof Saw saw ? saw.version() : 0;
    }

    /** For messages: who did what with which answer, times in ms since a start. */
    String text(long startNanos) {
        return String.format(
                Locale.ROOT,
                "client %d, %.1f-%.1f ms: %s -> %s",
                client,
                (invokedNanos - startNanos) / 1e6,
                (endedNanos - startNanos) / 1e6,
                described(),
                answered());
    }

    private String described() {
        if (action instanceof Write write) {
            String ttl = write.ttlMillis() == 0 ? "" : " for " + write.ttlMillis() + " ms";
            return "write " + write.value() + expectation(write.expected()) + ttl;
        }
        return isRemove() ? "remove" : "read";
    }

    private static String expectation(long expected) {
        if (expected == Action.ANYTHING) {
            return "";
        }
        return expected == Action.NOTHING ? " if absent" : " over " + expected;
    }

    private String answered() {
        if (outcome instanceof Saw saw) {
            return saw.value() == Action.NOTHING
                    ? "nothing"
                    : (saw.value() == Action.FOREIGN ? "a foreign value" : String.valueOf(saw.value())) + ", version "
                            + Long.toHexString(saw.version());
        }
        return outcome instanceof Wrote wrote
                ? "version " + Long.toHexString(wrote.version())
                : outcome.toString().toLowerCase(Locale.ROOT);
    }
}
