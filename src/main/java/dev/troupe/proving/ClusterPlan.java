package dev.troupe.proving;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What nodes a local cluster has and how each is started.
 *
 * @param program what comes before the arguments of the {@code node} command: Java, its options and the main class
 * @param arguments further arguments of every node
 * @param httpPorts one for each node, 0 for any free one
 * @param clusterPorts one for each node, all different and none 0, as the others have to find it
 * @param logs the folder of the log files
 */
public record ClusterPlan(
        List<String> program, List<String> arguments, List<Integer> httpPorts, List<Integer> clusterPorts, Path logs) {

    /** @throws IllegalArgumentException if there is no node or the lists of ports are not of one length */
    public ClusterPlan {
        program = List.copyOf(program);
        arguments = List.copyOf(arguments);
        httpPorts = List.copyOf(httpPorts);
        clusterPorts = List.copyOf(clusterPorts);
        if (httpPorts.isEmpty() || httpPorts.size() != clusterPorts.size()) {
            throw new IllegalArgumentException("a cluster needs nodes, and each an HTTP port and a cluster port");
        }
    }

    /** That many nodes on free ports, for tests. */
    public static ClusterPlan onFreePorts(int nodes, List<String> program, List<String> arguments, Path logs) {
        return new ClusterPlan(program, arguments, httpPorts(0, nodes), clusterPorts(0, nodes), logs);
    }

    /** HTTP ports for that many nodes: consecutive ones, or any free ones if the first is 0. */
    public static List<Integer> httpPorts(int first, int nodes) {
        return IntStream.range(0, nodes)
                .mapToObj(index -> first == 0 ? 0 : first + index)
                .toList();
    }

    /** Cluster ports for that many nodes: consecutive ones, or such as are free now if the first is 0. */
    public static List<Integer> clusterPorts(int first, int nodes) {
        return first == 0 ? FreePorts.find(nodes) : httpPorts(first, nodes);
    }

    /** How many nodes. */
    public int size() {
        return httpPorts.size();
    }

    /**
     * The first start of a node: all but the first join the first.
     *
     * @param index from 0
     */
    NodeLaunch firstStart(int index) {
        return command(index, index == 0 ? List.of() : List.of(clusterPorts.get(0)));
    }

    /** A later start of a node: it joins whichever of the others is there. */
    NodeLaunch restart(int index) {
        List<Integer> others = new ArrayList<>(clusterPorts);
        others.remove(index);
        return command(index, others);
    }

    private NodeLaunch command(int index, List<Integer> seeds) {
        List<String> command = new ArrayList<>(program);
        command.add("node");
        command.addAll(List.of("--http-port", httpPorts.get(index).toString()));
        command.addAll(List.of("--port", clusterPorts.get(index).toString()));
        seeds.forEach(port -> command.addAll(List.of("--seed", "127.0.0.1:" + port)));
        command.addAll(List.of("--planned-nodes", String.valueOf(size()), "--exit-with-parent"));
        command.addAll(arguments);
        String name = "node-" + (index + 1);
        return new NodeLaunch(name, command, logs.resolve(name + ".log"));
    }
}
