package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.Codec;
import dev.troupe.lifecycle.LocalNodes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.event.Logging;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What runs on the threads of applications on the way to another node, and what applications do to these threads. */
class CallingThreadIT {
    private static final int KEYS = 64;
    private static final int CALLS = 4_000;

    /** Beyond what the failure detector takes for a pause. */
    private static final long BLOCKED_MILLIS = 4_000;

    private static final Queue<String> SAID = new ConcurrentLinkedQueue<>();
    private static LocalNodes cluster;

    @BeforeAll
    static void start() {
        cluster = LocalNodes.start(2, Map.of());
        cluster.nodes().forEach(CallingThreadIT::watch);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** What a node says that goes wrong between it and the other. */
    private static void watch(TroupeNode node) {
        ActorRef<Object> watcher = node.system()
                .systemActorOf(
                        Behaviors.receive(Object.class)
                                .onAnyMessage(said -> {
                                    SAID.add(node.address() + ": " + said);
                                    return Behaviors.same();
                                })
                                .build(),
                        "calling-thread-watcher",
                        Props.empty());
        node.system().classicSystem().eventStream().subscribe(Adapter.toClassic(watcher), Logging.Error.class);
        node.system().classicSystem().eventStream().subscribe(Adapter.toClassic(watcher), Logging.Warning.class);
        Cluster.get(node.system())
                .subscriptions()
                .tell(Subscribe.create(watcher.unsafeUpcast(), UnreachableMember.class));
    }

    @BeforeEach
    void forget() {
        SAID.clear();
    }

    private static Cache<String, String> cache(int node) {
        return cluster.node(node).caches().cache("default").as(Codec.UTF8, Codec.UTF8);
    }

    private static String key(int number) {
        return "key" + number % KEYS;
    }

    private static void assertConnectionStayed() {
        assertThat(SAID).isEmpty();
        assertThat(Cluster.get(cluster.node(0).system()).state().getUnreachable())
                .isEmpty();
    }

    private static double metric(int node, String name) {
        try {
            URI uri = cluster.node(node).httpUri().resolve("/metrics");
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    private static double lost() {
        return metric(0, "troupe_links_lost") + metric(1, "troupe_links_lost");
    }

    @Test
    void threadThatIsInterruptedBeforeItCallsStaysInterruptedAndItsCallsSucceed() {
        Cache<String, String> cache = cache(0);
        List<CompletionStage<?>> calls = new ArrayList<>();
        double lostBefore = lost();
        for (int i = 0; i < CALLS; i++) {
            Thread.currentThread().interrupt();
            calls.add(i % 2 == 0 ? cache.put(key(i), "v" + i) : cache.get(key(i)));
            assertThat(Thread.interrupted()).isTrue();
            if (i % 50 == 0) {
                calls.forEach(Await::result);
                calls.clear();
            }
        }
        calls.forEach(Await::result);
        assertThat(lost() - lostBefore).as("lost batches").isLessThan(20);
        assertConnectionStayed();
    }

    @Test
    void threadsThatAreInterruptedAgainAndAgainWhileTheyCallDisturbNobody() throws InterruptedException {
        AtomicInteger done = new AtomicInteger();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        double lostBefore = lost();
        List<Thread> calling = IntStream.range(0, 2)
                .mapToObj(node -> new Thread(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        CompletionStage<?> call = i % 2 == 0
                                ? cache(node).put(key(i), "v")
                                : cache(node).get(key(i));
                        call.whenComplete((answer, failure) -> {
                            if (failure != null) {
                                failures.add(failure);
                            }
                            done.incrementAndGet();
                        });
                        call.toCompletableFuture()
                                .copy()
                                .orTimeout(90, TimeUnit.SECONDS)
                                .join();
                    }
                }))
                .toList();
        calling.forEach(Thread::start);
        while (calling.stream().anyMatch(Thread::isAlive)) {
            calling.forEach(Thread::interrupt);
            LockSupport.parkNanos(50_000);
        }
        for (Thread thread : calling) {
            thread.join();
        }
        assertThat(done).hasValue(2 * CALLS);
        assertThat(failures)
                .allMatch(failure -> failure instanceof CacheException)
                .hasSizeLessThan(CALLS / 100);
        assertThat(lost() - lostBefore).as("lost batches").isLessThan(20);
        assertConnectionStayed();
    }

    /** Blocks the thread that brings an answer; one that has come already is no use, as what depends on it runs here. */
    private CompletableFuture<Void> blockOnAnAnswer(CompletableFuture<Thread> blocked, CountDownLatch until) {
        Thread here = Thread.currentThread();
        CompletableFuture<Void> after = null;
        while (after == null || (after.isDone() && !blocked.isDone())) {
            after = cache(0).get(key(0)).toCompletableFuture().thenAccept(found -> {
                if (Thread.currentThread() != here) {
                    blocked.complete(Thread.currentThread());
                    await(until);
                }
            });
        }
        return after;
    }

    @Test
    void whatDependsOnAnAnswerAndBlocksHoldsUpNeitherTheOtherNodeNorWhatDetectsFailures() {
        CountDownLatch blocks = new CountDownLatch(1);
        CompletableFuture<Thread> blocked = new CompletableFuture<>();
        IntStream.range(0, KEYS).forEach(i -> Await.result(cache(0).put(key(i), "v")));
        CompletableFuture<Void> after = blockOnAnAnswer(blocked, blocks);
        try {
            assertThat(Await.result(blocked)).isNotSameAs(Thread.currentThread());
            long untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BLOCKED_MILLIS);
            for (int i = 0; System.nanoTime() < untilNanos; i++) {
                Await.result(cache(1).put(key(i), "w"));
                Await.result(cache(1).get(key(i)));
            }
            assertThat(after).isNotDone();
            assertConnectionStayed();
        } finally {
            blocks.countDown();
        }
        Await.result(after);
        IntStream.range(0, KEYS).forEach(i -> Await.result(cache(0).get(key(i))));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Await.SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
