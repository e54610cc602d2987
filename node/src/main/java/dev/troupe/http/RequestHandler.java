package dev.troupe.http;

import dev.troupe.api.Caches;
import dev.troupe.api.ClusterView;
import dev.troupe.http.admin.ActionRoutes;
import dev.troupe.http.admin.AdminRoutes;
import dev.troupe.http.body.RequestBodies;
import dev.troupe.http.connection.Activity;
import dev.troupe.http.connection.ConnectionReplies;
import dev.troupe.http.connection.IncomingBody;
import dev.troupe.http.entry.Actions;
import dev.troupe.http.entry.EntryAddress;
import dev.troupe.http.entry.EntryRoutes;
import dev.troupe.http.message.Problem;
import dev.troupe.http.message.Problem.Subject;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.RawTarget;
import dev.troupe.http.message.ReasonProblems;
import dev.troupe.http.message.Refused;
import dev.troupe.http.message.Replies;
import dev.troupe.http.message.RequestHead;
import dev.troupe.metrics.RequestMeters;
import dev.troupe.metrics.RequestMeters.Operation;
import dev.troupe.metrics.RequestMeters.Outcome;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpProtocols;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import scala.util.control.NonFatal;

/**
 * The one handler of a server: takes every request that Pekko HTTP could read, sends it to the entries or to the admin
 * plane, turns every failure into a problem, and counts it. Safe for use by many threads; owned by {@link HttpServer}.
 */
final class RequestHandler {
    private static final RawTarget NOWHERE = new RawTarget("", List.of(), "");
    private static final HttpHeader ENTRY_METHODS = RawHeader.create("Allow", "GET, HEAD, PUT, DELETE");

    private static final Set<Operation> WRITES =
            EnumSet.of(Operation.PUT, Operation.DELETE, Operation.TOUCH, Operation.INCREMENT, Operation.CLEAR);

    private final EntryRoutes entries;
    private final ActionRoutes actions;
    private final AdminRoutes admin;
    private final RequestBodies bodies;
    private final RequestMeters meters;
    private final Starting starting;
    private final DefectLog defects = new DefectLog();
    private final AtomicInteger underWay = new AtomicInteger();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean draining;
    private volatile boolean ending;

    RequestHandler(Caches caches, ClusterView view, RequestMeters meters, RequestBodies bodies) {
        this.entries = new EntryRoutes(caches);
        this.actions = new ActionRoutes(caches);
        this.admin = new AdminRoutes(caches, view, meters.book(), () -> draining);
        this.starting = new Starting(view, caches.limits().maxKeyBytes());
        this.bodies = bodies;
        this.meters = meters;
    }

    /** From now on the node is not ready and replies close their connections, each after the last request that has come. */
    void drain() {
        draining = true;
    }

