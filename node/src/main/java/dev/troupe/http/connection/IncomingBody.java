package dev.troupe.http.connection;

import dev.troupe.http.body.Body;
import dev.troupe.http.body.RequestBodies;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Refused;
import dev.troupe.http.message.Replies;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;

/**
 * The body of one request as it comes in. Until it is whole the connection is at work on nothing: it has no seat for it, which others would
 * miss, and may have to give way.
 *
 * @param number of the request on its connection
 * @param needsSeat whether the request is more than a probe
 */
public record IncomingBody(
        RequestEntity entity, RequestBodies bodies, Activity connection, int number, boolean needsSeat) {
    /**
     * Takes a seat for the request where it needs one.
     *
     * @throws Refused if the request needs a seat and there is none, so that its body need not come
     */
    public void admit() {
        boolean isUnread = RequestBodies.isUnread(entity);
        if (needsSeat && !(isUnread ? connection.maySit() : connection.sit(number))) {
            throw noSeat();
        }
    }

    /**
     * Looks at what the head says of the length.
     *
     * @throws Refused if the announced length is over the limit, before anything is read
     */
    public void checkAnnounced() {
        bodies.checkAnnounced(entity);
    }

    /** The whole body; fails with a {@link Refused}. */
    public CompletableFuture<Body> collect() {
        return RequestBodies.isUnread(entity) ? seated(arriving(bodies::collect)) : bodies.collect(entity);
    }

    /** The answer of an operation that has no use for the body, which is read first if it has yet to come. */
    public CompletionStage<HttpResponse> thenAnswer(Supplier<CompletionStage<HttpResponse>> operation) {
        return RequestBodies.isUnread(entity)
                ? seated(arriving(bodies::discard)).thenCompose(body -> operation.get())
                : operation.get();
    }

    /** Reads a body that comes for nothing, so that the connection can go on; takes no seat. */
    public CompletableFuture<Body> discard() {
        return arriving(bodies::discard);
    }

    private CompletableFuture<Body> arriving(Function<RequestEntity, CompletableFuture<Body>> intake) {
        connection.bodyBegins(System.nanoTime());
        return intake.apply(entity).whenComplete((body, failure) -> connection.bodyEnds());
    }

    private CompletableFuture<Body> seated(CompletableFuture<Body> whole) {
        return whole.thenApply(body -> {
            if (needsSeat && !connection.sit(number)) {
                body.release();
                throw noSeat();
            }
            return body;
        });
    }

    private static Refused noSeat() {
        return new Refused(
                ProblemType.OVERLOADED, "too many connections are at work; ask again", List.of(Replies.CLOSE));
    }
}
