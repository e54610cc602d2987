package dev.troupe.cluster.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cluster.membership.Members;
import dev.troupe.cluster.membership.TestNodes;
import dev.troupe.members.Member;
import dev.troupe.placement.Backups;
import dev.troupe.placement.Partitions;
import dev.troupe.placement.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

class PlacingAllocationTest {
    private static final TestNodes NODES = new TestNodes();
    private static final ActorSystem<Void> SYSTEM = NODES.start("");
    private static final Partitions PARTITIONS = new Partitions(32);
    private static final ActorRef NOWHERE = Adapter.toClassic(SYSTEM).deadLetters();

    private final Map<ActorRef, List<String>> allocations = new LinkedHashMap<>();
    private long nowMillis;
    private final List<Member> nodes = new ArrayList<>();
    private final PlacingAllocation allocation = allocation(1);

    @AfterAll
    static void stop() {
        NODES.close();
    }

    @Test
    void homesAreNowhereUntilThePlannedNodesAreThere() {
        register("/system/1", "pekko://troupe@127.0.0.1:2/system/2");
        assertThat(home(0)).isSameAs(NOWHERE);
        register("pekko://troupe@127.0.0.1:3/system/3");
        assertThat(allocations).containsKey(home(0));
    }

    @Test
    void nodeThatIsOnItsWayOutIsNotHere() {
        register("/system/1", "pekko://troupe@127.0.0.1:2/system/2", "pekko://troupe@127.0.0.1:3/system/3");
        nodes.set(2, Members.draining(nodes.get(2)));
        assertThat(home(0)).isSameAs(NOWHERE);
    }

    @Test
    void regionOfANodeThatIsNoMemberYetIsNotHere() {
        register("/system/1", "pekko://troupe@127.0.0.1:2/system/2", "pekko://troupe@127.0.0.1:3/system/3");
        nodes.remove(0);
        assertThat(home(0)).isSameAs(NOWHERE);
    }

    @Test
    void homesAreGivenWhenTheTimeIsUp() {
        register("/system/1");
        assertThat(home(0)).isSameAs(NOWHERE);
        nowMillis = 10_000;
        assertThat(allocations).containsKey(home(0));
    }

    @Test
    void homesAreTheTargetsOfPlacement() {
        register("/system/1", "pekko://troupe@127.0.0.1:2/system/2", "pekko://troupe@127.0.0.1:3/system/3");
        List<ActorRef> regions = List.copyOf(allocations.keySet());
        Map<Integer, String> targets = Targets.of(PARTITIONS, Map.of(), Members.storageNodes(nodes));
        for (int partition = PARTITIONS.count() - 1; partition >= 0; partition--) {
            ActorRef home = home(partition);
            assertThat("127.0.0.1:" + (regions.indexOf(home) + 1)).isEqualTo(targets.get(partition));
            allocations.put(home, append(shardsOf(home), partition));
        }
        assertThat(allocations.values()).extracting(List::size).containsExactlyInAnyOrder(10, 11, 11);
    }

    @Test
    void surplusMovesAFewAtATime() {
        assertThat(moved(allocation(3))).hasSize(3);
        assertThat(moved(allocation(100))).hasSize(16);
    }

    @Test
    void nothingMovesWhereMovesAreSwitchedOff() {
        assertThat(moved(allocation(0))).isEmpty();
    }

    @Test
    void coordinatorThatComesBackRemembersNothing() {
        register("/system/1", "pekko://troupe@127.0.0.1:2/system/2");
        assertThat(home(0)).isSameAs(NOWHERE);
        nowMillis = 10_000;
        allocation.start();
        assertThat(home(0)).as("waits anew").isSameAs(NOWHERE);
    }

    @Test
    void coordinatorThatComesBackTakesWhatHasNoOwnerForOrphans() {
        register("/system/1", "pekko://troupe@127.0.0.1:2/system/2", "pekko://troupe@127.0.0.1:3/system/3");
        List<ActorRef> regions = List.copyOf(allocations.keySet());
        Map<Integer, String> targets = Targets.of(PARTITIONS, Map.of(), Members.storageNodes(nodes));
        int orphan = IntStream.range(0, PARTITIONS.count())
                .filter(partition -> !heir(partition).equals(targets.get(partition)))
                .findFirst()
                .orElseThrow();
        for (int partition = 0; partition < PARTITIONS.count(); partition++) {
            if (partition != orphan) {
                ActorRef home = home(partition);
                allocations.put(home, append(shardsOf(home), partition));
            }
        }
        assertThat("127.0.0.1:" + (regions.indexOf(home(orphan)) + 1)).isEqualTo(targets.get(orphan));
        allocation.start();
        assertThat("127.0.0.1:" + (regions.indexOf(home(orphan)) + 1)).isEqualTo(heir(orphan));
    }

    private String heir(int partition) {
        return Backups.of(partition, "", Members.storageNodes(nodes), 1).get(0);
    }

    private Set<String> moved(PlacingAllocation strategy) {
        allocations.clear();
        nodes.clear();
        register("/system/1", "pekko://troupe@127.0.0.1:2/system/2");
        ActorRef full = allocations.keySet().iterator().next();
        allocations.put(
                full,
                IntStream.range(0, PARTITIONS.count())
                        .mapToObj(Integer::toString)
                        .toList());
        return now(strategy.rebalance(current(), Set.of()));
    }

    private PlacingAllocation allocation(int maxMoves) {
        return new PlacingAllocation(
                new PlacingAllocation.Settings(PARTITIONS, 3, Duration.ofSeconds(10), 1, maxMoves),
                new PlacingAllocation.Surroundings(
                        "127.0.0.1:1",
                        () -> List.copyOf(nodes),
                        MovePreparation.NONE,
                        new HandOffs(new RebalanceWorkers(Adapter.toClassic(SYSTEM)::actorSelection)),
                        partition -> 0,
                        NOWHERE,
                        LoggerFactory.getLogger(PlacingAllocationTest.class)),
                () -> nowMillis);
    }

    private void register(String... paths) {
        ExtendedActorSystem system = (ExtendedActorSystem) Adapter.toClassic(SYSTEM);
        for (String path : paths) {
            String whole = path.startsWith("/") ? "pekko://troupe" + path : path;
            allocations.put(system.provider().resolveActorRef(whole), List.of());
            nodes.add(Members.storage("127.0.0.1:" + allocations.size(), allocations.size()));
        }
    }

    private ActorRef home(int partition) {
        return now(allocation.allocateShard(NOWHERE, Integer.toString(partition), current()));
    }

    private Map<ActorRef, IndexedSeq<String>> current() {
        Map<ActorRef, IndexedSeq<String>> current = new LinkedHashMap<>();
        allocations.forEach((region, shards) ->
                current.put(region, CollectionConverters.asScala(shards).toIndexedSeq()));
        return current;
    }

    private List<String> shardsOf(ActorRef region) {
        return allocations.getOrDefault(region, List.of());
    }

    private static List<String> append(List<String> shards, int partition) {
        return Stream.concat(shards.stream(), Stream.of(Integer.toString(partition)))
                .toList();
    }

    private static <T> T now(Future<T> future) {
        return future.value().get().get();
    }
}
