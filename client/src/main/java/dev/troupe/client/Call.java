package dev.troupe.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;

/**
 * One request, before it is known which node will get it.
 *
 * @param method GET, HEAD, PUT, DELETE or POST
 * @param target raw path and query
 * @param headers to send
 * @param body to send
 */
record Call(String method, String target, Map<String, String> headers, BodyPublisher body) {

    static Call read(String method, String target) {
        return new Call(method, target, Map.of(), BodyPublishers.noBody());
    }

    static Call post(String target, String body) {
        return new Call("POST", target, Map.of(), BodyPublishers.ofString(body));
    }

    /** Whether a lost answer leaves open what happened. */
    boolean write() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    HttpRequest to(URI origin, Duration timeout) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(origin + target)).timeout(timeout);
        headers.forEach(request::setHeader);
        return request.method(method, body).build();
    }
}
