package dev.troupe.proving.history;

import java.time.Duration;

/**
 * How far promises go.
 *
 * @param sync whether a write waits for its copies, so that nothing acknowledged may be lost
 * @param lossWindow how long before a crash an asynchronous cache may lose what it acknowledged
 * @param detection how long after a pause or cut ends a node may still take itself for an owner
 * @param expiryGrace how long an entry may outlive its time to live, and how much earlier it may go
 * @param answerWithin how long a request may take while nothing is wrong
 * @param recoverWithin how long a key may be out of reach after a fault
 */
public record Rules(
        boolean sync,
        Duration lossWindow,
        Duration detection,
        Duration expiryGrace,
        Duration answerWithin,
        Duration recoverWithin) {

    /** Those of the README. */
    public static Rules standard(boolean sync) {
        return new Rules(
                sync,
                Duration.ofSeconds(1),
                Duration.ofSeconds(6),
                Duration.ofSeconds(1),
                Duration.ofSeconds(6),
                Duration.ofSeconds(20));
    }
}
