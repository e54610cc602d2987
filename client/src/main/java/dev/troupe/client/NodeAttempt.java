package dev.troupe.client;

import dev.troupe.client.NodePicker.Node;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A call on its way to a node that takes it.
 *
 * @param tried nodes that were asked; all but the last have refused it
 * @param sinceNanos when it began
 * @param answer gets what comes of it
 */
record NodeAttempt(Call call, Set<Node> tried, long sinceNanos, CompletableFuture<HttpResponse<byte[]>> answer) {
    static NodeAttempt of(Call call, long nowNanos) {
        return new NodeAttempt(call, new HashSet<>(), nowNanos, new CompletableFuture<>());
    }

    boolean isOlderThan(long nanos, long nowNanos) {
        return nowNanos - sinceNanos > nanos;
    }
}
