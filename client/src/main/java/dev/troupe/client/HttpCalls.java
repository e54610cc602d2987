package dev.troupe.client;

import dev.troupe.api.CacheException;
import dev.troupe.api.Reason;
import dev.troupe.api.Throttle;
import dev.troupe.client.NodePicker.Node;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls to nodes. A call is sent again, to the next node, only if that does no harm: if the connection was refused, or
 * if a node that starts or leaves answered 503, which is said only where nothing was
 * done, or of clearing, which may be repeated. Owned by {@link RemoteCaches}.
 */
final class HttpCalls implements AutoCloseable {
    /**
     * Of values under way in one bulk call. A node takes 4 % of its heap by default, 20 MiB of 512, and counts large ones as up to twice
     * their length.
     */
    private static final long BULK_BYTES = 8 << 20;

    private final ClientSettings settings;
    private final NodePicker picker;
    private final ExecutorService executor;
    private final HttpClient http;
    private final AtomicInteger inFlight = new AtomicInteger();

    HttpCalls(ClientSettings settings) {
        this.settings = settings;
        this.picker = new NodePicker(settings, System.nanoTime());
        // Its queue is bounded by maxInFlight, as every task belongs to a call.
        this.executor = Executors.newFixedThreadPool(
                Math.max(2, Runtime.getRuntime().availableProcessors()), HttpCalls::daemon);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .executor(executor)
                .build();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "troupe-client");
        thread.setDaemon(true);
        return thread;
    }

    /** The answer, whatever its status; fails with a {@link CacheException} if there is none. */
    CompletableFuture<HttpResponse<byte[]>> send(Call call) {
        if (executor.isShutdown()) {
            return CompletableFuture.failedFuture(new IllegalStateException("the client is closed"));
        }
        if (inFlight.incrementAndGet() > settings.maxInFlight()) {
            inFlight.decrementAndGet();
            return CompletableFuture.failedFuture(new CacheException(
                    Reason.OVERLOADED,
                    "more than " + settings.maxInFlight() + " calls are in flight: wait for answers first"));
        }
        NodeAttempt attempt = NodeAttempt.of(call, System.nanoTime());
        CompletableFuture<HttpResponse<byte[]>> answer =
                attempt.answer().whenComplete((response, failure) -> inFlight.decrementAndGet());
        probe();
        begin(attempt);
        return answer;
    }

    /** For the many calls of one that asks for more: they leave half of all connections, and most of what nodes hold, to others. */
    Throttle throttle() {
        long connections = (long) picker.size() * settings.maxConnections();
        int calls = (int) Math.max(1, Math.min(settings.maxInFlight(), connections) / 2);
        return new Throttle(new Throttle.Window(calls, BULK_BYTES));
    }

    private void begin(NodeAttempt attempt) {
        picker.next(attempt, System.nanoTime()).ifPresent(node -> {
            if (!send(attempt, node)) {
                release(node);
            }
        });
    }

    /** Sends it to a node that has a place for it; false if that could not even be tried, which is its end. */
    private boolean send(NodeAttempt attempt, Node node) {
        attempt.tried().add(node);
        try {
            var unused = exchange(attempt.call(), node).whenComplete((response, failure) -> {
                try {
                    settle(attempt, node, response, failure);
                } finally {
                    release(node);
                }
            });
            return true;
        } catch (Throwable failed) {
            // Such as a header that cannot be sent, or a thread that cannot be started: the place is given back
            // whatever it is.
            attempt.answer()
                    .completeExceptionally(
                            failed instanceof RejectedExecutionException
                                    ? new IllegalStateException("the client is closed", failed)
                                    : failed);
            return false;
        }
    }

    private void settle(
            NodeAttempt attempt, Node node, @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
        boolean othersAreLeft = attempt.tried().size() < picker.size();
        boolean isRefused = failure == null ? response != null && isTurnedAway(response) : isRefusal(failure);
        if (isRefused && othersAreLeft) {
            begin(attempt);
        } else if (failure == null) {
            attempt.answer().complete(response);
        } else {
            attempt.answer().completeExceptionally(isRefused ? nobodyThere() : lost(attempt.call(), node, failure));
        }
    }

    /** Hands the place of an exchange on; whoever has waited for as long as an answer may take is over. */
    private void release(Node node) {
        for (Optional<NodeAttempt> next = picker.release(node); next.isPresent(); next = picker.release(node)) {
            NodeAttempt attempt = next.get();
            if (attempt.isOlderThan(settings.answerTimeout().toNanos(), System.nanoTime())) {
                attempt.answer()
                        .completeExceptionally(new CacheException(
                                Reason.UNAVAILABLE,
                                "the nodes are busy with " + settings.maxConnections()
                                        + " earlier calls of this client each; nothing was sent"));
            } else if (send(attempt, node)) {
                return;
            }
        }
    }

    /** One exchange with one node, which is avoided afterwards if it refused or said that it is closing. */
    private CompletableFuture<HttpResponse<byte[]>> exchange(Call call, Node node) {
        return http.sendAsync(call.to(node.origin, settings.answerTimeout()), BodyHandlers.ofByteArray())
                .orTimeout(settings.answerTimeout().toMillis() + 1, TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> {
                    if (failure == null ? isLeaving(response) : isRefusal(failure)) {
                        picker.avoid(node, System.nanoTime());
                    } else if (failure != null && isSilence(failure)) {
                        picker.suspect(node, System.nanoTime());
                    }
                });
    }

    /** Asks the nodes that are due whether they are ready, beside the calls; with one node there is no choice to make. */
    private void probe() {
        if (picker.size() == 1) {
            return;
        }
        long askedNanos = System.nanoTime();
        for (Node node : picker.dueForProbe(askedNanos)) {
            try {
                probe(node, askedNanos);
            } catch (RuntimeException | Error notAsked) {
                // The node stays what it was, and the call that came by goes on.
            }
        }
    }

    private void probe(Node node, long askedNanos) {
        var unused = exchange(Call.read("GET", "/ready"), node).thenAccept(response -> {
            if (response.statusCode() == 503) {
                picker.avoid(node, System.nanoTime());
            } else {
                picker.trust(node, askedNanos);
            }
        });
    }

    private static boolean isLeaving(HttpResponse<byte[]> response) {
        return response.headers().allValues("connection").stream().anyMatch(value -> value.equalsIgnoreCase("close"));
    }

    private static boolean isTurnedAway(HttpResponse<byte[]> response) {
        return response.statusCode() == 503 && isLeaving(response);
    }

    private static boolean isRefusal(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    }

    private static boolean isSilence(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof HttpTimeoutException || cause instanceof TimeoutException;
    }

    private static Throwable cause(Throwable failure) {
        @Nullable Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private static CacheException lost(Call call, Node node, Throwable failure) {
        String what = "no answer from " + node.origin + " (" + cause(failure) + ")";
        return call.write()
                ? new CacheException(Reason.OUTCOME_UNKNOWN, what + ": the write may have happened")
                : new CacheException(Reason.UNAVAILABLE, what);
    }

    private CacheException nobodyThere() {
        String all = picker.origins().map(Object::toString).collect(Collectors.joining(", "));
        return new CacheException(Reason.UNAVAILABLE, "nobody accepts connections at " + all);
    }

    /** Calls that are in flight end in their time-out. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
