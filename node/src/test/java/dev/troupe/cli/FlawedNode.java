package dev.troupe.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.troupe.client.EntityTag;
import dev.troupe.client.TtlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A node of one process that keeps all promises but one. */
public final class FlawedNode implements AutoCloseable {
    /** What is wrong with it. */
    public enum Bug {
        NONE,
        LOSES_WRITES,
        READS_STALE,
        MIXES_KEYS_UP,
        IGNORES_CONDITIONS,
        KEEPS_EXPIRED,
        STORES_WHAT_IT_REFUSES,
        HANGS
    }

    private record Stored(byte[] value, long version, long expiresNanos) {}

    static {
        // Else each answer waits for the client's delayed acknowledgement of its headers, some 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** The bug shows in one of so many requests in which it could. */
    private static final int ONE_IN = 20;

    private static final int HANG_ONE_IN = 1000;
    private static final String CACHES =
            "{\"caches\":[{\"name\":\"default\"}],\"limits\":{\"maxKeyBytes\":256,\"maxValueBytes\":4096}}";

    private final Bug bug;
    private final Map<String, Stored> entries = new HashMap<>();
    private final Map<String, Stored> before = new HashMap<>();
    private final AtomicInteger chances = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpServer server;
    private long version = 1L << 32;

    private FlawedNode(Bug bug) {
        this.bug = bug;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    public static FlawedNode with(Bug bug) {
        return new FlawedNode(bug);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private boolean strikes(Bug planted, int oneIn) {
        return bug == planted && chances.incrementAndGet() % oneIn == 0;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getRawPath();
            if (!path.contains("/entries/")) {
                send(exchange, 200, CACHES.getBytes(StandardCharsets.UTF_8));
                return;
            }
            if (strikes(Bug.HANGS, HANG_ONE_IN)) {
                closing.await();
            }
            synchronized (this) {
                entry(exchange, path, body);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void entry(HttpExchange exchange, String path, byte[] body) throws IOException {
        @Nullable Stored stored = entries.get(path);
        if (stored != null && stored.expiresNanos() - System.nanoTime() < 0 && bug != Bug.KEEPS_EXPIRED) {
            entries.remove(path);
            stored = null;
        }
        switch (exchange.getRequestMethod()) {
            case "PUT" -> put(exchange, path, body, stored);
            case "DELETE" -> {
                keepBefore(path, entries.remove(path));
                send(exchange, stored == null ? absent(exchange) : 204, new byte[0]);
            }
            default -> get(exchange, path, stored);
        }
    }

    private void get(HttpExchange exchange, String path, @Nullable Stored stored) throws IOException {
        @Nullable Stored shown = stored;
        if (before.get(path) != null && strikes(Bug.READS_STALE, ONE_IN)) {
            shown = before.get(path);
        } else if (stored != null && strikes(Bug.MIXES_KEYS_UP, ONE_IN)) {
            List<Stored> others = new ArrayList<>(entries.values());
            shown = others.get(Math.floorMod(others.indexOf(stored) + 1, others.size()));
        }
        if (shown == null) {
            send(exchange, absent(exchange), new byte[0]);
        } else {
            exchange.getResponseHeaders().set("ETag", EntityTag.quoted(shown.version()));
            send(exchange, 200, shown.value());
        }
    }

    private void put(HttpExchange exchange, String path, byte[] body, @Nullable Stored stored) throws IOException {
        if (!holds(exchange.getRequestHeaders(), stored) && bug != Bug.IGNORES_CONDITIONS) {
            send(exchange, 412, new byte[0]);
            return;
        }
        Stored fresh = new Stored(body, ++version, expiry(exchange));
        if (!strikes(Bug.LOSES_WRITES, ONE_IN)) {
            keepBefore(path, stored);
            entries.put(path, fresh);
        }
        exchange.getResponseHeaders().set("ETag", EntityTag.quoted(fresh.version()));
        int status = stored == null ? 201 : 204;
        send(exchange, strikes(Bug.STORES_WHAT_IT_REFUSES, ONE_IN) ? 503 : status, new byte[0]);
    }

    private void keepBefore(String path, @Nullable Stored stored) {
        if (stored != null) {
            before.put(path, stored);
        }
    }

    private static boolean holds(Headers headers, @Nullable Stored stored) {
        @Nullable String match = headers.getFirst("If-Match");
        @Nullable String noneMatch = headers.getFirst("If-None-Match");
        return (match == null || (stored != null && match.equals(EntityTag.quoted(stored.version()))))
                && (noneMatch == null || stored == null);
    }

    private static long expiry(HttpExchange exchange) {
        @Nullable String query = exchange.getRequestURI().getRawQuery();
        return query == null
                ? System.nanoTime() + Long.MAX_VALUE / 2
                : System.nanoTime()
                        + TtlText.parse(query.substring("ttl=".length())).toNanos();
    }

    private static int absent(HttpExchange exchange) {
        exchange.getResponseHeaders().set("Cache-Status", "troupe; fwd=miss");
        return 404;
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
