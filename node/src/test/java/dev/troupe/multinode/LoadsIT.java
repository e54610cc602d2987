package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Cache;
import dev.troupe.api.ClusterView.Partition;
import dev.troupe.api.Codec;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import dev.troupe.placement.Partitions;
import dev.troupe.testkit.multinode.MultiNode;
import dev.troupe.testkit.multinode.MultiNodeTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Callers of one key in three JVMs, when the one that loads dies and when the owner of the key does. */
@Tag("faults")
@MultiNodeTest(nodes = 3)
final class LoadsIT {
    private static final int CALLERS = 100;
    private static final Duration LIMIT = Duration.ofSeconds(50);
    private static final LoadOptions PATIENT = LoadOptions.DEFAULT.withLimits(LIMIT, LIMIT);

    /** Loads of this JVM. */
    private final AtomicInteger loads = new AtomicInteger();

    private final List<CompletableFuture<Optional<String>>> answers = new ArrayList<>();

    @Test
    void thousandCallersInThreeJvmsLoadOnce(MultiNode node) {
        formed(node);
        CompletableFuture<Optional<String>> load = new CompletableFuture<>();
        ask(node, "hot", 334, held(load));
        node.barrier("all have asked");
        load.complete(Optional.of("loaded"));
        assertAnswered("loaded");
        tellLoads(node);
        if (node.is(0)) {
            assertThat(loadsOf(node, 0, 1, 2)).isEqualTo(1);
        }
    }

    @Test
    void waitersOfAJvmThatIsKilledAreAnsweredByOneMoreLoad(MultiNode node) {
        formed(node);
        String key = keyOwnedBy(node, 0);
        if (node.is(2)) {
            ask(node, key, 1, held(new CompletableFuture<>()));
            node.await("the load", () -> loads.get() == 1);
        }
        node.barrier("one loads");
        if (node.is(2)) {
            node.await("its end", () -> false);
        }
        ask(node, key, CALLERS, key2 -> {
            loads.incrementAndGet();
            return CompletableFuture.completedFuture(Optional.of("again"));
        });
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        if (node.is(0)) {
            node.kill(2);
        }
        assertAnswered("again");
        tellLoads(node);
        if (node.is(0)) {
            assertThat(loadsOf(node, 0, 1)).isEqualTo(1);
        }
    }

    @Test
    void ownerThatIsKilledDuringALoadCostsAtMostOneMore(MultiNode node) {
        ownerGoesDuringALoad(node, () -> {
            if (node.is(0)) {
                node.kill(1);
            } else if (node.is(1)) {
                node.await("its end", () -> false);
            }
        });
    }

    @Test
    void ownerThatLeavesDuringALoadCostsAtMostOneMore(MultiNode node) {
        ownerGoesDuringALoad(node, () -> {
            if (node.is(1)) {
                node.leave();
                node.barrier("all have told");
            }
        });
    }

    /** Node 1 owns the key, node 2 loads it, node 0 waits. */
    private void ownerGoesDuringALoad(MultiNode node, Runnable going) {
        formed(node);
        String key = keyOwnedBy(node, 1);
        CompletableFuture<Optional<String>> load = new CompletableFuture<>();
        if (node.is(2)) {
            ask(node, key, CALLERS, held(load));
            node.await("the load", () -> loads.get() == 1);
        }
        node.barrier("one loads");
        if (node.is(0)) {
            ask(node, key, CALLERS, held(load));
        }
        going.run();
        if (node.is(1)) {
            // Without a cluster.
            return;
        }
        node.awaitMembers(2);
        ask(node, key, CALLERS, held(load));
        load.complete(Optional.of("loaded"));
        assertAnswered("loaded");
        tellLoads(node);
        if (node.is(0)) {
            assertThat(loadsOf(node, 0, 2)).isBetween(1, 2);
        }
    }

    private static void formed(MultiNode node) {
        node.awaitReady();
        node.awaitMembers(3);
        node.barrier("formed");
    }

    private Loader<String, String> held(CompletableFuture<Optional<String>> load) {
        return key -> {
            loads.incrementAndGet();
            return load;
        };
    }

    private void ask(MultiNode node, String key, int callers, Loader<String, String> loader) {
        for (int caller = 0; caller < callers; caller++) {
            answers.add(cache(node).getOrLoad(key, loader, PATIENT).toCompletableFuture());
        }
    }

    private void assertAnswered(String value) {
        answers.forEach(answer -> assertThat(answer.copy()
                        .orTimeout(LIMIT.toSeconds() + 10, TimeUnit.SECONDS)
                        .join())
                .contains(value));
    }

    private void tellLoads(MultiNode node) {
        cache(node)
                .put("loads-" + node.index(), Integer.toString(loads.get()))
                .toCompletableFuture()
                .join();
        node.barrier("all have told");
    }

    private static int loadsOf(MultiNode node, int... indexes) {
        return IntStream.of(indexes)
                .map(index -> Integer.parseInt(cache(node)
                        .get("loads-" + index)
                        .toCompletableFuture()
                        .join()
                        .orElseThrow()
                        .value()))
                .sum();
    }

    /** The same key in all JVMs. */
    private static String keyOwnedBy(MultiNode node, int index) {
        cache(node)
                .put("address-" + node.index(), node.troupe().address())
                .toCompletableFuture()
                .join();
        node.barrier("addresses");
        String address = cache(node)
                .get("address-" + index)
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .value();
        List<Partition> partitions =
                node.troupe().view().partitions().toCompletableFuture().join().partitions();
        Partitions keySpace = new Partitions(partitions.size());
        return IntStream.range(0, 1000)
                .mapToObj(number -> "key" + number)
                .filter(key -> partitions
                        .get(keySpace.of(key.getBytes(StandardCharsets.UTF_8)))
                        .owner()
                        .equals(Optional.of(address)))
                .findFirst()
                .orElseThrow();
    }

    private static Cache<String, String> cache(MultiNode node) {
        return node.troupe().caches().cache("default").as(Codec.UTF8, Codec.UTF8);
    }
}
