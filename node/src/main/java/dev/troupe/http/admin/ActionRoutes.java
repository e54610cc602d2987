package dev.troupe.http.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.api.Cache;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Caches;
import dev.troupe.api.Counted;
import dev.troupe.api.KeyQuery;
import dev.troupe.http.connection.IncomingBody;
import dev.troupe.http.entry.Actions;
import dev.troupe.http.entry.EntryAddress;
import dev.troupe.http.entry.EntryRoutes;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Query;
import dev.troupe.http.message.RawTarget;
import dev.troupe.http.message.Refused;
import dev.troupe.http.message.Replies;
import dev.troupe.http.message.RequestHead;
import dev.troupe.http.message.TtlParameter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@link Actions}: everything about a request is checked before its body is read. */
public final class ActionRoutes {
    private static final String TTL = "ttl";

    private final Caches caches;

    public ActionRoutes(Caches caches) {
        this.caches = caches;
    }

    /** Answers a request for an action. @throws Refused if it is refused before its body is read */
    public CompletionStage<HttpResponse> answer(
            Actions action, String method, IncomingBody body, RequestHead head, RawTarget target) {
        if (!method.equals(action.method())) {
            throw new Refused(ProblemType.METHOD_NOT_ALLOWED, method + " does not apply here");
        }
        if (action.changes() && head.isConditional()) {
            throw new Refused(ProblemType.BAD_CONDITION, "conditions apply to GET, HEAD, PUT and DELETE of an entry");
        }
        return switch (action) {
            case INCREMENT -> increment(body, target);
            case TOUCH -> body.thenAnswer(touch(target));
            case CLEAR -> body.thenAnswer(clear(target));
            case KEYS -> body.thenAnswer(keys(target));
        };
    }

    private CompletionStage<HttpResponse> increment(IncomingBody incoming, RawTarget target) {
        EntryAddress address = address(target, Query.parse(target.query(), Set.of(EntryAddress.KEY_ENCODING)));
        Cache<byte[], byte[]> cache = cache(address.cache());
        incoming.checkAnnounced();
        return incoming.collect().thenCompose(body -> {
            CounterStep step;
            try {
                step = CounterStep.of(body.bytes(), cache.spec());
            } finally {
                body.release();
            }
            return cache.increment(address.key(), step.by(), step.options()).thenApply(ActionRoutes::counted);
        });
    }

    private Supplier<CompletionStage<HttpResponse>> touch(RawTarget target) {
        Query query = Query.parse(target.query(), Set.of(TTL, EntryAddress.KEY_ENCODING), Set.of(TTL));
        EntryAddress address = address(target, query);
        Cache<byte[], byte[]> cache = cache(address.cache());
        String text = query.value(TTL)
                .orElseThrow(() -> new Refused(ProblemType.BAD_PARAMETER, "ttl is missing; empty means no expiry"));
        Optional<Duration> ttl = text.isEmpty() ? Optional.empty() : Optional.of(ttl(text, cache.spec()));
        return () -> cache.touch(address.key(), ttl).thenApply(ActionRoutes::touched);
    }

    private Supplier<CompletionStage<HttpResponse>> clear(RawTarget target) {
        Query.checkEmpty(target.query());
        Cache<byte[], byte[]> cache = cache(EntryAddress.cacheName(target.segment(2)));
        return () -> cache.clear().thenApply(cleared -> Replies.empty(204, List.of()));
    }

    private Supplier<CompletionStage<HttpResponse>> keys(RawTarget target) {
        Query query = Query.parse(target.query(), Set.of("prefix", "limit", "cursor"), Set.of("prefix", "cursor"));
        Cache<byte[], byte[]> cache = cache(EntryAddress.cacheName(target.segment(2)));
        KeyQuery asked = new KeyQuery(
                query.value("prefix").orElse(""),
                query.value("limit").map(ActionRoutes::limit).orElse(KeyQuery.LONGEST_PAGE),
                query.value("cursor"));
        return () -> cache.keys(asked).thenApply(page -> json(KeyListing.of(page), List.of()));
    }

    private EntryAddress address(RawTarget target, Query query) {
        return EntryAddress.of(target, caches.limits().maxKeyBytes(), query);
    }

    private Cache<byte[], byte[]> cache(CacheName name) {
        return caches.find(name).orElseThrow(() -> EntryRoutes.noSuchCache(name));
    }

    /** @throws Refused if it is no time to live or longer than the cache allows */
    static Duration ttl(String text, CacheSpec spec) {
        Duration ttl = TtlParameter.parse(TTL, text);
        if (ttl.compareTo(spec.longestTtl()) > 0) {
            throw new Refused(
                    ProblemType.BAD_PARAMETER,
                    "the time to live is at most " + TtlParameter.format(spec.longestTtl()) + " in this cache");
        }
        return ttl;
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]{1,4}")
                || Integer.parseInt(text) < 1
                || Integer.parseInt(text) > KeyQuery.LONGEST_PAGE) {
            throw new Refused(ProblemType.BAD_PARAMETER, "limit must be from 1 to " + KeyQuery.LONGEST_PAGE);
        }
        return Integer.parseInt(text);
    }

    private static HttpResponse touched(boolean isThere) {
        if (!isThere) {
            throw new Refused(ProblemType.ENTRY_NOT_FOUND, "there is no entry under this key");
        }
        return Replies.empty(204, List.of());
    }

    private static HttpResponse counted(Counted counted) {
        return json(Representations.number("value", counted.value()), List.of(Replies.etag(counted.version())));
    }

    private static HttpResponse json(ObjectNode document, List<HttpHeader> headers) {
        return Replies.body(
                200, HttpEntities.create(ContentTypes.APPLICATION_JSON, Representations.bytes(document)), headers);
    }
}
