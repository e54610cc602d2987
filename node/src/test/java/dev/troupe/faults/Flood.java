package dev.troupe.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Many requests at a time to the default cache over HTTP, half of them reads, and what was answered. Who is refused comes
 * again after a tenth of a second. Nothing is judged but the answers. Owned by one test, which closes it.
 */
final class Flood implements AutoCloseable {
    private static final Executor LATER = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
    private static final int NO_ANSWER = 0;

    /**
     * What to ask for.
     *
     * @param keys how many there are
     * @param hotPercent how many of a hundred requests go to the first of them
     * @param valueBytes of each write
     */
    record Shape(int keys, int hotPercent, int valueBytes) {
        private String key() {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            return "flood-" + (random.nextInt(100) < hotPercent ? 0 : random.nextInt(keys));
        }
    }

    /**
     * What was answered.
     *
     * @param byStatus how often, 0 standing for no answer
     * @param slowest longest time to an answer
     * @param withoutAdvice refusals as overloaded that did not say when to come again
     * @param served keys for which a request succeeded
     * @param time how long it went on
     */
    record Tally(Map<Integer, Long> byStatus, Duration slowest, long withoutAdvice, Set<String> served, Duration time) {
        long done() {
            return byStatus.entrySet().stream()
                    .filter(counted -> isDone(counted.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }

        double perSecond() {
            return done() * 1000.0 / time.toMillis();
        }
    }

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final HttpClient http = HttpClient.newBuilder()
            .executor(threads)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final List<URI> nodes;
    private final Shape shape;
    private final byte[] value;
    private final AtomicLong turn = new AtomicLong();
    private final Map<Integer, Long> byStatus = new TreeMap<>();
    private final Set<String> served = new HashSet<>();
    private long slowestNanos;
    private long withoutAdvice;
    private volatile boolean stopping;

    Flood(List<URI> nodes, Shape shape) {
        this.nodes = nodes;
        this.shape = shape;
        this.value = new byte[shape.valueBytes()];
    }

    /** Keeps so many requests in flight for a time. */
    Tally run(int inFlight, Duration time) {
        reset();
        long start = System.nanoTime();
        stopping = false;
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < inFlight; i++) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            ends.add(end);
            ask(end);
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
        all.copy()
                .completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        stopping = true;
        all.join();
        return tally(Duration.ofNanos(System.nanoTime() - start));
    }

    private void ask(CompletableFuture<Void> end) {
        if (stopping) {
            end.complete(null);
            return;
        }
        String key = shape.key();
        long start = System.nanoTime();
        var unused = http.sendAsync(request(key), BodyHandlers.discarding()).whenComplete((response, failure) -> {
            int status = response == null ? NO_ANSWER : response.statusCode();
            note(key, status, response, System.nanoTime() - start);
            (isDone(status) ? threads : LATER).execute(() -> ask(end));
        });
    }

    private HttpRequest request(String key) {
        long number = turn.getAndIncrement();
        URI node = nodes.get((int) (number % nodes.size()));
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve("/v1/caches/default/entries/" + key))
                .timeout(Duration.ofSeconds(30));
        return number / nodes.size() % 2 == 0
                ? request.PUT(HttpRequest.BodyPublishers.ofByteArray(value)).build()
                : request.GET().build();
    }

    private synchronized void note(String key, int status, @Nullable HttpResponse<Void> response, long nanos) {
        byStatus.merge(status, 1L, Long::sum);
        slowestNanos = Math.max(slowestNanos, nanos);
        if (isDone(status)) {
            served.add(key);
        }
        Optional<String> advice =
                response == null ? Optional.empty() : response.headers().firstValue("Retry-After");
        if ((status == 503 || status == 429) && advice.isEmpty()) {
            withoutAdvice++;
        }
    }

    private synchronized void reset() {
        byStatus.clear();
        served.clear();
        slowestNanos = 0;
        withoutAdvice = 0;
    }

    private synchronized Tally tally(Duration time) {
        return new Tally(Map.copyOf(byStatus), Duration.ofNanos(slowestNanos), withoutAdvice, Set.copyOf(served), time);
    }

    private static boolean isDone(int status) {
        return status == 200 || status == 201 || status == 204 || status == 404;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
