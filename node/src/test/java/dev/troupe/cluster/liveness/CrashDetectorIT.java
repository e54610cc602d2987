package dev.troupe.cluster.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.Await;
import dev.troupe.cluster.membership.TestNodes;
import dev.troupe.metrics.MeterBook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongPredicate;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three actor systems in one JVM, each with its own lifelines and detectors; an end without leaving is their crash. */
@Tag("alone")
class CrashDetectorIT {
    /** Far less than missed heartbeats and the split-brain strategy take. */
    private static final Duration MOMENT = Duration.ofSeconds(4);

    private static final String CRASHING = "pekko.coordinated-shutdown.run-by-actor-system-terminate = off";

    private final TestNodes nodes = new TestNodes();
    private final List<MeterBook> books = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.close();
    }

    @Test
    void everyDetectorMeetsTheCrashDetectorOfItsOwnSystemAndThenKeepsQuiet() {
        List<Queue<LifelineFailureDetector>> published = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            Queue<LifelineFailureDetector> heard = new ConcurrentLinkedQueue<>();
            published.add(heard);
            ActorSystem<Void> system = nodes.join("");
            system.systemActorOf(listener(heard), "listener", Props.empty());
        }
        ActorSystem<Void> first = nodes.systems().get(0);
        // Detectors go on publishing themselves as long as nobody knows them.
        await().atMost(Await.SOON).until(() -> published.stream().allMatch(heard -> heard.size() > 10));
        nodes.systems().forEach(system -> start(system, uid -> false));
        await().atMost(Await.SOON).until(() -> quietSince(published));
        published.forEach(heard -> assertThat(
                        heard.stream().map(LifelineFailureDetector::address).distinct())
                .hasSize(2));
        assertThat(Cluster.get(first).state().getMembers()).hasSize(3);
    }

    @Test
    void aNodeWhoseProcessIsGoneIsRemovedAtOnceByTheOthers() {
        List<ActorSystem<Void>> systems = three(uid -> false);
        systems.get(2).terminate();
        await().atMost(MOMENT).until(() -> members(systems.get(0)) == 2 && members(systems.get(1)) == 2);
        assertThat(downed(0) + downed(1)).isPositive();
    }

    @Test
    void aDrainingNodeIsLeftToTheSplitBrainStrategy() {
        List<ActorSystem<Void>> systems = three(uid -> true);
        systems.get(2).terminate();
        await().atMost(Await.SOON)
                .until(() ->
                        !Cluster.get(systems.get(0)).state().getUnreachable().isEmpty());
        await().atMost(Await.SOON).until(() -> members(systems.get(0)) == 2);
        assertThat(downed(0) + downed(1)).isZero();
    }

    @Test
    void aNodeThatLeavesIsNotDowned() {
        List<ActorSystem<Void>> systems = three(uid -> false);
        Cluster cluster = Cluster.get(systems.get(2));
        cluster.manager()
                .tell(new org.apache.pekko.cluster.typed.Leave(
                        cluster.selfMember().address()));
        await().atMost(Await.SOON).until(() -> systems.get(2).whenTerminated().isCompleted());
        await().atMost(Await.SOON).until(() -> members(systems.get(0)) == 2 && members(systems.get(1)) == 2);
        assertThat(downed(0) + downed(1)).isZero();
    }

    private List<ActorSystem<Void>> three(LongPredicate draining) {
        for (int node = 0; node < 3; node++) {
            start(nodes.join(node == 2 ? CRASHING : ""), draining);
        }
        List<ActorSystem<Void>> systems = nodes.systems();
        await().atMost(Await.SOON).until(() -> systems.stream().allMatch(system -> ups(system) == 3));
        return systems;
    }

    private void start(ActorSystem<Void> system, LongPredicate draining) {
        MeterBook book = new MeterBook();
        books.add(book);
        CrashDetector.start(
                system,
                new CrashDetector.Settings("troupe-storage", false, Optional.empty(), draining),
                book,
                () -> System.nanoTime() / 1_000_000);
    }

    private double downed(int node) {
        return books.get(node)
                .text()
                .lines()
                .filter(line -> line.startsWith("troupe_cluster_downed_on_evidence_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    private static Behavior<LifelineFailureDetector> listener(Queue<LifelineFailureDetector> heard) {
        return Behaviors.setup(context -> {
            context.getSystem()
                    .eventStream()
                    .tell(new EventStream.Subscribe<>(LifelineFailureDetector.class, context.getSelf()));
            return Behaviors.receive(LifelineFailureDetector.class)
                    .onAnyMessage(detector -> {
                        heard.add(detector);
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    /** Whether none has been heard while reapers ran three times. */
    private static boolean quietSince(List<Queue<LifelineFailureDetector>> published) {
        List<Integer> before = published.stream().map(Queue::size).toList();
        await().pollDelay(Duration.ofMillis(700)).until(() -> true);
        return before.equals(published.stream().map(Queue::size).toList());
    }

    private static int members(ActorSystem<Void> system) {
        int count = 0;
        for (Member unused : Cluster.get(system).state().getMembers()) {
            count++;
        }
        return count;
    }

    private static long ups(ActorSystem<Void> system) {
        long count = 0;
        for (Member member : Cluster.get(system).state().getMembers()) {
            count += member.status().equals(MemberStatus.up()) ? 1 : 0;
        }
        return count;
    }
}
