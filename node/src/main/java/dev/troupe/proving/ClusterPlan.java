package dev.troupe.proving;

import dev.troupe.proving.network.Endpoint;
import dev.troupe.proving.network.FaultyNetwork;
import java.net.InetSocketAddress;
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
 * @param bindPorts where each node listens for others if they reach it through a {@link FaultyNetwork}; empty if directly
 */
public record ClusterPlan(
        List<String> program,
        List<String> arguments,
        List<Integer> httpPorts,
        List<Integer> clusterPorts,
        Path logs,
        List<Integer> bindPorts) {

    /** @throws IllegalArgumentException if there is no node or the lists of ports are not of one length */
    public ClusterPlan {
        bindPorts = List.copyOf(bindPorts);
        program = List.copyOf(program);
        arguments = List.copyOf(arguments);
        httpPorts = List.copyOf(httpPorts);
        clusterPorts = List.copyOf(clusterPorts);
        if (httpPorts.isEmpty() || httpPorts.size() != clusterPorts.size()) {
            throw new IllegalArgumentException("a cluster needs nodes, and each an HTTP port and a cluster port");
        }
        if (!bindPorts.isEmpty() && bindPorts.size() != clusterPorts.size()) {
            throw new IllegalArgumentException("each node behind a network needs a port to listen at");
        }
    }

    /** Nodes that reach each other directly. */
    public ClusterPlan(
            List<String> program,
            List<String> arguments,
            List<Integer> httpPorts,
            List<Integer> clusterPorts,
            Path logs) {
        this(program, arguments, httpPorts, clusterPorts, logs, List.of());
    }

    /**
     * The same nodes, each on a loopback address of its own and reached through a network, which has to be opened with
     * {@link #endpoints} before they start.
     */
    public ClusterPlan throughNetwork() {
        return new ClusterPlan(program, arguments, httpPorts, clusterPorts, logs, FreePorts.find(size()));
    }

    /** The nodes as a network sees them; none if they reach each other directly. */
    public List<Endpoint> endpoints() {
        return IntStream.range(0, bindPorts.size())
                .mapToObj(index -> new Endpoint(
                        name(index),
                        new InetSocketAddress(host(index), 0).getAddress(),
                        new InetSocketAddress(host(index), clusterPorts.get(index)),
                        new InetSocketAddress(host(index), bindPorts.get(index))))
                .toList();
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

    /** The same nodes and one more, on free ports, which joins whichever of the others is there. */
    ClusterPlan withNewcomer() {
        return new ClusterPlan(
                program,
                arguments,
                with(httpPorts, 0),
                with(clusterPorts, FreePorts.find(1).get(0)),
                logs);
    }

    private static List<Integer> with(List<Integer> ports, int port) {
        List<Integer> more = new ArrayList<>(ports);
        more.add(port);
        return more;
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
        return command(index, index == 0 ? List.of() : List.of(0));
    }

    /** A later start of a node: it joins whichever of the others is there. */
    NodeLaunch restart(int index) {
        return command(
                index,
                IntStream.range(0, size())
                        .filter(other -> other != index)
                        .boxed()
                        .toList());
    }

    private NodeLaunch command(int index, List<Integer> seeds) {
        List<String> command = new ArrayList<>(program);
        command.add("node");
        command.addAll(List.of("--http-port", httpPorts.get(index).toString()));
        command.addAll(List.of("--port", clusterPorts.get(index).toString()));
        seeds.forEach(seed -> command.addAll(List.of("--seed", host(seed) + ":" + clusterPorts.get(seed))));
        command.addAll(List.of("--planned-nodes", String.valueOf(size()), "--exit-with-parent"));
        if (!bindPorts.isEmpty()) {
            command.addAll(detour(index));
        }
        command.addAll(arguments);
        return new NodeLaunch(name(index), command, logs.resolve(name(index) + ".log"));
    }

    /** Others reach a node at the network's port; who connects is told from the address that it connects from. */
    private List<String> detour(int index) {
        return List.of(
                "--set",
                "troupe.cluster.host=" + host(index),
                "--set",
                "troupe.cluster.bind-port=" + bindPorts.get(index),
                "--set",
                "pekko.remote.artery.advanced.tcp.outbound-client-hostname=" + host(index));
    }

    private static String name(int index) {
        return "node-" + (index + 1);
    }

    private String host(int index) {
        return "127.0.0." + (bindPorts.isEmpty() ? 1 : index + 1);
    }
}
