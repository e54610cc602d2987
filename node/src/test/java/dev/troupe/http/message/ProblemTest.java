package dev.troupe.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.api.CacheException;
import dev.troupe.api.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class ProblemTest {
    private static final Map<Reason, Integer> STATUS = Map.ofEntries(
            Map.entry(Reason.BAD_REQUEST, 400),
            Map.entry(Reason.VALUE_TOO_LARGE, 413),
            Map.entry(Reason.CACHE_NOT_FOUND, 404),
            Map.entry(Reason.OVERLOADED, 503),
            Map.entry(Reason.UNAVAILABLE, 503),
            Map.entry(Reason.INSUFFICIENT_REPLICAS, 503),
            Map.entry(Reason.CACHE_FULL, 507),
            Map.entry(Reason.NOT_A_COUNTER, 409),
            Map.entry(Reason.UNDECODABLE, 500),
            Map.entry(Reason.OUTCOME_UNKNOWN, 504),
            Map.entry(Reason.INTERNAL, 500));

    @Test
    void everyReasonHasItsStatusAndKeepsWhetherItIsRetryable() {
        for (Reason reason : Reason.values()) {
            Refused refused = ReasonProblems.refusal(new CompletionException(new CacheException(reason, "why")));
            assertThat(refused.type().status()).as(reason.name()).isEqualTo(STATUS.get(reason));
            assertThat(refused.type().retryable()).as(reason.name()).isEqualTo(reason.retryable());
            assertThat(refused.detail()).isEqualTo("why");
        }
    }

    @Test
    void defectIsNotDescribedToTheClient() {
        Refused refused = ReasonProblems.refusal(new IllegalStateException("secret"));
        assertThat(refused.type()).isEqualTo(ProblemType.INTERNAL);
        assertThat(refused.detail()).doesNotContain("secret");
    }

    @Test
    void typesAreDistinct() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::path)).doesNotHaveDuplicates();
    }

    @Test
    void documentIsAsciiAndReadsBack() throws IOException {
        Problem.Subject subject =
                new Problem.Subject(Optional.of("default"), Optional.of("\u202e\"\u00e9"), Optional.empty());
        byte[] json =
                Problem.of(ProblemType.OVERLOADED, "too \"much\"", subject).json();
        assertThat(new String(json, StandardCharsets.ISO_8859_1)).matches("[\\x20-\\x7e]*");
        JsonNode read = new ObjectMapper().readTree(json);
        assertThat(read.path("type").asText()).isEqualTo("/problems/overloaded");
        assertThat(read.path("status").asInt()).isEqualTo(503);
        assertThat(read.path("detail").asText()).isEqualTo("too \"much\"");
        assertThat(read.path("key").asText()).isEqualTo("\u202e\"\u00e9");
        assertThat(read.path("retryable").asBoolean()).isTrue();
        assertThat(read.path("requestId").asText()).matches("[0-9a-f]{16}");
    }
}
