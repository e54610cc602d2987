package dev.troupe.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ComputationTest {
    /** What the reads of one key find, in order; every remove comes too late. */
    private final Queue<Optional<Entry<String>>> found = new ArrayDeque<>();

    @Test
    void whatAnotherHasRemovedMeanwhileIsComputedAnew() {
        found.add(Optional.of(new Entry<>("job", 7, Optional.empty(), "text/plain")));
        found.add(Optional.empty());
        List<Optional<String>> seen = new ArrayList<>();
        Optional<String> result = new Computation<>(
                        cacheWhoseEntryGoesAway(),
                        "k",
                        before -> {
                            seen.add(before);
                            return Optional.empty();
                        },
                        PutOptions.DEFAULT)
                .run()
                .toCompletableFuture()
                .join();
        assertThat(result).isEmpty();
        assertThat(seen).containsExactly(Optional.of("job"), Optional.empty());
    }

    @SuppressWarnings("unchecked")
    private Cache<String, String> cacheWhoseEntryGoesAway() {
        return (Cache<String, String>) Proxy.newProxyInstance(
                Cache.class.getClassLoader(),
                new Class<?>[] {Cache.class},
                (proxy, method, arguments) -> method.getName().equals("get")
                        ? CompletableFuture.completedFuture(new ReadResult<>(found.remove(), Optional.empty()))
                        : CompletableFuture.completedFuture(RemoveResult.ABSENT));
    }
}
