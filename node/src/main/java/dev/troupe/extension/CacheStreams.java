package dev.troupe.extension;

import dev.troupe.api.Cache;
import dev.troupe.api.KeyPage;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.Ranges;
import dev.troupe.api.Throttle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Caches as parts of Pekko Streams. */
public final class CacheStreams {
    /** More puts of one stream are not under way at a time. */
    public static final int MOST_IN_FLIGHT = 10_000;

    private CacheStreams() {}

    /**
     * All keys of a cache, page by page as they are asked for: each once that is there all the time.
     *
     * @param <K> the key's type
     * @param cache whose keys
     * @param query where to begin, which prefix, and how many a page
     * @return a source that ends with the last key
     */
    public static <K> Source<K, NotUsed> keys(Cache<K, ?> cache, KeyQuery query) {
        return Source.fromMaterializer((materializer, attributes) -> {
                    Throttle throttle = new Throttle(new Throttle.Window(1, 0));
                    return Source.unfoldAsync(Optional.of(query), next -> page(cache, query, next, throttle))
                            .mapConcat(keys -> keys)
                            .watchTermination((started, ended) -> stopWith(ended, throttle));
                })
                .mapMaterializedValue(started -> NotUsed.getInstance());
    }

    private static <K> CompletionStage<Optional<Pair<Optional<KeyQuery>, List<K>>>> page(
            Cache<K, ?> cache, KeyQuery query, Optional<KeyQuery> next, Throttle throttle) {
        if (next.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return throttle.run(0, () -> cache.keys(next.get()))
                .thenApply(page -> Optional.of(Pair.create(
                        page.next().map(query::from),
                        page.keys().stream().map(KeyPage.Key::key).toList())));
    }

    /**
     * Stores pairs of key and value and hands the results on in the same order. Takes no more than it has put in flight; what is
     * refused as overloaded is put again a little later, with fewer in flight for a while, and given up when for 10 s everything was refused;
     * any other failure fails the stream, and what waits then is not put any more. Of two pairs of one key that are in flight at
     * a time either may be stored last: where that matters, one is enough in flight. A pair is in the hands of the stream until its result has come, and must not change before.
     *
     * @param <K> the key's type
     * @param <V> the value's type
     * @param cache that takes them
     * @param options how each is stored
     * @param inFlight puts under way at a time, 1 to 10000
     * @return a flow of what the puts did, in their order
     * @throws IllegalArgumentException if {@code inFlight} is out of range
     */
    public static <K, V> Flow<Pair<K, V>, PutResult, NotUsed> put(Cache<K, V> cache, PutOptions options, int inFlight) {
        Ranges.check("inFlight", inFlight, 1, MOST_IN_FLIGHT);
        return Flow.<Pair<K, V>, PutResult, NotUsed>fromMaterializer((materializer, attributes) -> {
                    Throttle throttle = new Throttle(new Throttle.Window(inFlight, Long.MAX_VALUE));
                    return Flow.<Pair<K, V>>create()
                            .mapAsync(
                                    inFlight,
                                    entry -> throttle.run(0, () -> cache.put(entry.first(), entry.second(), options)))
                            .watchTermination((started, ended) -> stopWith(ended, throttle));
                })
                .mapMaterializedValue(started -> NotUsed.getInstance());
    }

    /** Nobody takes what a call comes to that has not been made when its stream ends. */
    private static NotUsed stopWith(CompletionStage<Done> ended, Throttle throttle) {
        var unused = ended.whenCompleteAsync(
                (done, failure) ->
                        throttle.stop(failure == null ? new CancellationException("the stream has ended") : failure),
                Runnable::run);
        return NotUsed.getInstance();
    }

    /**
     * The same as the end of a stream; done when all is stored.
     *
     * @param <K> the key's type
     * @param <V> the value's type
     * @param cache that takes them
     * @param options how each is stored
     * @param inFlight puts under way at a time, 1 to 10000
     * @return a sink that is done when all are stored
     * @throws IllegalArgumentException if {@code inFlight} is out of range
     */
    public static <K, V> Sink<Pair<K, V>, CompletionStage<Done>> sink(
            Cache<K, V> cache, PutOptions options, int inFlight) {
        return put(cache, options, inFlight).toMat(Sink.ignore(), Keep.right());
    }
}
