package dev.troupe.bench.nodes;

import dev.troupe.api.CacheName;
import dev.troupe.http.RawConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Puts by several clients, each with a connection of its own, on plain sockets, so that little of the time is theirs. */
final class PutLoop {
    private final List<URI> nodes;
    private final CacheName cache;
    private final int clients;
    private final int keys;
    private final byte[] value;

    /**
     * What a run came to.
     *
     * @param perSecond puts that were answered
     * @param nanos time of each
     * @param failed puts that were refused
     */
    record Result(double perSecond, long[] nanos, int failed) {}

    /** What one client did. */
    private record Part(long[] nanos, int failed) {}

    PutLoop(List<URI> nodes, CacheName cache, int clients, int keys, int valueBytes) {
        this.nodes = nodes;
        this.cache = cache;
        this.clients = clients;
        this.keys = keys;
        this.value = new byte[valueBytes];
        Arrays.fill(value, (byte) 'v');
    }

    /** Runs all clients for a while. */
    Result run(Duration length) {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long startNanos = System.nanoTime();
            long endNanos = startNanos + length.toNanos();
            List<CompletableFuture<Part>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int number = client;
                running.add(CompletableFuture.supplyAsync(() -> client(number, endNanos), threads));
            }
            List<Part> parts = running.stream().map(CompletableFuture::join).toList();
            double tookSeconds = (System.nanoTime() - startNanos) / 1e9;
            long[] nanos = Cells.sorted(parts.stream().map(Part::nanos).toList());
            return new Result(
                    nanos.length / tookSeconds,
                    nanos,
                    parts.stream().mapToInt(Part::failed).sum());
        } finally {
            threads.shutdownNow();
        }
    }

    private Part client(int number, long endNanos) {
        SplittableRandom random = new SplittableRandom(number);
        URI node = nodes.get(number % nodes.size());
        long[] nanos = new long[1024];
        int count = 0;
        int failed = 0;
        try (RawConnection connection = new RawConnection(node)) {
            while (System.nanoTime() - endNanos < 0) {
                byte[] request = request(node, random.nextInt(keys));
                long startNanos = System.nanoTime();
                connection.send(request);
                int status = connection.read().status();
                if (status != 201 && status != 204 && status != 200) {
                    failed++;
                    continue;
                }
                nanos = count == nanos.length ? Arrays.copyOf(nanos, 2 * count) : nanos;
                nanos[count++] = System.nanoTime() - startNanos;
            }
        } catch (IOException broken) {
            throw new CompletionException("the connection to " + node + " broke", broken);
        }
        return new Part(Arrays.copyOf(nanos, count), failed);
    }

    private byte[] request(URI node, int key) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("PUT /v1/caches/" + cache + "/entries/k" + key + " HTTP/1.1\r\nHost: " + node.getAuthority()
                        + "\r\nContent-Length: " + value.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(value);
        return request.toByteArray();
    }
}
