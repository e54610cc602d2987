package dev.troupe.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** HTTP as a client of a node sees it. */
public final class Http {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private Http() {}

    /** GET of a path of a node. */
    public static HttpResponse<byte[]> get(URI node, String path) throws IOException, InterruptedException {
        return CLIENT.send(request(node, path).build(), BodyHandlers.ofByteArray());
    }

    /** PUT of a body, with headers as name and value in turn. */
    public static HttpResponse<byte[]> put(URI node, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(node, path).PUT(BodyPublishers.ofByteArray(body));
        return CLIENT.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofByteArray());
    }

    /** DELETE of a path of a node. */
    public static HttpResponse<byte[]> delete(URI node, String path) throws IOException, InterruptedException {
        return CLIENT.send(request(node, path).DELETE().build(), BodyHandlers.ofByteArray());
    }

    /** POST of nothing to a path of a node. */
    public static HttpResponse<byte[]> post(URI node, String path) throws IOException, InterruptedException {
        return CLIENT.send(request(node, path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofByteArray());
    }

    private static HttpRequest.Builder request(URI node, String path) {
        return HttpRequest.newBuilder(URI.create(node + path)).timeout(Duration.ofSeconds(20));
    }
}
