package dev.troupe.http.entry;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Condition;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.RemoveResult;
import dev.troupe.http.body.Body;
import dev.troupe.http.message.EntityTags;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Query;
import dev.troupe.http.message.Refused;
import dev.troupe.http.message.Replies;
import dev.troupe.http.message.RequestHead;
import dev.troupe.http.message.TtlParameter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** {@code PUT} and {@code DELETE} of one entry; conditions travel in the operation. */
final class EntryWrites {
    private EntryWrites() {}

    /** The put that a request asks for. @throws Refused if a header or a parameter is not legal */
    static PutOptions options(RequestHead head, RequestEntity entity, Query query, CacheSpec spec) {
        if (head.isContentEncoded()) {
            throw new Refused(
                    ProblemType.CONTENT_ENCODING_REFUSED,
                    "send the value as it is; a compressed value is stored like any other, without Content-Encoding");
        }
        Optional<Duration> maxAge = MaxAge.of(head.cacheControl());
        Optional<Duration> ttl = query.value("ttl").map(text -> TtlParameter.parse("ttl", text));
        Optional<Duration> idle = query.value("idle").map(text -> TtlParameter.parse("idle", text));
        Optional<Duration> chosen = ttl.isPresent() ? ttl : maxAge;
        if (chosen.isPresent() && chosen.get().compareTo(spec.longestTtl()) > 0) {
            throw new Refused(
                    ProblemType.BAD_PARAMETER,
                    "the time to live is at most " + TtlParameter.format(spec.longestTtl()) + " in this cache");
        }
        Condition condition = Preconditions.of(head).ofWrite();
        return new PutOptions(chosen, idle, condition, StoredType.of(head, entity));
    }

    /** Stores a body, which is released when the put is answered. */
    static CompletionStage<HttpResponse> put(
            Cache<byte[], byte[]> cache, byte[] key, Body body, PutOptions options, String location) {
        CompletionStage<PutResult> answer;
        try {
            answer = cache.put(key, body.bytes(), options);
        } catch (RuntimeException | Error refused) {
            body.release();
            throw refused;
        }
        return answer.whenComplete((result, failure) -> body.release()).thenApply(result -> stored(result, location));
    }

    /** Removes an entry. */
    static CompletionStage<HttpResponse> delete(Cache<byte[], byte[]> cache, byte[] key, Condition condition) {
        return cache.remove(key, condition).thenApply(EntryWrites::removed);
    }

    private static HttpResponse stored(PutResult result, String location) {
        return switch (result.outcome()) {
            case CREATED ->
                Replies.empty(201, List.of(Replies.etag(result.version()), RawHeader.create("Location", location)));
            case REPLACED -> Replies.empty(204, List.<HttpHeader>of(Replies.etag(result.version())));
            case CONDITION_FAILED ->
                throw new Refused(
                        ProblemType.PRECONDITION_FAILED,
                        result.version() == Condition.NO_ENTRY
                                ? "there is no entry; nothing was stored"
                                : "the entry's ETag is " + EntityTags.of(result.version()) + "; nothing was stored",
                        result.version());
        };
    }

    private static HttpResponse removed(RemoveResult result) {
        return switch (result) {
            case REMOVED -> Replies.empty(204, List.of());
            case ABSENT -> throw new Refused(ProblemType.ENTRY_NOT_FOUND, "there is no entry under this key");
            case CONDITION_FAILED ->
                throw new Refused(ProblemType.PRECONDITION_FAILED, "the condition does not hold; nothing was removed");
        };
    }
}
