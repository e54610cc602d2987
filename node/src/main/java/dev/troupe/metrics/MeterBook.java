package dev.troupe.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The one place where a node's meters are declared, each once, and the text they are exposed as. Owned by the node and
 * handed to whoever has something to count. Safe for use by many threads.
 */
public final class MeterBook {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Set<String> declared = ConcurrentHashMap.newKeySet();
    private final Queue<LongSupplier> readings = new ConcurrentLinkedQueue<>();

    /** Declares a counter. @throws IllegalStateException if the same name and tags are declared already */
    public Counter counter(String name, String description, Tags tags) {
        declare(name, tags);
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    /** Declares a gauge that is read at each exposition. @throws IllegalStateException if declared already */
    public void gauge(String name, String description, Tags tags, DoubleSupplier reading) {
        declare(name, tags);
        Gauge.builder(name, reading::getAsDouble)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /** Declares a counter that is read at each exposition. @throws IllegalStateException if declared already */
    public void count(String name, String description, Tags tags, LongSupplier reading) {
        declare(name, tags);
        // Micrometer itself holds what it reads from only weakly.
        readings.add(reading);
        FunctionCounter.builder(name, reading, LongSupplier::getAsLong)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /**
     * Declares a timer with a histogram.
     *
     * @param bounds upper bounds of the histogram's buckets, ascending
     * @throws IllegalStateException if the same name and tags are declared already
     */
    public Timer timer(String name, String description, Tags tags, Duration... bounds) {
        declare(name, tags);
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(bounds)
                .register(registry);
    }

    /** All meters in the Prometheus text format, version 0.0.4. */
    public String text() {
        return registry.scrape();
    }

    private void declare(String name, Tags tags) {
        if (!declared.add(name + tags)) {
            throw new IllegalStateException("the meter " + name + tags + " is declared twice");
        }
    }
}
