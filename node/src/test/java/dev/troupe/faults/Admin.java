package dev.troupe.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * What a node says of its cluster.
 *
 * @param node where it serves HTTP
 */
record Admin(URI node) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How many members it knows, whatever their state. */
    int members() {
        return get("/v1/cluster").path("members").size();
    }

    /** How many of them it cannot reach. */
    int unreachable() {
        return get("/v1/cluster").path("unreachable").size();
    }

    /** Whether it says that every partition has all its copies. */
    boolean isFullyReplicated() {
        return get("/v1/cluster/partitions").path("fullyReplicated").asBoolean();
    }

    private JsonNode get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(node.resolve(path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return JSON.readTree(HTTP.send(request, BodyHandlers.ofByteArray()).body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
