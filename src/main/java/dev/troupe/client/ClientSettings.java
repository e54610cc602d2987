package dev.troupe.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Which nodes a client talks to, and how long it waits.
 *
 * @param nodes base addresses such as {@code http://127.0.0.1:8480}, at least one; a call may go to any of them
 * @param connectTimeout how long a node may take to accept a connection before it counts as refusing, 1 ms or more
 * @param answerTimeout how long a node may take to answer once it was reached, 1 ms or more
 * @param backOff how long a node that refused, is leaving or is not ready is avoided, 1 ms or more
 * @param maxInFlight calls without an answer beyond which further ones are refused, 1 or more
 */
public record ClientSettings(
        List<URI> nodes, Duration connectTimeout, Duration answerTimeout, Duration backOff, int maxInFlight) {

    /** @throws IllegalArgumentException if there is no node, an address is not plain HTTP or a figure is too small */
    public ClientSettings {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("name at least one node, such as http://127.0.0.1:8480");
        }
        nodes = nodes.stream().map(ClientSettings::origin).toList();
        check("connectTimeout", connectTimeout);
        check("answerTimeout", answerTimeout);
        check("backOff", backOff);
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight must be at least 1, got " + maxInFlight);
        }
    }

    /** These nodes with the usual waits: 2 s to connect, 10 s for an answer, 1 s of avoidance, 1000 calls. */
    public static ClientSettings of(List<URI> nodes) {
        return new ClientSettings(nodes, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(1), 1000);
    }

    /** The same with another wait for answers. */
    public ClientSettings withAnswerTimeout(Duration value) {
        return new ClientSettings(nodes, connectTimeout, value, backOff, maxInFlight);
    }

    /** The same with another time of avoidance. */
    public ClientSettings withBackOff(Duration value) {
        return new ClientSettings(nodes, connectTimeout, answerTimeout, value, maxInFlight);
    }

    private static URI origin(URI node) {
        String path = node.getRawPath();
        boolean bare = path == null || path.isEmpty() || path.equals("/");
        if (!"http".equals(node.getScheme()) || node.getHost() == null || !bare || node.getRawQuery() != null) {
            throw new IllegalArgumentException("'" + node + "' is not a node's address: write http://host:port");
        }
        return URI.create("http://" + node.getRawAuthority());
    }

    private static void check(String what, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(what + " must be at least 1 ms, got " + value);
        }
    }
}
