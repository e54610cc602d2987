package dev.troupe.http.entry;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheName;
import dev.troupe.api.Caches;
import dev.troupe.api.PutOptions;
import dev.troupe.api.ReadOptions;
import dev.troupe.http.connection.IncomingBody;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.RawTarget;
import dev.troupe.http.message.Refused;
import dev.troupe.http.message.RequestHead;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The data plane: operations on one entry. Everything about a request is checked before its body is read. */
public final class EntryRoutes {
    private final Caches caches;

    public EntryRoutes(Caches caches) {
        this.caches = caches;
    }

    /** Whether a path names an entry. */
    public static boolean matches(RawTarget target) {
        return target.size() >= 5
                && !Actions.isOnEntry(target)
                && target.segment(0).equals("v1")
                && target.segment(1).equals("caches")
                && target.segment(3).equals("entries");
    }

    /** The refusal of a name that no cache has. */
    public static Refused noSuchCache(CacheName name) {
        return new Refused(
                ProblemType.CACHE_NOT_FOUND,
                "there is no cache '" + name + "'; GET /v1/caches lists those that there are");
    }

    /** Answers a request for an entry. @throws Refused if it is refused before its body is read */
    public CompletionStage<HttpResponse> answer(
            HttpRequest request, IncomingBody body, RequestHead head, RawTarget target) {
        String method = request.method().value();
        switch (method) {
            case "GET", "HEAD", "PUT", "DELETE" -> {}
            default -> throw new Refused(ProblemType.METHOD_NOT_ALLOWED, method + " does not apply to an entry");
        }
        EntryAddress address = EntryAddress.of(target, caches.limits().maxKeyBytes());
        Cache<byte[], byte[]> cache = caches.find(address.cache()).orElseThrow(() -> noSuchCache(address.cache()));
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (!reads && address.query().value("read").isPresent()) {
            throw new Refused(ProblemType.BAD_PARAMETER, "read is about GET and HEAD");
        }
        if (method.equals("PUT")) {
            return put(cache, address, body, head, target);
        }
        Preconditions conditions = Preconditions.of(head);
        ReadOptions options = EntryReads.options(address.query());
        Supplier<CompletionStage<HttpResponse>> operation = switch (method) {
            case "GET" -> () -> EntryReads.get(cache, address.key(), options, conditions);
            case "HEAD" -> () -> EntryReads.head(cache, address.key(), options, conditions);
            default -> () -> EntryWrites.delete(cache, address.key(), conditions.ofWrite());
        };
        return body.thenAnswer(operation);
    }

    private CompletionStage<HttpResponse> put(
            Cache<byte[], byte[]> cache,
            EntryAddress address,
            IncomingBody incoming,
            RequestHead head,
            RawTarget target) {
        PutOptions options = EntryWrites.options(head, incoming.entity(), address.query(), cache.spec());
        incoming.checkAnnounced();
        String location = target.path() + (address.isBase64() ? "?keyEncoding=base64url" : "");
        return incoming.collect().thenCompose(body -> EntryWrites.put(cache, address.key(), body, options, location));
    }
}