    /** Done when no request is under way any more, from now on, or after this time. */
    CompletableFuture<Void> idle(Duration longest) {
        ending = true;
        if (underWay.get() == 0) {
            idle.complete(null);
        }
        return idle.copy().completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void answered() {
        if (underWay.decrementAndGet() == 0 && ending) {
            idle.complete(null);
        }
    }

    /** How many bytes of request bodies may still be taken in. */
    long uploadBytesFree() {
        return bodies.bytesFree();
    }

    /** Answers a request, at the expense of its connection; the stage never fails, and nothing but a fatal error is thrown. */
    CompletionStage<HttpResponse> answer(HttpRequest request, Activity connection, ConnectionReplies replies) {
        underWay.incrementAndGet();
        int number = connection.begin();
        CompletableFuture<HttpResponse> reply = new CompletableFuture<>();
        try {
            answer(request, connection, number, replies, reply);
        } catch (Throwable defect) {
            if (!NonFatal.apply(defect)) {
                throw defect;
            }
            reply.complete(problem(defect, NOWHERE));
        }
        return reply.whenComplete((response, failure) -> {
            connection.end();
            answered();
        });
    }

    private void answer(
            HttpRequest request,
            Activity connection,
            int number,
            ConnectionReplies replies,
            CompletableFuture<HttpResponse> reply) {
        long startNanos = System.nanoTime();
        RequestHead head = RequestHead.of(request);
        RawTarget target = NOWHERE;
        CompletionStage<HttpResponse> answer;
        try {
            checkAnswerable(connection, number, head);
            target = RawTarget.parse(request.method().value(), head.rawTarget());
            answer = dispatch(request, admit(request, connection, number, target), head, target);
        } catch (Throwable failure) {
            if (!NonFatal.apply(failure)) {
                throw failure;
            }
            answer = refusal(new IncomingBody(request.entity(), bodies, connection, number, false), head, failure);
        }
        RawTarget found = target;
        Operation operation = operation(request.method().value(), found);
        head.timeout().ifPresent(timeout -> timeout.updateHandler(late -> timedOut(operation, found)));
        Account account =
                new Account(operation, AdminRoutes.isProbe(request.method().value(), found), replies);
        answer.whenComplete((response, failure) -> {
            try {
                HttpResponse outcome = failure == null ? admitted(account, response, found) : problem(failure, found);
                int status = outcome.status().intValue();
                meters.record(operation, outcome(status), System.nanoTime() - startNanos);
                reply.complete(draining && connection.closesAfter(number) ? Replies.closing(outcome) : outcome);
            } catch (Throwable defect) {
                reply.complete(problem(defect, found));
            }
        });
    }

    /** At whose expense a reply is held until it is read. */
    private record Account(Operation operation, boolean isProbe, ConnectionReplies replies) {}

    private HttpResponse admitted(Account account, HttpResponse reply, RawTarget target) {
        try {
            return account.replies().admit(account.operation(), account.isProbe(), reply);
        } catch (Refused refused) {
            return problem(refused, target);
        }
    }

    /** @throws Refused if an earlier reply closes the connection: its client must take this request for not done (RFC 9112, section 9.6) */
    private static void checkAnswerable(Activity connection, int number, RequestHead head) {
        if (connection.isPastLast(number)) {
            throw Refused.leaving("an earlier reply closes this connection; nothing was done");
        }
        if (head.closes()) {
            connection.last(number);
        }
    }

    /** @throws Refused if it asks for more than the node's state while all other connections have something to do */
    private IncomingBody admit(HttpRequest request, Activity connection, int number, RawTarget target) {
        boolean needsSeat = !AdminRoutes.isProbe(request.method().value(), target);
        IncomingBody body = new IncomingBody(request.entity(), bodies, connection, number, needsSeat);
        body.admit();
        return body;
    }

    private CompletionStage<HttpResponse> dispatch(
            HttpRequest request, IncomingBody body, RequestHead head, RawTarget target) {
        if (head.isHostEmpty() && request.protocol().equals(HttpProtocols.HTTP_1_1)) {
            throw new Refused(ProblemType.BAD_REQUEST, "the Host header is empty", List.of(Replies.CLOSE));
        }
        Optional<Actions> action = Actions.at(target);
        boolean isEntry = EntryRoutes.matches(target);
        if ((isEntry || action.isPresent()) && starting.isForOthers(target)) {
            throw Refused.leaving("this node is starting; nothing was done, use another");
        }
        if (isEntry) {
            return entries.answer(request, body, head, target);
        }
        String method = request.method().value();
        return action.isPresent()
                ? actions.answer(action.get(), method, body, head, target)
                : body.thenAnswer(() -> admin.answer(method, head, target));
    }

    /** A body that is on its way is read first, unless it is the reason or the connection closes. */
    private static CompletionStage<HttpResponse> refusal(IncomingBody incoming, RequestHead head, Throwable failure) {
        Refused refused = ReasonProblems.refusal(failure);
        if (refused.closes()) {
            incoming.connection().last(incoming.number());
        }
        if (refused.closes()
                || refused.type() == ProblemType.VALUE_TOO_LARGE
                || refused.type() == ProblemType.OVERLOADED
                || head.expectsContinue()
                || !RequestBodies.isUnread(incoming.entity())) {
            return CompletableFuture.failedFuture(failure);
        }
        return incoming.discard().handle((body, unread) -> failure).thenCompose(CompletableFuture::failedFuture);
    }

    private HttpResponse problem(Throwable failure, RawTarget target) {
        Refused refused = ReasonProblems.refusal(failure);
        Problem problem = Problem.of(refused.type(), refused.detail(), EntryAddress.subject(target));
        if (refused.type() == ProblemType.INTERNAL) {
            defects.tell(problem.requestId(), failure);
        }
        if (refused.type() == ProblemType.METHOD_NOT_ALLOWED) {
            return Replies.problem(problem, List.of(allowed(target)));
        }
        return Replies.problem(problem, refused.headers());
    }

    private static HttpHeader allowed(RawTarget target) {
        return Actions.at(target)
                .map(action -> (HttpHeader) RawHeader.create("Allow", action.method()))
                .orElseGet(() -> EntryRoutes.matches(target) ? ENTRY_METHODS : AdminRoutes.allowed(target));
    }

    private static HttpResponse timedOut(Operation operation, RawTarget target) {
        Subject subject = EntryAddress.subject(target);
        return WRITES.contains(operation)
                ? Replies.problem(
                        Problem.of(ProblemType.OUTCOME_UNKNOWN, "no answer in time; it may have happened", subject),
                        List.of())
                : Replies.problem(Problem.of(ProblemType.UNAVAILABLE, "no answer in time", subject), List.of());
    }

    private static Operation operation(String method, RawTarget target) {
        if (!EntryRoutes.matches(target)) {
            return Actions.at(target).map(Actions::operation).orElse(Operation.ADMIN);
        }
        return switch (method) {
            case "GET" -> Operation.GET;
            case "HEAD" -> Operation.HEAD;
            case "PUT" -> Operation.PUT;
            case "DELETE" -> Operation.DELETE;
            default -> Operation.ADMIN;
        };
    }

    private static Outcome outcome(int status) {
        return switch (status) {
            case 404 -> Outcome.NOT_FOUND;
            case 412 -> Outcome.CONDITION_FAILED;
            case 503, 507 -> Outcome.UNAVAILABLE;
            case 504 -> Outcome.UNKNOWN;
            default -> status < 400 ? Outcome.DONE : status < 500 ? Outcome.INVALID : Outcome.ERROR;
        };
    }
}
