package dev.troupe.client;

import dev.troupe.api.Condition;
import dev.troupe.api.Entry;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.PutResult.Outcome;
import dev.troupe.api.RemoveResult;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** From HTTP answers to those of the port; whatever is not an answer of the port is thrown as its failure. */
final class Answers {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final int PRECONDITION_FAILED = 412;

    private Answers() {}

    /** What GET answers. */
    static Optional<Entry<byte[]>> entry(HttpResponse<byte[]> response) {
        return found(response, response.body());
    }

    /** What HEAD answers: the value is the length of the stored one. */
    static Optional<Entry<Integer>> metadata(HttpResponse<byte[]> response) {
        long length = response.headers().firstValueAsLong("content-length").orElse(0);
        return found(response, Math.toIntExact(length));
    }

    /** What PUT answers. */
    static PutResult put(HttpResponse<byte[]> response) {
        Outcome outcome = switch (response.statusCode()) {
            case CREATED -> Outcome.CREATED;
            case OK, NO_CONTENT -> Outcome.REPLACED;
            case PRECONDITION_FAILED -> Outcome.CONDITION_FAILED;
            default -> throw Problems.failure(response);
        };
        return new PutResult(outcome, version(response));
    }

    /** What DELETE answers. */
    static RemoveResult removed(HttpResponse<byte[]> response) {
        if (Problems.saysAbsent(response)) {
            return RemoveResult.ABSENT;
        }
        return switch (response.statusCode()) {
            case OK, NO_CONTENT -> RemoveResult.REMOVED;
            case PRECONDITION_FAILED -> RemoveResult.CONDITION_FAILED;
            default -> throw Problems.failure(response);
        };
    }

    private static <V> Optional<Entry<V>> found(HttpResponse<byte[]> response, V value) {
        if (Problems.saysAbsent(response)) {
            return Optional.empty();
        }
        if (response.statusCode() != OK) {
            throw Problems.failure(response);
        }
        String mediaType = response.headers().firstValue("content-type").orElse(PutOptions.OCTETS);
        return Optional.of(new Entry<>(value, version(response), remaining(response), mediaType));
    }

    private static long version(HttpResponse<byte[]> response) {
        return response.headers().firstValue("etag").flatMap(EntityTag::version).orElse(Condition.NO_ENTRY);
    }

    /** The {@code ttl} of Cache-Status (RFC 9211), which counts whole seconds. */
    private static Optional<Duration> remaining(HttpResponse<byte[]> response) {
        return response.headers().firstValue("cache-status").stream()
                .flatMap(status -> Arrays.stream(status.split(";", -1)))
                .map(String::strip)
                .filter(parameter -> parameter.matches("ttl=[0-9]{1,18}"))
                .map(parameter -> Duration.ofSeconds(Long.parseLong(parameter.substring("ttl=".length()))))
                .findFirst();
    }
}
