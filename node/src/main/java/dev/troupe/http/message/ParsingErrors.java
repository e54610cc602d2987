package dev.troupe.http.message;

import dev.troupe.http.message.Problem.Subject;
import java.util.List;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Tells a problem where Pekko HTTP could not read a request at all. Named in
 * {@code pekko.http.server.parsing.error-handler} and made by Pekko, so public and without parameters. Nothing above
 * debug is logged: a client must not be able to fill the log.
 */
public final class ParsingErrors extends ParsingErrorHandler {
    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        Problem problem = Problem.of(type(status.intValue()), summary(error), Subject.NONE);
        if (log.isDebugEnabled()) {
            log.debug("request {} could not be read: {}", problem.requestId(), problem.detail());
        }
        return Replies.problem(problem, List.of());
    }

    private static String summary(ErrorInfo error) {
        String summary = error.summary();
        return summary.isEmpty() ? "the request could not be read" : summary;
    }

    private static ProblemType type(int status) {
        return switch (status) {
            case 413 -> ProblemType.VALUE_TOO_LARGE;
            case 414 -> ProblemType.URI_TOO_LONG;
            case 422 -> ProblemType.UNEXPECTED_BODY;
            case 431 -> ProblemType.HEADER_TOO_LARGE;
            case 501 -> ProblemType.NOT_IMPLEMENTED;
            case 505 -> ProblemType.HTTP_VERSION;
            default -> ProblemType.BAD_REQUEST;
        };
    }
}
