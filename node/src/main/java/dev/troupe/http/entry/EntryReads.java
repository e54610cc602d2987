package dev.troupe.http.entry;

import dev.troupe.api.Cache;
import dev.troupe.api.Entry;
import dev.troupe.api.ReadOptions;
import dev.troupe.api.ReadResult;
import dev.troupe.http.entry.Preconditions.Verdict;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Query;
import dev.troupe.http.message.Refused;
import dev.troupe.http.message.Replies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** Who may answer. @throws Refused if the parameter {@code read} is neither owner nor any */
    static ReadOptions options(Query query) {
        return query.value("read")
                .map(from -> switch (from) {
                    case "owner" -> ReadOptions.OWNER;
                    case "any" -> ReadOptions.ANY;
                    default -> throw new Refused(ProblemType.BAD_PARAMETER, "read is owner or any");
                })
                .orElse(ReadOptions.DEFAULT);
    }

    /** Answers with the value. */
    static CompletionStage<HttpResponse> get(
            Cache<byte[], byte[]> cache, byte[] key, ReadOptions options, Preconditions conditions) {
        return cache.get(key, options).thenApply(found -> reply(found, conditions, EntryReads::value));
    }

    /** Answers with all that a get says but the value; counts as no hit. */
    static CompletionStage<HttpResponse> head(
            Cache<byte[], byte[]> cache, byte[] key, ReadOptions options, Preconditions conditions) {
        return cache.peek(key, options).thenApply(found -> reply(found, conditions, EntryReads::length));
    }

    /** Makes the body of a reply. */
    private interface Rendering<V> {
        ResponseEntity entity(ContentType type, V value);
    }

    private static <V> HttpResponse reply(ReadResult<V> read, Preconditions conditions, Rendering<V> rendering) {
        if (read.entry().isEmpty()) {
            throw read.isFromBackup()
                    ? new Refused(
                            ProblemType.ENTRY_NOT_FOUND,
                            "a backup knows of no entry under this key; its owner, which may, is silent",
                            fromBackup(read, "troupe; fwd=miss"))
                    : new Refused(ProblemType.ENTRY_NOT_FOUND, "there is no entry under this key");
        }
        Entry<V> entry = read.entry().get();
        Verdict verdict = conditions.onRead(entry.version());
        if (verdict == Verdict.FAILED) {
            throw new Refused(ProblemType.PRECONDITION_FAILED, "the entry has another version than If-Match asks for");
        }
        List<HttpHeader> headers = headers(read, entry);
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

    private static List<HttpHeader> headers(ReadResult<?> read, Entry<?> entry) {
        HttpHeader etag = Replies.etag(entry.version());
        String status = entry.remaining()
                .map(left -> "troupe; hit; ttl=" + left.toSeconds())
                .orElse("troupe; hit");
        if (!read.isFromBackup()) {
            return List.of(etag, entry.remaining().isEmpty() ? HIT : RawHeader.create("Cache-Status", status));
        }
        List<HttpHeader> headers = new ArrayList<>(fromBackup(read, status));
        headers.add(etag);
        return headers;
    }

    /** That a backup has answered, and for how long it may have missed something, in whole seconds. */
    private static List<HttpHeader> fromBackup(ReadResult<?> read, String status) {
        long seconds = read.backupAge().orElse(Duration.ZERO).toSeconds();
        return List.of(
                RawHeader.create("Cache-Status", status + "; detail=backup"),
                RawHeader.create("Age", Long.toString(seconds)));
    }
}
