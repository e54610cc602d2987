package dev.troupe.testkit.multinode;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.api.ClusterView.Member;
import dev.troupe.node.TroupeNode;
import dev.troupe.testkit.multinode.Conducted.Plan;
import dev.troupe.testkit.multinode.Conducted.Starter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.CoordinatedShutdown;
import scala.concurrent.Future;

/**
 * This JVM in a multi-node test: its node, its place among the others, and what can be done to the network between them.
 * Networks are cut by node 0 alone, and node 0 stays to the end. A cut drops whole messages; connections stay open. Used by
 * the thread of the test alone.
 */
public final class MultiNode {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Executor LATER = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private final Conducted conducted;
    private final Plan plan;
    private final Jvms jvms;
    private TroupeNode troupe;

    private MultiNode(Plan plan, Starter starter, Jvms jvms) {
        this.plan = plan;
        this.jvms = jvms;
        this.conducted = new Conducted(plan, starter);
        this.troupe = starter.node();
    }

    static MultiNode start(List<Integer> ports, Config given, Jvms jvms) {
        Plan plan = new Plan(ports, given);
        return new MultiNode(plan, new Starter(plan), jvms);
    }

    /** Which node this is, from 0. */
    public int index() {
        return Conducted.selfIndex();
    }

    /** Whether this is a node. */
    public boolean is(int index) {
        return index() == index;
    }

    /** How many nodes there are. */
    public int count() {
        return Conducted.maxNodes();
    }

    /** The node of this JVM. */
    public TroupeNode troupe() {
        return troupe;
    }

    /** Waits until all nodes that are still there have come to this point. */
    public void barrier(String name) {
        conducted.barrier(name);
    }

    /** Waits until this node is ready for traffic. */
    public void awaitReady() {
        troupe.ready().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Waits until this node sees so many members, and all of them up. */
    public void awaitMembers(int count) {
        await(count + " members that are up", () -> {
            List<Member> members = troupe.view().members().members();
            return members.size() == count
                    && members.stream().allMatch(member -> member.status().equals("up"));
        });
    }

    /** Waits until this node has been put out of its cluster. */
    public void awaitRemoved() {
        await(
                "to be removed",
                () -> CoordinatedShutdown.get(troupe.system())
                        .getShutdownReason()
                        .isPresent());
    }

    /** Waits until something holds, at most a minute. */
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(
                        "waited for " + what + "; members are " + troupe.view().members());
            }
            CompletableFuture.runAsync(() -> {}, LATER).join();
        }
    }

    /** Drops all messages between two nodes. Node 0 only. */
    public void cut(int one, int other) {
        command(() -> Faults.cut(conducted.testConductor(), one, other));
    }

    /** Drops all messages from one node to another. Node 0 only. */
    public void cutOneWay(int from, int to) {
        command(() -> Faults.cutOneWay(conducted.testConductor(), from, to));
    }

    /** Lets all messages between two nodes pass again. Node 0 only. */
    public void mend(int one, int other) {
        command(() -> Faults.mend(conducted.testConductor(), one, other));
    }

    /**
     * Kills the JVM of another node: nothing in it runs any more, and the others are not told. Counts as its success. Node 0 only, while the
     * victim waits at no barrier.
     */
    public void kill(int victim) {
        checkIsZero();
        // Never answered; what counts is that it comes before the news that the victim is gone.
        var unused = conducted.testConductor().removeNode(Conducted.role(victim));
        jvms.kill(victim);
    }

    /** Lets this node leave its cluster and hand over what it has. The JVM stays. */
    public void leave() {
        troupe.stop().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Lets this node leave, and a new one of another address join from this JVM; it is not affected by cuts. */
    public void restart() {
        leave();
        Config other = ConfigFactory.parseMap(Map.of("troupe.cluster.port", 0));
        troupe = plan.startNode(other.withFallback(plan.config()));
    }

    /** Ends the test in this JVM, once all have come to the end of it. */
    void finish() {
        barrier("the end of the test");
        conducted.multiNodeSpecAfterAll();
    }

    private void command(Supplier<Future<?>> command) {
        checkIsZero();
        var unused = conducted.await(command.get());
    }

    private void checkIsZero() {
        if (!is(0)) {
            throw new IllegalStateException("only node 0 may cut, mend and kill, this is node " + index());
        }
    }
}
