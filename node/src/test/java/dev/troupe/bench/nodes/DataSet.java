package dev.troupe.bench.nodes;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.Entry;
import dev.troupe.api.PutOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Entries whose values are made from their numbers, so that each can be checked, and the versions they were given. */
final class DataSet {
    private static final int UNDER_WAY = 128;
    private static final int TRIES = 50;
    private static final long PAUSE_MILLIS = 100;
    private static final int LINE_EVERY = 50_000;

    private final Cache<byte[], byte[]> cache;
    private final int valueBytes;
    private final long[] versions;

    /**
     * What differs from what was put.
     *
     * @param entries that were looked at
     * @param missing without an entry
     * @param wrongValue with other bytes
     * @param wrongVersion with another version
     * @param unreadable without an answer, however often they were asked
     */
    record Difference(int entries, int missing, int wrongValue, int wrongVersion, int unreadable) {}

    /** A set that is not there yet. */
    DataSet(Cache<byte[], byte[]> cache, int entries, int valueBytes) {
        this.cache = cache;
        this.valueBytes = valueBytes;
        this.versions = new long[entries];
    }

    /** Puts all entries. @throws IllegalStateException if one cannot be put */
    void load() throws InterruptedException {
        AtomicInteger failed = new AtomicInteger();
        forEach(
                "putting",
                number -> put(number, TRIES).exceptionally(failure -> {
                    failed.incrementAndGet();
                    return false;
                }));
        if (failed.get() > 0) {
            throw new IllegalStateException(failed + " entries could not be put");
        }
    }

    private CompletableFuture<Boolean> put(int number, int tries) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        cache.put(key(number), value(number), PutOptions.DEFAULT).whenComplete((result, failure) -> {
            if (failure == null) {
                versions[number] = result.version();
                done.complete(true);
            } else {
                again(done, failure, tries, () -> put(number, tries - 1));
            }
        });
        return done;
    }

    /** Gets all entries. */
    Difference check() throws InterruptedException {
        AtomicInteger missing = new AtomicInteger();
        AtomicInteger wrongValue = new AtomicInteger();
        AtomicInteger wrongVersion = new AtomicInteger();
        AtomicInteger unreadable = new AtomicInteger();
        forEach(
                "checking",
                number -> get(number, TRIES).handle((found, failure) -> {
                    if (failure != null) {
                        unreadable.incrementAndGet();
                    } else if (found.isEmpty()) {
                        missing.incrementAndGet();
                    } else if (!Arrays.equals(found.get().value(), value(number))) {
                        wrongValue.incrementAndGet();
                    } else if (found.get().version() != versions[number]) {
                        wrongVersion.incrementAndGet();
                    }
                    return true;
                }));
        return new Difference(versions.length, missing.get(), wrongValue.get(), wrongVersion.get(), unreadable.get());
    }

    private CompletableFuture<Optional<Entry<byte[]>>> get(int number, int tries) {
        CompletableFuture<Optional<Entry<byte[]>>> done = new CompletableFuture<>();
        cache.get(key(number)).whenComplete((found, failure) -> {
            if (failure == null) {
                done.complete(found);
            } else {
                again(done, failure, tries, () -> get(number, tries - 1));
            }
        });
        return done;
    }

    private interface Step<T> {
        CompletableFuture<T> begin();
    }

    private static <T> void again(CompletableFuture<T> done, Throwable failure, int tries, Step<T> next) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (tries <= 1 || !(cause instanceof CacheException)) {
            done.completeExceptionally(failure);
            return;
        }
        CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS).execute(() -> begin(done, next));
    }

    private static <T> void begin(CompletableFuture<T> done, Step<T> step) {
        var unused = step.begin().whenComplete((value, failed) -> {
            if (failed == null) {
                done.complete(value);
            } else {
                done.completeExceptionally(failed);
            }
        });
    }

    private interface Each {
        CompletableFuture<Boolean> begin(int number);
    }

    private void forEach(String what, Each each) throws InterruptedException {
        Semaphore permits = new Semaphore(UNDER_WAY);
        for (int number = 0; number < versions.length; number++) {
            permits.acquire();
            var unused = each.begin(number).whenComplete((done, failure) -> permits.release());
            if (number % LINE_EVERY == 0) {
                System.err.println(what + " entry " + number + " of " + versions.length);
            }
        }
        permits.acquire(UNDER_WAY);
    }

    private static byte[] key(int number) {
        return ("data-" + number).getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] value(int number) {
        byte[] value = new byte[valueBytes];
        new SplittableRandom(number).nextBytes(value);
        return value;
    }
}
