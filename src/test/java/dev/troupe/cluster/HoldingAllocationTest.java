package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.placement.HomeChoice;
import java.time.Duration;
import java.util.HashMap;
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

class HoldingAllocationTest {
    private static final TestNodes NODES = new TestNodes();
    private static final ActorSystem<Void> SYSTEM = NODES.start("");
    private static final ActorRef NOWHERE = Adapter.toClassic(SYSTEM).deadLetters();

    private final Map<ActorRef, List<String>> allocations = new LinkedHashMap<>();
    private long nowMillis;
    private int gateways;
    private final HoldingAllocation allocation = new HoldingAllocation(
            new HoldingAllocation.Settings(3, "", Duration.ofSeconds(10)),
            new HoldingAllocation.Surroundings(
                    "127.0.0.1:1", () -> gateways, NOWHERE, LoggerFactory.getLogger(HoldingAllocationTest.class)),
            () -> nowMillis);

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
    void nodesThatHoldNothingArePlannedNodesToo() {
        register("/system/1", "pekko://troupe@127.0.0.1:2/system/2");
        assertThat(home(0)).isSameAs(NOWHERE);
        gateways = 1;
        assertThat(allocations).containsKey(home(0));
    }

    @Test
    void homesAreGivenWhenTheTimeIsUp() {
        register("/system/1");
        assertThat(home(0)).isSameAs(NOWHERE);
        nowMillis = 10_000;
        assertThat(allocations).containsKey(home(0));
    }

    @Test
    void homesAreThoseThatPlacementChooses() {
        register("/system/1", "pekko://troupe@127.0.0.1:2/system/2", "pekko://troupe@127.0.0.1:3/system/3");
        List<ActorRef> regions = List.copyOf(allocations.keySet());
        for (int partition = 0; partition < 32; partition++) {
            Map<String, Integer> loads = new HashMap<>();
            for (int node = 0; node < 3; node++) {
                loads.put("127.0.0.1:" + (node + 1), shardsOf(regions.get(node)).size());
            }
            String chosen = HomeChoice.of(partition, loads).orElseThrow();
            ActorRef home = home(partition);
            assertThat(regions.indexOf(home) + 1).hasToString(chosen.substring(chosen.indexOf(':') + 1));
            allocations.put(home, append(shardsOf(home), partition));
        }
        assertThat(allocations.values()).extracting(List::size).containsExactlyInAnyOrder(10, 11, 11);
    }

    @Test
    void nothingEverMoves() {
        register("/system/1", "pekko://troupe@127.0.0.1:2/system/2");
        ActorRef full = allocations.keySet().iterator().next();
        allocations.put(
                full, IntStream.range(0, 100).mapToObj(Integer::toString).toList());
        assertThat(now(allocation.rebalance(current(), Set.of()))).isEmpty();
    }

    private void register(String... paths) {
        ExtendedActorSystem system = (ExtendedActorSystem) Adapter.toClassic(SYSTEM);
        for (String path : paths) {
            String whole = path.startsWith("/") ? "pekko://troupe" + path : path;
            allocations.put(system.provider().resolveActorRef(whole), List.of());
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
