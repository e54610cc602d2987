package dev.troupe.extension;

import dev.troupe.api.Cache;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;

/** Caches as parts of Pekko Streams. */
public final class CacheStreams {
    private CacheStreams() {}

    /**
     * Stores pairs of key and value and hands the results on in the same order. Takes no more than it has put in flight; what is
     * refused as overloaded is put again a little later, and any other failure fails the stream.
     *
     * @param inFlight puts under way at a time, at least 1
     */
    public static <K, V> Flow<Pair<K, V>, PutResult, NotUsed> put(Cache<K, V> cache, PutOptions options, int inFlight) {
        return Flow.<Pair<K, V>>create()
                .mapAsync(
                        inFlight,
                        entry -> Patience.untilAdmitted(() -> cache.put(entry.first(), entry.second(), options)));
    }

    /** The same as the end of a stream; done when all is stored. */
    public static <K, V> Sink<Pair<K, V>, CompletionStage<Done>> sink(
            Cache<K, V> cache, PutOptions options, int inFlight) {
        return put(cache, options, inFlight).toMat(Sink.ignore(), Keep.right());
    }
}
