package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.Caches;
import dev.troupe.api.Codec;
import dev.troupe.api.Entry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One client that writes and reads, one operation after the other, until it is stopped, and remembers what was acknowledged.
 * Refusals and unknown outcomes are part of the life of a cluster; anything else fails the test.
 */
final class Traffic implements AutoCloseable {
    private static final int KEYS = 500;

    private final Cache<String, String> cache;
    private final Map<String, Long> lastAcknowledged = new ConcurrentHashMap<>();
    private final Map<String, Long> lastSent = new ConcurrentHashMap<>();
    private final AtomicReference<Throwable> defect = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean stopping;

    private Traffic(Caches caches) {
        cache = caches.cache("default").as(Codec.UTF8, Codec.UTF8);
        thread = new Thread(this::run, "traffic");
        thread.setDaemon(true);
    }

    /** Starts it. */
    static Traffic through(Caches caches) {
        Traffic traffic = new Traffic(caches);
        traffic.thread.start();
        return traffic;
    }

    /** How many writes were acknowledged at least. */
    int acknowledged() {
        return lastAcknowledged.size();
    }

    /** Ends it. @throws AssertionError if something happened that never should */
    void stop() throws InterruptedException {
        stopping = true;
        thread.join();
        assertThat(defect.get()).isNull();
    }

    /** Every key shows its last acknowledged value, or one that was sent later and has no known outcome. */
    void assertAcknowledgedValuesAreThere() throws Exception {
        for (Map.Entry<String, Long> write : lastAcknowledged.entrySet()) {
            Optional<Entry<String>> entry =
                    cache.get(write.getKey()).toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(entry).as(write.getKey()).isPresent();
            assertThat(Long.parseLong(entry.orElseThrow().value()))
                    .as(write.getKey())
                    .isBetween(write.getValue(), lastSent.getOrDefault(write.getKey(), write.getValue()));
        }
    }

    /** Lets it end; for tests that have failed before they stopped it. */
    @Override
    public void close() {
        stopping = true;
    }

    private void run() {
        for (long number = 0; !stopping; number++) {
            String key = "traffic" + number % KEYS;
            lastSent.put(key, number);
            try {
                cache.put(key, Long.toString(number)).toCompletableFuture().get(10, TimeUnit.SECONDS);
                lastAcknowledged.put(key, number);
            } catch (ExecutionException refused) {
                if (!(refused.getCause() instanceof CacheException)) {
                    defect.set(refused);
                }
            } catch (InterruptedException | TimeoutException wrong) {
                defect.set(wrong);
                return;
            }
        }
    }
}
