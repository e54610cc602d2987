package dev.troupe.http;

import dev.troupe.api.Cache;
import dev.troupe.api.Entry;
import dev.troupe.http.Preconditions.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** {@code GET} and {@code HEAD} of one entry. */
final class EntryReads {
    private static final HttpHeader HIT = RawHeader.create("Cache-Status", "troupe; hit");

    private EntryReads() {}

    /** Answers with the value. */
    static CompletionStage<HttpResponse> get(Cache<byte[], byte[]> cache, byte[] key, Preconditions conditions) {
        return cache.get(key).thenApply(found -> reply(found, conditions, EntryReads::value));
    }

    /** Answers with all that a get says but the value; counts as no hit. */
    static CompletionStage<HttpResponse> head(Cache<byte[], byte[]> cache, byte[] key, Preconditions conditions) {
        return cache.peek(key).thenApply(found -> reply(found, conditions, EntryReads::length));
    }

    /** Makes the body of a reply. */
    private interface Rendering<V> {
        ResponseEntity entity(ContentType type, V value);
    }

    private static <V> HttpResponse reply(Optional<Entry<V>> found, Preconditions conditions, Rendering<V> rendering) {
        if (found.isEmpty()) {
            throw new Refused(ProblemType.ENTRY_NOT_FOUND, "there is no entry under this key");
        }
        Entry<V> entry = found.get();
        Verdict verdict = conditions.onRead(entry.version());
        if (verdict == Verdict.FAILED) {
            throw new Refused(ProblemType.PRECONDITION_FAILED, "the entry has another version than If-Match asks for");
        }
        List<HttpHeader> headers = List.of(Replies.etag(entry.version()), cacheStatus(entry));
        return verdict == Verdict.NOT_MODIFIED
                ? Replies.empty(304, headers)
                : Replies.body(200, rendering.entity(StoredType.parse(entry.mediaType()), entry.value()), headers);
    }

    private static ResponseEntity value(ContentType type, byte[] value) {
        return HttpEntities.create(type, ByteString.fromArrayUnsafe(value));
    }

    private static ResponseEntity length(ContentType type, Integer length) {
        Source<ByteString, NotUsed> never = Source.empty();
        return length == 0
                ? HttpEntities.create(type, ByteString.emptyByteString())
                : HttpEntities.create(type, length.longValue(), never);
    }

    private static HttpHeader cacheStatus(Entry<?> entry) {
        return entry.remaining().isEmpty()
                ? HIT
                : RawHeader.create(
                        "Cache-Status",
                        "troupe; hit; ttl=" + entry.remaining().get().toSeconds());
    }
}
