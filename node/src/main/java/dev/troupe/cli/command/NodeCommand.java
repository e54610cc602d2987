package dev.troupe.cli.command;

import dev.troupe.cli.console.Console;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.node.NodeLauncher;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one node in this process. */
@Command(
        name = "node",
        description = {
            "Runs one node in the foreground until it is told to stop (Ctrl-C or SIGTERM).",
            "Without --seed it forms a cluster of its own, unless the settings name seeds."
        })
public final class NodeCommand implements Callable<Integer> {
    @Option(names = "--http-port", paramLabel = "PORT", description = "HTTP port (default: 8480; 0: any free one).")
    Optional<Integer> httpPort = Optional.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "Port for the other nodes (default: 17355).")
    Optional<Integer> port = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "HOST:PORT",
            description = "A node of the cluster to join, by its --port; repeat it to name several.")
    List<String> seeds = List.of();

    @Option(
            names = "--planned-nodes",
            paramLabel = "N",
            description =
                    "How many nodes with storage the cluster will have; it forms once a majority is there (default: 1).")
    Optional<Integer> plannedNodes = Optional.empty();

    @Option(names = "--conf", paramLabel = "FILE", description = "A settings file (default: conf/node.conf).")
    Optional<Path> conf = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "One setting, which wins over every file; repeat it to give several.")
    Map<String, String> settings = Map.of();

    @Option(names = "--exit-with-parent", hidden = true, description = "Ends when standard input ends.")
    boolean exitWithParent;

    private final Console console;

    public NodeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        requireReadable(conf);
        if (exitWithParent) {
            Thread watch = new Thread(() -> exitAtEndOf(console.in()), "troupe-parent-watch");
            watch.setDaemon(true);
            watch.start();
        }
        return NodeLauncher.run(
                new NodeLauncher.Options(conf.or(NodeCommand::shippedSettings), overrides()),
                console.out(),
                console.err());
    }

    /** @throws Failure if a settings file is named and cannot be read */
    static void requireReadable(Optional<Path> conf) {
        if (conf.isPresent() && (!Files.isReadable(conf.get()) || Files.isDirectory(conf.get()))) {
            throw new Failure(ExitCode.USAGE, "cannot read " + conf.get() + "; name a settings file with --conf");
        }
    }

    /** The settings file beside the launcher, if this was started by it and the file is there. */
    private static Optional<Path> shippedSettings() {
        return Optional.ofNullable(System.getProperty("troupe.home"))
                .map(home -> Path.of(home, "conf", "node.conf"))
                .filter(Files::isRegularFile);
    }

    /** The settings that the options stand for; an option that was not given stands for none. */
    Map<String, String> overrides() {
        Map<String, String> overrides = new LinkedHashMap<>();
        httpPort.ifPresent(value -> overrides.put("troupe.http.port", value.toString()));
        port.ifPresent(value -> overrides.put("troupe.cluster.port", value.toString()));
        plannedNodes.ifPresent(value -> overrides.put("troupe.cluster.planned-nodes", value.toString()));
        for (int index = 0; index < seeds.size(); index++) {
            overrides.put("troupe.cluster.seeds." + index, seeds.get(index));
        }
        overrides.putAll(settings);
        return overrides;
    }

    private static void exitAtEndOf(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // As good as its end: whoever held the other side is gone.
        }
        System.exit(ExitCode.DONE);
    }
}
