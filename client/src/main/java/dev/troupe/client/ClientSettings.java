package dev.troupe.client;

import dev.troupe.api.Ranges;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Which nodes a client talks to, and how long it waits.
 *
 * @param nodes base addresses such as {@code http://127.0.0.1:8480}, at least one; a call may go to any of them
 * @param connectTimeout how long a node may take to accept a connection before it counts as refusing, 1 ms to 1 h
 * @param answerTimeout how long a node may take to answer once it was reached, and before that how long a call may wait
 *     until a node has a connection for it, 1 ms to 1 h
 * @param backOff how often nodes are asked whether they are ready; one that refused, is silent, is leaving or is not ready is
 *     avoided until it says so, as long as there is another, 1 ms to 1 h
 * @param maxInFlight calls without an answer beyond which further ones are refused, 1 to 1000000
 * @param maxConnections calls that one node is asked to answer at a time, each on a connection of its own, 1 to 10000; the
 *     others wait. Calls to a partition that has no owner for a moment take up their connections meanwhile, so a client that is
 *     given one address may want more of them than one that knows all nodes
 */
public record ClientSettings(
        List<URI> nodes,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration backOff,
        int maxInFlight,
        int maxConnections) {
    /** No time is shorter. */
    public static final Duration SHORTEST = Duration.ofMillis(1);

    /** No time is longer. */
    public static final Duration LONGEST = Duration.ofHours(1);

    private static final int MOST_IN_FLIGHT = 1_000_000;
    private static final int MOST_CONNECTIONS = 10_000;

    /** @throws IllegalArgumentException if there is no node, an address is not plain HTTP or a figure is out of range */
    public ClientSettings {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("name at least one node, such as http://127.0.0.1:8480");
        }
        nodes = nodes.stream().map(ClientSettings::origin).toList();
        Ranges.check("connectTimeout", connectTimeout, SHORTEST, LONGEST);
        Ranges.check("answerTimeout", answerTimeout, SHORTEST, LONGEST);
        Ranges.check("backOff", backOff, SHORTEST, LONGEST);
        Ranges.check("maxInFlight", maxInFlight, 1, MOST_IN_FLIGHT);
        Ranges.check("maxConnections", maxConnections, 1, MOST_CONNECTIONS);
    }

    /** These nodes with the usual waits: 2 s to connect, 10 s for an answer, 1 s of avoidance, 1000 calls, 64 of them with one node. */
    public static ClientSettings of(List<URI> nodes) {
        return new ClientSettings(
                nodes, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(1), 1000, 64);
    }

    /** The same with another wait for answers. */
    public ClientSettings withAnswerTimeout(Duration value) {
        return new ClientSettings(nodes, connectTimeout, value, backOff, maxInFlight, maxConnections);
    }

    /** The same with another time of avoidance. */
    public ClientSettings withBackOff(Duration value) {
        return new ClientSettings(nodes, connectTimeout, answerTimeout, value, maxInFlight, maxConnections);
    }

    /** The same with another number of calls to one node at a time. */
    public ClientSettings withMaxConnections(int value) {
        return new ClientSettings(nodes, connectTimeout, answerTimeout, backOff, maxInFlight, value);
    }

    private static URI origin(URI node) {
        String path = node.getRawPath();
        boolean bare = path == null || path.isEmpty() || path.equals("/");
        if (!"http".equals(node.getScheme()) || node.getHost() == null || !bare || node.getRawQuery() != null) {
            throw new IllegalArgumentException("'" + node + "' is not a node's address: write http://host:port");
        }
        return URI.create("http://" + node.getRawAuthority());
    }
}
