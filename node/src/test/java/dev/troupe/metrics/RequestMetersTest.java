package dev.troupe.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.metrics.RequestMeters.Operation;
import dev.troupe.metrics.RequestMeters.Outcome;
import io.micrometer.core.instrument.Tags;
import org.junit.jupiter.api.Test;

final class RequestMetersTest {
    @Test
    void everyEventMovesItsOwnMeterAndNoOther() {
        for (Operation operation : Operation.values()) {
            for (Outcome outcome : Outcome.values()) {
                RequestMeters meters = new RequestMeters(new MeterBook());
                meters.record(operation, outcome, 3_000_000);
                assertThat(total(meters)).isEqualTo(1);
                assertThat(meters.count(operation, outcome)).isEqualTo(1);
            }
        }
    }

    @Test
    void latencyFallsIntoItsBucket() {
        RequestMeters meters = new RequestMeters(new MeterBook());
        meters.record(Operation.GET, Outcome.DONE, 3_000_000);
        assertThat(meters.book().text())
                .contains("troupe_http_requests_seconds_bucket{operation=\"get\",outcome=\"done\",le=\"0.0025\"} 0")
                .contains("troupe_http_requests_seconds_bucket{operation=\"get\",outcome=\"done\",le=\"0.005\"} 1")
                .contains("troupe_http_requests_seconds_count{operation=\"get\",outcome=\"done\"} 1")
                .contains("troupe_http_requests_seconds_count{operation=\"put\",outcome=\"unknown\"} 0");
    }

    @Test
    void meterCannotBeDeclaredTwice() {
        MeterBook book = new MeterBook();
        assertThat(new RequestMeters(book).book()).isSameAs(book);
        assertThatThrownBy(() -> new RequestMeters(book)).isInstanceOf(IllegalStateException.class);
        book.counter("troupe.a", "a", Tags.of("x", "1")).increment();
        book.counter("troupe.a", "a", Tags.of("x", "2")).increment();
        assertThatThrownBy(() -> book.counter("troupe.a", "b", Tags.of("x", "1")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> book.gauge("troupe.a", "b", Tags.of("x", "2"), () -> 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void gaugeIsReadAtExposition() {
        MeterBook book = new MeterBook();
        double[] value = {1};
        book.gauge("troupe.level", "A level", Tags.empty(), () -> value[0]);
        assertThat(book.text()).contains("# HELP troupe_level A level").contains("troupe_level 1.0");
        value[0] = 2;
        assertThat(book.text()).contains("troupe_level 2.0");
    }

    private static long total(RequestMeters meters) {
        long total = 0;
        for (Operation operation : Operation.values()) {
            for (Outcome outcome : Outcome.values()) {
                total += meters.count(operation, outcome);
            }
        }
        return total;
    }
}
