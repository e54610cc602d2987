package dev.troupe.bench.nodes;

import dev.troupe.proving.NodeMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What the commands that start nodes and put a load on them have in common: which nodes, and which load. */
final class Setup {
    private static final int NODES = 3;

    @Option(names = "--sync", description = "A sync cache instead of an async one.")
    boolean sync;

    @Option(
            names = "--rate",
            defaultValue = "400",
            description = "Requests a second, three of four of them to each partition in turn (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Load before something is done to a node, 3 or more: nodes that have just started compile"
                    + " their code (${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--memory",
            defaultValue = NodeMemory.Use.CLUSTER_MEMORY,
            description = "Memory of each node's process (${DEFAULT-VALUE}).")
    private String memory = "";

    @Option(
            names = "--jvm",
            paramLabel = "OPTIONS",
            defaultValue = "",
            description =
                    "More options for the JVMs of the nodes, such as -XX:TieredStopAtLevel=1, separated by blanks.")
    private String jvm = "";

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "A setting of every node; repeatable.")
    private List<String> settings = new ArrayList<>();

    /** How many nodes it begins with. */
    int size() {
        return NODES;
    }

    /** Starts the nodes. */
    Nodes nodes() throws InterruptedException {
        return Nodes.start(NODES, new Nodes.Jvm(new NodeMemory(memory), jvm), settings);
    }

    /** Puts the load on nodes, and waits until they are warm. */
    Traffic traffic(Nodes nodes) throws InterruptedException {
        Traffic traffic = Traffic.start(nodes, sync, rate);
        warmUp();
        return traffic;
    }

    /** Lets the load go on before the next thing is done. */
    void warmUp() throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(Math.max(3, warmUpSeconds)).toMillis());
    }
}
