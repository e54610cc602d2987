package dev.troupe.client;

import dev.troupe.api.CacheException;
import dev.troupe.api.Reason;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** From a problem (RFC 9457) to the exception of the port: by its type where that is known, else by the status. */
final class Problems {
    private static final String ENTRY_NOT_FOUND = "entry-not-found";
    private static final Predicate<String> MISS =
            Pattern.compile(";\\s*fwd=miss\\s*(;|$)").asPredicate();

    private Problems() {}

    /** Whether an answer says that there is no entry, as opposed to no cache; that of a HEAD says so in its headers. */
    static boolean saysAbsent(HttpResponse<byte[]> response) {
        return response.statusCode() == 404
                && (response.headers().allValues("cache-status").stream().anyMatch(MISS)
                        || type(problem(response))
                                .filter(ENTRY_NOT_FOUND::equals)
                                .isPresent());
    }

    /** The failure that an answer stands for. */
    static CacheException failure(HttpResponse<byte[]> response) {
        Optional<JsonObject> problem = problem(response);
        boolean write = !response.request().method().equals("GET")
                && !response.request().method().equals("HEAD");
        Reason reason =
                type(problem).flatMap(Problems::reasonOf).orElseGet(() -> reasonOf(response.statusCode(), write));
        String detail = problem.flatMap(found -> found.text("detail").or(() -> found.text("title")))
                .orElseGet(() -> response.uri() + " answered " + response.statusCode());
        return new CacheException(reason, detail);
    }

    private static Optional<JsonObject> problem(HttpResponse<byte[]> response) {
        boolean declared = response.headers()
                .firstValue("content-type")
                .filter(type -> type.startsWith("application/problem+json"))
                .isPresent();
        if (!declared) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonObject.parse(response.body()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** The last segment of the problem's type. */
    private static Optional<String> type(Optional<JsonObject> problem) {
        return problem.flatMap(found -> found.text("type")).map(type -> type.substring(type.lastIndexOf('/') + 1));
    }

    private static Optional<Reason> reasonOf(String type) {
        String name = type.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst();
    }

    private static Reason reasonOf(int status, boolean write) {
        return switch (status) {
            case 404 -> Reason.CACHE_NOT_FOUND;
            case 409 -> Reason.NOT_A_COUNTER;
            case 413 -> Reason.VALUE_TOO_LARGE;
            case 429 -> Reason.OVERLOADED;
            case 502, 503 -> Reason.UNAVAILABLE;
            case 504 -> write ? Reason.OUTCOME_UNKNOWN : Reason.UNAVAILABLE;
            case 507 -> Reason.CACHE_FULL;
            default -> status >= 400 && status < 500 ? Reason.BAD_REQUEST : Reason.INTERNAL;
        };
    }
}
