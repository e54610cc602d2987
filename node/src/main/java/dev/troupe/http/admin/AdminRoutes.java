package dev.troupe.http.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Caches;
import dev.troupe.api.ClusterView;
import dev.troupe.api.ClusterView.PartitionTable;
import dev.troupe.api.ClusterView.Readiness;
import dev.troupe.http.entry.EntryAddress;
import dev.troupe.http.entry.EntryRoutes;
import dev.troupe.http.message.EntityTags;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Query;
import dev.troupe.http.message.RawTarget;
import dev.troupe.http.message.Refused;
import dev.troupe.http.message.Replies;
import dev.troupe.http.message.RequestHead;
import dev.troupe.metrics.MeterBook;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Everything but the entries: caches, cluster, health, metrics and the contract itself. Only
 * the acknowledgement of a loss changes anything.
 */
public final class AdminRoutes {
    private static final ContentType PROMETHEUS = ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");
    private static final ContentType YAML = ContentTypes.parse("application/yaml");

    /** What load balancers and meters ask of a node, whatever they hang on to the path. */
    private static final Set<String> PROBES = Set.of("/alive", "/ready", "/metrics");

    private static final HttpHeader PROBE_METHODS = RawHeader.create("Allow", "GET, HEAD, OPTIONS");
    private static final HttpHeader ADMIN_METHODS = RawHeader.create("Allow", "GET, HEAD");
    private static final HttpHeader ACKNOWLEDGE_METHODS = RawHeader.create("Allow", "POST");

    private static final String ACKNOWLEDGE = "/v1/cluster/partitions/_acknowledge";

    private final Caches caches;
    private final ClusterView view;
    private final MeterBook meters;
    private final BooleanSupplier draining;
    private final byte[] contract = Contract.yaml();

    /**
     * The admin plane of one server.
     *
     * @param draining whether this server is about to stop
     */
    public AdminRoutes(Caches caches, ClusterView view, MeterBook meters, BooleanSupplier draining) {
        this.caches = caches;
        this.view = view;
        this.meters = meters;
        this.draining = draining;
    }

    /** Answers a request by its path. @throws Refused if there is nothing there */
    public CompletionStage<HttpResponse> answer(String method, RequestHead head, RawTarget target) {
        if (isOfTheServer(method, target)) {
            return CompletableFuture.completedFuture(readyOrNot(Replies.empty(204, List.of(PROBE_METHODS))));
        }
        String known = pattern(target);
        if (known.isEmpty()) {
            throw new Refused(ProblemType.NO_SUCH_ROUTE, "the routes are listed in /openapi.yaml");
        }
        if (known.equals(ACKNOWLEDGE)) {
            return acknowledged(method, target);
        }
        if (PROBES.contains(known) && method.equals("OPTIONS")) {
            return CompletableFuture.completedFuture(now(known, target).addHeader(PROBE_METHODS));
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new Refused(ProblemType.METHOD_NOT_ALLOWED, method + " does not apply here");
        }
        if (known.equals("/v1/cluster/partitions")) {
            Query.checkEmpty(target.query());
            return view.partitions().thenApply(table -> partitions(head, table));
        }
        return CompletableFuture.completedFuture(now(known, target));
    }

    /**
     * Whether a request asks for the node's state, which is answered however busy the node is: its path names a probe, or it is the plain check
     * of a load balancer.
     */
    public static boolean isProbe(String method, RawTarget target) {
        return PROBES.contains(target.path()) || isOfTheServer(method, target);
    }

    /** The methods that a path of the admin plane knows. */
    public static HttpHeader allowed(RawTarget target) {
        return isAcknowledgement(target)
                ? ACKNOWLEDGE_METHODS
                : PROBES.contains(target.path()) ? PROBE_METHODS : ADMIN_METHODS;
    }

    /** The options of the server as a whole: the check that HAProxy makes unless it is told another. */
    private static boolean isOfTheServer(String method, RawTarget target) {
        return method.equals("OPTIONS")
                && (target.path().equals(RawTarget.SERVER) || target.path().equals("/"));
    }

    /** Whether a path is there to acknowledge that partitions were lost. */
    private static boolean isAcknowledgement(RawTarget target) {
        boolean below = target.size() >= 4
                && target.segment(0).equals("v1")
                && target.segment(1).equals("cluster")
                && target.segment(2).equals("partitions");
        return below
                && target.segment(target.size() - 1).equals("_acknowledge")
                && (target.size() == 4
                        || (target.size() == 5 && target.segment(3).matches("[0-9]{1,5}")));
    }

