package dev.troupe.cluster.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cluster.membership.TestNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.ShardCoordinator$Internal$BeginHandOffAck;
import org.apache.pekko.cluster.sharding.ShardCoordinator$Internal$ShardStopped;
import org.apache.pekko.testkit.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class HandOffsTest {
    private static final TestNodes NODES = new TestNodes();
    private static final ActorSystem<Void> SYSTEM = NODES.start("");
    private static final int PARTITION = 7;
    private static final String STOPPED = "stopped";

    private final TestProbe worker = new TestProbe(Adapter.toClassic(SYSTEM));
    private final ActorRef home = region();
    private final ActorRef other = region();
    private final HandOffs handOffs = new HandOffs(new RebalanceWorkers(
            path -> Adapter.toClassic(SYSTEM).actorSelection(worker.ref().path())));

    @AfterAll
    static void stop() {
        NODES.close();
    }

    @Test
    void regionsHaveASecondToAnswer() {
        look(0);
        look(HandOffs.PATIENCE_MILLIS - 1);
        assertThat(heard()).isEmpty();
    }

    @Test
    void regionsButTheHomeAreAnsweredForOnce() {
        look(0);
        look(HandOffs.PATIENCE_MILLIS);
        look(HandOffs.PATIENCE_MILLIS + 200);
        assertThat(heard()).containsExactly(other);
    }

    @Test
    void nextHandOffOfAPartitionHasItsOwnSecond() {
        look(0);
        handOffs.look(Set.of(), Map.of(PARTITION, home), List.of(home, other), 900);
        look(HandOffs.PATIENCE_MILLIS);
        assertThat(heard()).isEmpty();
    }

    @Test
    void partitionWhoseHomeIsGoneIsSaidToHaveStoppedUntilItsHandOffIsOver() {
        lookWithoutHome(0);
        lookWithoutHome(200);
        assertThat(heard()).containsExactly(STOPPED, STOPPED);
        handOffs.look(Set.of(), Map.of(), List.of(other), 400);
        assertThat(heard()).isEmpty();
    }

    @Test
    void regionThatStandsStillIsAnsweredForBeforeTheHomeThatIsGone() {
        look(0);
        lookWithoutHome(HandOffs.PATIENCE_MILLIS);
        assertThat(heard()).containsExactly(other, STOPPED);
    }

    private void look(long nowMillis) {
        handOffs.look(Set.of(PARTITION), Map.of(PARTITION, home), List.of(home, other), nowMillis);
    }

    private void lookWithoutHome(long nowMillis) {
        handOffs.look(Set.of(PARTITION), Map.of(), List.of(other), nowMillis);
    }

    /** What the worker has been told: regions in whose name it was said that they have forgotten the partition, and that this has stopped. */
    private List<Object> heard() {
        List<Object> heard = new ArrayList<>();
        String shard = Integer.toString(PARTITION);
        // What was told arrives at once, and this after it.
        worker.ref().tell("end", ActorRef.noSender());
        for (Object message = next(); !message.equals("end"); message = next()) {
            if (message.equals(new ShardCoordinator$Internal$BeginHandOffAck(shard))) {
                heard.add(worker.sender());
            } else if (message.equals(new ShardCoordinator$Internal$ShardStopped(shard))) {
                heard.add(STOPPED);
            } else {
                heard.add(message);
            }
        }
        return heard;
    }

    private Object next() {
        return worker.receiveOne(worker.remainingOrDefault());
    }

    private static ActorRef region() {
        return new TestProbe(Adapter.toClassic(SYSTEM)).ref();
    }
}
