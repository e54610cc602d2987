package dev.troupe.testkit.multinode;

import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.NodeLaunch;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The JVMs of one test: started, awaited, and made into one result. */
final class NodeJvms {
    private static final Duration SLICE = Duration.ofMillis(100);
    /** How long the others may go on after the first failure: they may have something to tell as well. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private static final int LOG_LINES = 40;
    private static final NodeMemory MEMORY = NodeMemory.Use.TEST_LOAD.byDefault();

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Path folder;
    private final String name;

    private NodeJvms(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** Runs a test method in all of them; throws what went wrong, if anything did. */
    static void run(Class<?> test, Method method, MultiNodeTest how) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("troupe-multinode-");
        NodeJvms jvms = new NodeJvms(folder, test.getSimpleName() + "." + method.getName());
        try {
            jvms.start(test, method, how);
            jvms.await(Duration.ofSeconds(how.timeoutSeconds()));
        } finally {
            for (NodeProcess node : jvms.nodes) {
                node.killForcibly();
            }
        }
        jvms.judge();
        jvms.deleteLogs();
    }

    private void start(Class<?> test, Method method, MultiNodeTest how) {
        // The last one is the conductor's.
        List<Integer> ports = ClusterPlan.clusterPorts(0, how.nodes() + 1);
        for (int index = 0; index < how.nodes(); index++) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(MEMORY.options());
            command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
            command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow"));
            command.add("-Dmultinode.max-nodes=" + how.nodes());
            command.add("-Dmultinode.host=127.0.0.1");
            command.add("-Dmultinode.port=0");
            command.add("-Dmultinode.server-host=127.0.0.1");
            command.add("-Dmultinode.server-port=" + ports.get(how.nodes()));
            command.add("-Dmultinode.index=" + index);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), NodeMain.class.getName()));
            command.addAll(List.of(test.getName(), method.getName(), folder.toString()));
            command.add(
                    ports.subList(0, how.nodes()).stream().map(String::valueOf).collect(Collectors.joining(",")));
            nodes.add(NodeProcess.start(
                    new NodeLaunch("node-" + index, command, folder.resolve("node-" + index + ".log"))));
        }
    }

    /** Waits until all have ended, or for a while after one has failed. */
    private void await(Duration timeout) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean failed = false;
        for (boolean running = true; running && System.nanoTime() - deadline < 0; ) {
            running = false;
            for (int index = 0; index < nodes.size(); index++) {
                OptionalInt code = nodes.get(index).awaitExit(SLICE);
                running |= code.isEmpty();
                if (!failed && code.isPresent() && !told(index).equals(NodeMain.PASSED)) {
                    failed = true;
                    deadline = Math.min(deadline, System.nanoTime() + AFTER_FAILURE.toNanos());
                }
            }
        }
    }

    private void judge() throws IOException {
        List<String> failures = new ArrayList<>();
        for (int index = 0; index < nodes.size(); index++) {
            String told = told(index);
            if (!told.equals(NodeMain.PASSED)) {
                failures.add(
                        told.isEmpty() ? "node-" + index + " ended without a result" : "node-" + index + ": " + told);
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(name + " failed on " + failures.size() + " of " + nodes.size() + " nodes; logs in "
                    + folder + "\n" + String.join("\n", failures) + "\n" + tails());
        }
    }

    private String tails() {
        return IntStream.range(0, nodes.size())
                .mapToObj(index -> "--- end of the log of node-" + index + "\n"
                        + tail(nodes.get(index).log()))
                .collect(Collectors.joining("\n"));
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "cannot be read: " + unreadable;
        }
    }

    private String told(int index) throws IOException {
        Path report = new Jvms(folder).report(index);
        return Files.exists(report) ? Files.readString(report) : "";
    }

    private void deleteLogs() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
