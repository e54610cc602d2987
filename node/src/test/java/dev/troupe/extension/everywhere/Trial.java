package dev.troupe.extension.everywhere;

import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.Caches;
import dev.troupe.api.Condition;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.Entry;
import dev.troupe.api.KeyPage;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.PutOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Operations on one cache, one after the other, with what came of each as text. Versions are told as v1, v2 and so on in the order in
 * which they are met, so that equal texts mean equal relations.
 */
final class Trial {
    private final Caches caches;
    private final List<String> transcript = new ArrayList<>();
    private final List<Long> versions = new ArrayList<>();
    private Cache<byte[], byte[]> cache;
    private byte[] key = utf8("k");

    Trial(Caches caches) {
        this.caches = caches;
        this.cache = caches.cache("default");
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    String transcript() {
        return String.join("; ", transcript);
    }

    // ---- where

    /** What follows is about this cache. */
    Trial in(String name) {
        try {
            cache = caches.cache(name);
        } catch (CacheException refused) {
            transcript.add(refused.reason().name());
        }
        return this;
    }

    /** What follows is about this key. */
    Trial key(byte[] value) {
        key = value;
        return this;
    }

    Trial key(String value) {
        return key(utf8(value));
    }

    // ---- operations

    Trial put(String value) {
        return put(value, PutOptions.DEFAULT);
    }

    Trial put(String value, PutOptions options) {
        return put(utf8(value), options);
    }

    Trial put(byte[] value, PutOptions options) {
        return tell(() -> cache.put(key, value, options), put -> put.outcome() + " " + name(put.version()));
    }

    /** A put under a condition on a version met before, counted from 1. */
    Trial putIf(String value, Function<Trial, Condition> condition) {
        return put(value, PutOptions.DEFAULT.withCondition(condition.apply(this)));
    }

    Trial get() {
        return tell(() -> cache.get(key), found -> found.map(this::text).orElse("absent"));
    }

    Trial peek() {
        return tell(
                () -> cache.peek(key),
                found -> found.map(entry -> text(entry.withValue(utf8("#" + entry.value()))))
                        .orElse("absent"));
    }

    Trial remove(Function<Trial, Condition> condition) {
        return tell(() -> cache.remove(key, condition.apply(this)), Enum::name);
    }

    Trial remove() {
        return remove(trial -> Condition.always());
    }

    Trial touch(Duration ttl) {
        return tell(() -> cache.touch(key, Optional.of(ttl)), there -> there ? "touched" : "absent");
    }

    Trial touchForEver() {
        return tell(() -> cache.touch(key, Optional.empty()), there -> there ? "touched" : "absent");
    }

    Trial add(long by) {
        return add(by, CounterOptions.DEFAULT);
    }

    Trial add(long by, CounterOptions options) {
        return tell(
                () -> cache.increment(key, by, options), counted -> counted.value() + " " + name(counted.version()));
    }

    Trial clear() {
        return tell(cache::clear, cleared -> "cleared");
    }

    /** All keys in pages of so many, sorted. */
    Trial keys(String prefix, int limit) {
        return tell(
                () -> pages(KeyQuery.ALL.withPrefix(prefix).withLimit(limit), new TreeSet<>()),
                found -> "keys " + found);
    }

    /** One page. */
    Trial page(KeyQuery query) {
        return tell(() -> cache.keys(query), page -> "page of " + page.keys().size());
    }

    /** Puts values of so many bytes until one is refused. */
    Trial fill(int valueBytes) {
        byte[] value = new byte[valueBytes];
        try {
            for (int number = 0; number < 2000; number++) {
                Await.result(cache.put(utf8("fill" + number), value, PutOptions.DEFAULT));
            }
            transcript.add("never full");
        } catch (CompletionException full) {
            transcript.add(outcome(full));
        }
        return this;
    }

    /** Waits until time has removed the entry; a look does not keep it alive. */
    Trial untilGone() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .until(() -> Await.result(cache.peek(key)).isEmpty());
        transcript.add("gone");
        return this;
    }

    /** Whether the entry has about this time left; over HTTP it is told in whole seconds. */
    Trial remaining(Duration about) {
        return tell(() -> cache.get(key), found -> {
            Duration left = found.orElseThrow().remaining().orElseThrow();
            boolean isAbout = left.compareTo(about) <= 0 && left.compareTo(about.minusSeconds(20)) >= 0;
            return isAbout ? "remaining" : "remaining " + left;
        });
    }

    // ---- versions and conditions

    /** A version met before, counted from 1. */
    long version(int number) {
        return versions.get(number - 1);
    }

    private String name(long version) {
        if (version == Condition.NO_ENTRY) {
            return "v0";
        }
        if (!versions.contains(version)) {
            versions.add(version);
        }
        return "v" + (versions.indexOf(version) + 1);
    }

    // ---- what came of it

    private <A> Trial tell(Supplier<CompletionStage<A>> call, Function<A, String> text) {
        try {
            transcript.add(text.apply(Await.result(call.get())));
        } catch (CompletionException failed) {
            transcript.add(outcome(failed));
        } catch (IllegalArgumentException refused) {
            transcript.add("illegal");
        }
        return this;
    }

    private static String outcome(CompletionException failure) {
        return failure.getCause() instanceof CacheException refused
                ? refused.reason().name()
                : failure.toString();
    }

    private String text(Entry<byte[]> entry) {
        return new String(entry.value(), StandardCharsets.UTF_8)
                + " "
                + name(entry.version())
                + (entry.remaining().isPresent() ? " mortal" : "")
                + (entry.mediaType().equals(PutOptions.OCTETS) ? "" : " " + entry.mediaType());
    }

    private CompletionStage<Set<String>> pages(KeyQuery query, Set<String> found) {
        return cache.keys(query).thenCompose(page -> {
            for (KeyPage.Key<byte[]> each : page.keys()) {
                found.add(new String(each.key(), StandardCharsets.UTF_8) + "=" + each.valueBytes()
                        + (each.remaining().isPresent() ? " mortal" : ""));
            }
            return page.next()
                    .map(next -> pages(query.from(next), found))
                    .orElseGet(() -> CompletableFuture.completedFuture(found));
        });
    }
}
