package dev.troupe.client;

import dev.troupe.api.CacheException;
import dev.troupe.api.Condition;
import dev.troupe.api.Counted;
import dev.troupe.api.Entry;
import dev.troupe.api.KeyPage;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.PutResult.Outcome;
import dev.troupe.api.ReadResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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

    /** What GET answers, and who. */
    static ReadResult<byte[]> read(HttpResponse<byte[]> response) {
        return new ReadResult<>(entry(response), backupAge(response));
    }

    /** What HEAD answers, and who. */
    static ReadResult<Integer> readMetadata(HttpResponse<byte[]> response) {
        return new ReadResult<>(metadata(response), backupAge(response));
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

    /** What a touch answers. */
    static Boolean touched(HttpResponse<byte[]> response) {
        return removed(response) == RemoveResult.REMOVED;
    }

    /** What a step of a counter answers. */
    static Counted counted(HttpResponse<byte[]> response) {
        long value = json(
                response,
                "value of a counter",
                answer -> answer.number("value")
                        .orElseThrow(() -> new IllegalArgumentException("the value is missing"))
                        .longValueExact());
        return new Counted(value, version(response));
    }

    /** What clearing answers. */
    static Boolean cleared(HttpResponse<byte[]> response) {
        if (response.statusCode() != NO_CONTENT) {
            throw Problems.failure(response);
        }
        return true;
    }

    /** A page of keys. */
    static KeyPage<byte[]> keys(HttpResponse<byte[]> response) {
        return json(
                response,
                "page of keys",
                page -> new KeyPage<>(
                        page.objects("keys").stream().map(Answers::key).toList(), page.text("cursor")));
    }

    /**
     * What is read from the object that an answer is.
     *
     * @param what it should be, for the text of the failure
     * @throws CacheException if it is a problem, or something else
     */
    static <A> A json(HttpResponse<byte[]> response, String what, Function<JsonObject, A> reader) {
        if (response.statusCode() != OK) {
            throw Problems.failure(response);
        }
        try {
            return reader.apply(JsonObject.parse(response.body()));
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw new CacheException(
                    Reason.INTERNAL, response.uri() + " is no " + what + ": " + malformed.getMessage());
        }
    }

    private static KeyPage.Key<byte[]> key(JsonObject line) {
        byte[] key = line.text("key")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .or(() -> line.text("key64").map(Base64.getUrlDecoder()::decode))
                .orElseThrow(() -> new IllegalArgumentException("a key is missing"));
        return new KeyPage.Key<>(
                key,
                line.number("bytes").map(BigDecimal::intValueExact).orElse(0),
                line.number("remainingMillis").map(left -> Duration.ofMillis(left.longValueExact())));
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

    /** The age of the copy if a backup has answered, in whole seconds; 0 if it does not say. */
    private static Optional<Duration> backupAge(HttpResponse<byte[]> response) {
        if (status(response).noneMatch("detail=backup"::equals)) {
            return Optional.empty();
        }
        long seconds = response.headers()
                .firstValue("age")
                .filter(age -> age.matches("[0-9]{1,15}"))
                .map(Long::parseLong)
                .orElse(0L);
        return Optional.of(Duration.ofSeconds(seconds));
    }

    /** The parameters of Cache-Status. */
    private static Stream<String> status(HttpResponse<byte[]> response) {
        return response.headers().firstValue("cache-status").stream()
                .flatMap(status -> Arrays.stream(status.split(";", -1)))
                .map(String::strip);
    }

    /** The {@code ttl} of Cache-Status (RFC 9211), which counts whole seconds. */
    private static Optional<Duration> remaining(HttpResponse<byte[]> response) {
        return status(response)
                .filter(parameter -> parameter.matches("ttl=[0-9]{1,18}"))
                .map(parameter -> Duration.ofSeconds(Long.parseLong(parameter.substring("ttl=".length()))))
                .findFirst();
    }
}
