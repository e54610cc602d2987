package dev.troupe.proving.load;

import dev.troupe.api.Condition;
import dev.troupe.proving.history.Action;
import dev.troupe.proving.history.Action.Write;
import dev.troupe.proving.history.Attempt;
import dev.troupe.proving.history.Outcome.Saw;
import dev.troupe.proving.history.Outcome.Wrote;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One client: what it does next, and what it knows of the keys. Used by one thread. */
final class Client {
    private static final long SHORTEST_TTL_MILLIS = 300;
    private static final long LONGEST_TTL_MILLIS = 1500;
    private static final int SECOND_LOOKS = 2;

    private final int number;
    private final Shared shared;
    private final Random random;
    private final Map<String, Saw> known = new HashMap<>();

    Client(int number, Shared shared, long seed) {
        this.number = number;
        this.shared = shared;
        this.random = new Random(seed);
    }

    /** Makes one request, or a few if an answer is strange. */
    void step() {
        String key = shared.keys().random(random);
        if (KeySpace.isExpiring(key)) {
            expiring(key);
        } else if (KeySpace.isCold(key)) {
            cold(key);
        } else {
            lasting(key);
        }
    }

    private void expiring(String key) {
        if (random.nextInt(4) > 0) {
            note(shared.exchange().read(number, key));
        } else {
            long ttlMillis = random.nextLong(SHORTEST_TTL_MILLIS, LONGEST_TTL_MILLIS);
            write(key, new Write(shared.nextValue(), Action.ANYTHING, ttlMillis), Condition.always());
        }
    }

    private void cold(String key) {
        if (shared.isAcknowledged(key)) {
            read(key);
        } else {
            write(key, Write.over(Action.NOTHING, shared.nextValue()), Condition.absent());
        }
    }

    private void lasting(String key) {
        int choice = random.nextInt(100);
        if (choice < 50) {
            read(key);
        } else if (choice < 70) {
            write(key, Write.of(shared.nextValue()), Condition.always());
        } else if (choice < 88) {
            replace(key);
        } else {
            note(shared.exchange().remove(number, key));
            known.remove(key);
            shared.forget(key);
        }
    }

    /** A read that shows less than was acknowledged is repeated: that tells a stale read from a lost write. */
    private void read(String key) {
        for (int look = 0; look <= SECOND_LOOKS; look++) {
            Attempt attempt = shared.exchange().read(number, key);
            note(attempt);
            if (!(attempt.outcome() instanceof Saw saw) || !shared.isOlderThanAcknowledged(key, saw.version())) {
                return;
            }
        }
    }

    /** Writes over what this client saw last, which others may have changed since. */
    private void replace(String key) {
        @Nullable Saw last = known.get(key);
        if (last == null || last.value() < 0) {
            read(key);
        } else if (last.value() == Action.NOTHING) {
            write(key, Write.over(Action.NOTHING, shared.nextValue()), Condition.absent());
        } else {
            write(key, Write.over(last.value(), shared.nextValue()), Condition.versionIn(last.version()));
        }
    }

    private void write(String key, Write write, Condition condition) {
        Attempt attempt = shared.exchange().write(number, key, write, condition);
        note(attempt);
        if (attempt.outcome() instanceof Wrote wrote) {
            known.put(key, new Saw(write.value(), wrote.version()));
            shared.acknowledged(key, wrote.version());
        } else {
            known.remove(key);
        }
    }

    private void note(Attempt attempt) {
        shared.note(attempt);
        if (attempt.outcome() instanceof Saw saw) {
            known.put(attempt.key(), saw);
        }
    }
}
