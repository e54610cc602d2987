package dev.troupe.proving.load;

import dev.troupe.proving.history.Attempt;
import dev.troupe.proving.history.Outcome.Plain;
import dev.troupe.proving.history.Recorder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the clients of a load have in common. Safe for use by many threads. */
final class Shared {
    private final KeySpace keys;
    private final Exchange exchange;
    private final Recorder recorder;
    private final AtomicLong values = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, Long> served = new ConcurrentHashMap<>();

    Shared(KeySpace keys, Exchange exchange, Recorder recorder) {
        this.keys = keys;
        this.exchange = exchange;
        this.recorder = recorder;
    }

    KeySpace keys() {
        return keys;
    }

    Exchange exchange() {
        return exchange;
    }

    /** A value that was never used. */
    long nextValue() {
        return values.incrementAndGet();
    }

    /** Records an attempt that has ended. */
    void note(Attempt attempt) {
        recorder.add(attempt);
        requests.incrementAndGet();
        if (attempt.outcome() == Plain.REFUSED || attempt.outcome() == Plain.UNKNOWN) {
            failures.incrementAndGet();
        } else {
            served.merge(group(attempt.key()), attempt.invokedNanos(), Math::max);
        }
    }

    /** Remembers the newest version of a key that was acknowledged. */
    void acknowledged(String key, long version) {
        acknowledged.merge(key, version, (one, other) -> Long.compareUnsigned(one, other) > 0 ? one : other);
    }

    /** Whether a key was written and not removed since. */
    boolean isAcknowledged(String key) {
        return acknowledged.containsKey(key);
    }

    /** After a remove nothing in particular can be expected of a key. */
    void forget(String key) {
        acknowledged.remove(key);
    }

    /** Whether a version that was read is older than one that was acknowledged; absence is version 0. */
    boolean isOlderThanAcknowledged(String key, long version) {
        return Long.compareUnsigned(version, acknowledged.getOrDefault(key, 0L)) < 0;
    }

    /** How many groups have answered a request that began after a moment. */
    long servedSince(long nanos) {
        return served.values().stream().filter(last -> last - nanos >= 0).count();
    }

    long requests() {
        return requests.get();
    }

    long failures() {
        return failures.get();
    }

    private static String group(String key) {
        return key.substring(0, key.indexOf('}'));
    }
}
