package dev.troupe.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A node that speaks the data plane of the HTTP contract over one map on a port of its own. Entries are kept under their
 * raw path; time to live is echoed, not enforced.
 */
public final class FakeNode implements AutoCloseable {
    /** What a request looked like. */
    public record Seen(String method, String target, Map<String, List<String>> headers) {
        /** The first value of a header, empty if it was not sent. */
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    /** An answer that is given whatever the request says. */
    public record Canned(int status, Map<String, String> headers, String body) {
        /** A problem of this type. */
        public static Canned problem(int status, String type) {
            String body = "{\"type\":\"/problems/" + type + "\",\"status\":" + status + ",\"detail\":\"canned\"}";
            return new Canned(status, Map.of("Content-Type", "application/problem+json"), body);
        }
    }

    private record Stored(
            byte[] value,
            long version,
            String mediaType,
            @Nullable String ttl) {}

    static {
        // Else each answer waits for the client's delayed acknowledgement of its headers, some 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final String CATALOGUE = """
            {"caches":[{"name":"sessions","ttl":"30m","maxTtl":"1d","idle":"5m","maxBytes":1048576,
            "replication":"sync","eviction":"none","readFrom":"any"},{"name":"default","replication":"async"}],
            "limits":{"maxKeyBytes":256,"maxValueBytes":4096}}""";

    /** Requests seen, probes of readiness left out. */
    public final List<Seen> seen = new CopyOnWriteArrayList<>();
    /** While set, every request of the data plane gets this answer. */
    public volatile @Nullable Canned canned;
    /** The same for requests of entries only, so that the list of caches still works. */
    public volatile @Nullable Canned cannedEntries;
    /** What {@code /ready} answers. */
    public volatile int readyStatus = 200;
    /** While set, the data plane closes the connection without an answer. */
    public volatile boolean mute;

    /** While set, answers wait for it. */
    public volatile @Nullable CountDownLatch gate;

    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final Map<String, Stored> entries;
    private final AtomicLong version = new AtomicLong(0x65f0c0de00000000L);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpServer server;

    private FakeNode(Map<String, Stored> entries) {
        this.entries = entries;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    /** A node of its own. */
    public static FakeNode start() {
        return new FakeNode(new ConcurrentHashMap<>());
    }

    /** Another node with the same entries. */
    public FakeNode startAnother() {
        return new FakeNode(entries);
    }

    /** Its base address. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How many requests of the data plane it had at a time. */
    public int mostUnderWay() {
        return mostUnderWay.get();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getRawPath();
            Canned answer = path.contains("/entries/") && cannedEntries != null ? cannedEntries : canned;
            if (path.equals("/ready")) {
                exchange.sendResponseHeaders(readyStatus, -1);
                return;
            }
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders())));
            if (mute) {
                return;
            }
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            awaitGate();
            underWay.decrementAndGet();
            if (answer != null) {
                answer.headers().forEach(exchange.getResponseHeaders()::set);
                send(exchange, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8));
            } else if (path.equals("/v1/caches")) {
                send(exchange, 200, CATALOGUE.getBytes(StandardCharsets.UTF_8));
            } else if (path.startsWith("/v1/caches/default/entries/")) {
                entry(exchange, path, body);
            } else {
                problem(exchange, 404, "cache-not-found");
            }
        }
    }

    private void awaitGate() throws IOException {
        CountDownLatch closed = gate;
        try {
            if (closed != null) {
                closed.await();
            }
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    private void entry(HttpExchange exchange, String path, byte[] body) throws IOException {
        Stored stored = entries.get(path);
        String method = exchange.getRequestMethod();
        boolean writes = method.equals("PUT") || (method.equals("DELETE") && stored != null);
        if (writes && !conditionHolds(exchange, stored)) {
            tag(exchange, stored);
            problem(exchange, 412, "precondition-failed");
        } else if (method.equals("PUT")) {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            Stored fresh = new Stored(body, version.incrementAndGet(), type, ttl(exchange));
            entries.put(path, fresh);
            tag(exchange, fresh);
            send(exchange, stored == null ? 201 : 204, new byte[0]);
        } else if (stored == null) {
            problem(exchange, 404, "entry-not-found");
        } else if (method.equals("DELETE")) {
            entries.remove(path);
            send(exchange, 204, new byte[0]);
        } else {
            tag(exchange, stored);
            exchange.getResponseHeaders().set("Content-Type", stored.mediaType());
            String remaining = stored.ttl() == null ? "" : "; ttl=57";
            exchange.getResponseHeaders().set("Cache-Status", "troupe; hit" + remaining);
            send(exchange, 200, stored.value());
        }
    }

    private static @Nullable String ttl(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return query != null && query.contains("ttl=") ? query : null;
    }

    private static boolean conditionHolds(HttpExchange exchange, @Nullable Stored stored) {
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        String noneMatch = exchange.getRequestHeaders().getFirst("If-None-Match");
        return (match == null || matches(match, stored)) && (noneMatch == null || !matches(noneMatch, stored));
    }

    private static boolean matches(String tags, @Nullable Stored stored) {
        return stored != null && (tags.equals("*") || tags.contains(EntityTag.quoted(stored.version())));
    }

    private static void tag(HttpExchange exchange, @Nullable Stored stored) {
        if (stored != null) {
            exchange.getResponseHeaders().set("ETag", EntityTag.quoted(stored.version()));
        }
    }

    private static void problem(HttpExchange exchange, int status, String type) throws IOException {
        Canned problem = Canned.problem(status, type);
        if (type.equals("entry-not-found")) {
            exchange.getResponseHeaders().set("Cache-Status", "troupe; fwd=miss");
        }
        problem.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, status, problem.body().getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
        }
        boolean bare = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bare ? -1 : body.length);
        if (!bare) {
            exchange.getResponseBody().write(body);
        }
    }
}
