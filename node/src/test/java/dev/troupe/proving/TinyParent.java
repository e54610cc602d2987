package dev.troupe.proving;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that starts a local cluster of tiny nodes, prints their process ids and waits. */
public final class TinyParent {
    private TinyParent() {}

    /** Argument: the folder for logs. */
    public static void main(String[] arguments) throws InterruptedException {
        ClusterPlan plan = ClusterPlan.onFreePorts(2, TinyNode.program(), List.of(), Path.of(arguments[0]));
        LocalCluster cluster = LocalCluster.start(plan);
        cluster.awaitReady(Duration.ofSeconds(60));
        cluster.nodes().forEach(node -> System.out.println("pid " + node.pid()));
        System.out.println("ready http://127.0.0.1:1");
        new CountDownLatch(1).await();
    }
}