    private CompletionStage<HttpResponse> acknowledged(String method, RawTarget target) {
        if (!method.equals("POST")) {
            throw new Refused(ProblemType.METHOD_NOT_ALLOWED, method + " does not apply here");
        }
        Query.checkEmpty(target.query());
        OptionalInt partition =
                target.size() == 4 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(target.segment(3)));
        return view.partitions().thenCompose(table -> {
            int count = table.partitions().size();
            if (partition.isPresent() && partition.getAsInt() >= count) {
                throw new Refused(ProblemType.NO_SUCH_ROUTE, "partitions go from 0 to " + (count - 1));
            }
            return view.acknowledgeLoss(partition).thenApply(AdminRoutes::acknowledged);
        });
    }

    private static HttpResponse acknowledged(boolean done) {
        if (!done) {
            throw new Refused(ProblemType.UNAVAILABLE, "the owner of a lost partition did not answer; ask again");
        }
        return Replies.empty(204, List.of());
    }

    private HttpResponse now(String known, RawTarget target) {
        if (known.equals("/v1/caches/{cache}/_locate/{key}")) {
            return located(target);
        }
        if (!PROBES.contains(known)) {
            Query.checkEmpty(target.query());
        }
        return switch (known) {
            case "/alive" -> json(Representations.fact("status", "alive"));
            case "/ready" ->
                readyOrNot(json(Representations.fact("status", "ready")
                        .put("detail", view.readiness().detail())));
            case "/metrics" -> Replies.body(200, HttpEntities.create(PROMETHEUS, utf8(meters.text())), List.of());
            case "/openapi.yaml" -> Replies.body(200, HttpEntities.create(YAML, contract), List.of());
            case "/v1/caches" -> json(Representations.caches(caches.list(), caches.limits()));
            case "/v1/caches/{cache}" -> json(Representations.cache(spec(target)));
            case "/v1/cluster" -> json(Representations.members(view.members()));
            default -> throw new IllegalStateException("no answer for " + known);
        };
    }

    /** The route that a path belongs to, or the empty text. */
    private static String pattern(RawTarget target) {
        if (isAcknowledgement(target)) {
            return ACKNOWLEDGE;
        }
        boolean version1 = target.segment(0).equals("v1");
        if (version1 && target.segment(1).equals("caches")) {
            return switch (target.size()) {
                case 2 -> "/v1/caches";
                case 3 -> "/v1/caches/{cache}";
                default ->
                    target.size() > 4 && target.segment(3).equals("_locate") ? "/v1/caches/{cache}/_locate/{key}" : "";
            };
        }
        return switch (target.path()) {
            case "/alive", "/ready", "/metrics", "/openapi.yaml", "/v1/cluster", "/v1/cluster/partitions" ->
                target.path();
            default -> "";
        };
    }

    /** @throws Refused if this node should get no traffic */
    private HttpResponse readyOrNot(HttpResponse ready) {
        Readiness readiness = view.readiness();
        if (draining.getAsBoolean()) {
            throw new Refused(ProblemType.NOT_READY, "the node is stopping");
        }
        if (!readiness.ready()) {
            throw new Refused(ProblemType.NOT_READY, readiness.detail());
        }
        return ready;
    }

    private CacheSpec spec(RawTarget target) {
        CacheName name = EntryAddress.cacheName(target.segment(2));
        return caches.find(name)
                .orElseThrow(() -> EntryRoutes.noSuchCache(name))
                .spec();
    }

    private HttpResponse located(RawTarget target) {
        EntryAddress address = EntryAddress.of(target, caches.limits().maxKeyBytes());
        if (caches.find(address.cache()).isEmpty()) {
            throw EntryRoutes.noSuchCache(address.cache());
        }
        return json(Representations.location(EntryAddress.subject(target), view.locate(address.key())));
    }

    private static HttpResponse partitions(RequestHead head, PartitionTable table) {
        // Weak: sizes in the document change without the table's version.
        List<HttpHeader> tag = List.of(RawHeader.create("ETag", "W/" + EntityTags.of(table.version())));
        return EntityTags.ifNoneMatch(head.ifNoneMatch()).holds(table.version())
                ? Replies.body(200, entity(Representations.partitions(table)), tag)
                : Replies.empty(304, tag);
    }

    private static HttpResponse json(ObjectNode document) {
        return Replies.body(200, entity(document), List.of());
    }

    private static ResponseEntity entity(ObjectNode document) {
        return HttpEntities.create(ContentTypes.APPLICATION_JSON, Representations.bytes(document));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
