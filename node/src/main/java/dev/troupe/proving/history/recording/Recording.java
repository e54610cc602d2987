package dev.troupe.proving.history.recording;

import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Rules;
import java.time.Instant;

/**
 * A history and what is needed to judge it once more.
 *
 * @param what was recorded, for people, in one line
 * @param started when the first attempt began, by the wall clock, so that logs can be laid beside it
 * @param rules by which it is to be judged
 * @param history what happened
 */
public record Recording(String what, Instant started, Rules rules, History history) {
    /** A recording of what this process has just recorded, whose clock is {@link System#nanoTime}. */
    public static Recording ofNow(String what, Rules rules, History history) {
        long ageNanos = history.attempts().isEmpty() ? 0 : System.nanoTime() - history.startNanos();
        return new Recording(what, Instant.now().minusNanos(ageNanos), rules, history);
    }
}
