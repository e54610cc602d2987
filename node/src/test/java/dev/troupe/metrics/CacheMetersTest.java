package dev.troupe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CacheMetersTest {
    @Test
    void everyFigureIsExposedAndMoves() {
        MeterBook book = new MeterBook();
        AtomicReference<CacheFigures> now = new AtomicReference<>(CacheFigures.NONE);
        CacheMeters.declare(book, "sessions", now::get);
        System.gc();
        now.set(new CacheFigures(11, 12, 13, 14, 15, 16, 17, 18_000));
        assertThat(book.text())
                .contains("cache_size{cache=\"sessions\"} 11")
                .contains("troupe_cache_bytes{cache=\"sessions\"} 12")
                .contains("troupe_cache_dead_bytes{cache=\"sessions\"} 13")
                .contains("cache_gets_total{cache=\"sessions\",result=\"hit\"} 14")
                .contains("cache_gets_total{cache=\"sessions\",result=\"miss\"} 15")
                .contains("troupe_cache_expirations_total{cache=\"sessions\"} 16")
                .contains("cache_evictions_total{cache=\"sessions\"} 17")
                .contains("troupe_cache_expiry_lag_seconds{cache=\"sessions\"} 18");
    }

    @Test
    void partsAddUpAndWhatIsGoneKeepsItsCounts() {
        CacheFigures part = new CacheFigures(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(part.plus(part)).isEqualTo(new CacheFigures(2, 4, 6, 8, 10, 12, 14, 8));
        assertThat(part.counts()).isEqualTo(new CacheFigures(0, 0, 0, 4, 5, 6, 7, 0));
    }
}
