package dev.troupe.http.connection;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What answers the requests of connections. */
@FunctionalInterface
public interface Answering {
    /**
     * Answers a request at the expense of its connection.
     *
     * @return never fails
     */
    CompletionStage<HttpResponse> answer(HttpRequest request, Activity connection, ConnectionReplies replies);
}
