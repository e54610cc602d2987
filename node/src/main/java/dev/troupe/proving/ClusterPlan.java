package dev.troupe.proving;

import dev.troupe.proving.network.Endpoint;
import dev.troupe.proving.network.FaultyNetwork;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What nodes a local cluster has and how each is started.
 *
 * @param program what comes before the arguments of the {@code node} command: Java, its options and the main class
 * @param arguments further arguments of every node
 * @param httpPorts one for each node, 0 for any free one
 * @param clusterPorts one for each node, all different and none 0, as the others have to find it
 * @param logs the folder of the log files
 * @param detours one for each node if others reach it through a {@link FaultyNetwork}; empty if directly
 */
public record ClusterPlan(
        List<String> program,
        List<String> arguments,
        List<Integer> httpPorts,
        List<Integer> clusterPorts,
        Path logs,
        List<Detour> detours) {

    /**
     * The further ports of a node that others reach through a {@link FaultyNetwork}, which stands at its cluster port and its
     * direct port.
     *
     * @param clusterBindPort where the node listens for what comes in at its cluster port
     * @param directPort where others open direct connections to the node
     * @param directBindPort where the node listens for these
     */
    public record Detour(int clusterBindPort, int directPort, int directBindPort) {
        private static Detour onFreePorts() {
            List<Integer> free = FreePorts.find(3);
            return new Detour(free.get(0), free.get(1), free.get(2));
        }
    }

    /** @throws IllegalArgumentException if there is no node or the lists of ports are not of one length */
    public ClusterPlan {
        detours = List.copyOf(detours);
        program = List.copyOf(program);
        arguments = List.copyOf(arguments);
        httpPorts = List.copyOf(httpPorts);
        clusterPorts = List.copyOf(clusterPorts);
        if (httpPorts.isEmpty() || httpPorts.size() != clusterPorts.size()) {
            throw new IllegalArgumentException("a cluster needs nodes, and each an HTTP port and a cluster port");
        }
        if (!detours.isEmpty() && detours.size() != clusterPorts.size()) {
            throw new IllegalArgumentException("each node behind a network needs ports to listen at");
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
        return new ClusterPlan(
                program,
                arguments,
                httpPorts,
                clusterPorts,
                logs,
                Stream.generate(Detour::onFreePorts).limit(size()).toList());
    }

    /**
     * The nodes as a network sees them, in order; none if they reach each other directly. Each has two endpoints of its name: for
     * the cluster's connections, and for direct ones.
     */
    public List<Endpoint> endpoints() {
        return IntStream.range(0, detours.size())
                .mapToObj(this::endpoints)
                .flatMap(List::stream)
                .toList();
    }

    private List<Endpoint> endpoints(int index) {
        Detour detour = detours.get(index);
        return List.of(
                endpoint(index, clusterPorts.get(index), detour.clusterBindPort()),
                endpoint(index, detour.directPort(), detour.directBindPort()));
    }

    private Endpoint endpoint(int index, int front, int target) {
        return new Endpoint(
                name(index),
                new InetSocketAddress(host(index), 0).getAddress(),
                new InetSocketAddress(host(index), front),
                new InetSocketAddress(host(index), target));
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
        if (!detours.isEmpty()) {
            command.addAll(detour(index));
        }
        command.addAll(arguments);
        return new NodeLaunch(name(index), command, logs.resolve(name(index) + ".log"));
    }

    /** Others reach a node at the network's ports; who connects is told from the address that it connects from. */
    private List<String> detour(int index) {
        Detour detour = detours.get(index);
        return Stream.of(
                        "troupe.cluster.host=" + host(index),
                        "troupe.cluster.bind-port=" + detour.clusterBindPort(),
                        "troupe.direct.port=" + detour.directPort(),
                        "troupe.direct.bind-port=" + detour.directBindPort(),
                        "pekko.remote.artery.advanced.tcp.outbound-client-hostname=" + host(index))
                .flatMap(setting -> Stream.of("--set", setting))
                .toList();
    }

    private static String name(int index) {
        return "node-" + (index + 1);
    }

    private String host(int index) {
        return "127.0.0." + (detours.isEmpty() ? 1 : index + 1);
    }
}
