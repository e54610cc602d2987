package dev.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.jspecify.annotations.Nullable;

/** Runs one node as the work of this process: banner, ready line, and an end with an exit code that means something. */
public final class NodeLauncher {
    /** All phases of the shutdown, each taken for as long as it may last. */
    static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(150);

    /**
     * What the command line says.
     *
     * @param conf settings file; empty means the defaults
     * @param overrides settings that win over the file, by their paths
     */
    public record Options(Optional<Path> conf, Map<String, String> overrides) {}

    private NodeLauncher() {}

    /**
     * Runs a node until it ends.
     *
     * @param out gets the banner and the one line {@code ready http://...}
     * @param err gets one line if the node cannot start or ends by itself
     * @return the exit code for this process
     */
    public static int run(Options options, PrintStream out, PrintStream err) {
        TroupeNode node;
        try {
            node = TroupeNode.start(config(options)).join();
        } catch (SettingsException refused) {
            return failed(err, refused);
        } catch (CompletionException failed) {
            return failed(err, failed.getCause());
        }
        // Not a hook of the plain runtime: for such a one the transport's own hook would not wait before it cuts all
        // connections, and the node would vanish instead of leaving.
        CoordinatedShutdown.get(node.system()).addJvmShutdownHook(() -> haltAfterShutdown(node));
        Banner.print(out, node, options.conf());
        CompletionStage<Void> ready = node.ready();
        ready.thenRun(() -> Banner.printReady(out, node));
        NodeSystem.whenTerminated(node.system()).join();
        Ending.of(reason(node), node.settings().cluster()).ifPresent(line -> err.println("troupe: " + line));
        return exitCode(node);
    }

    private static Config config(Options options) {
        return ConfigFactory.parseMap(options.overrides(), "the command line")
                .withFallback(options.conf().map(NodeLauncher::file).orElseGet(ConfigFactory::empty));
    }

    private static Config file(Path path) {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new SettingsException("settings file " + path + " cannot be read: it must be a readable file");
        }
        try {
            return ConfigFactory.parseFile(
                    path.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
        } catch (ConfigException broken) {
            throw new SettingsException("settings file cannot be used: " + firstLine(broken));
        }
    }

    private static String firstLine(@Nullable Throwable failure) {
        return String.valueOf(failure == null ? null : failure.getMessage())
                .lines()
                .findFirst()
                .orElse("");
    }

    private static int failed(PrintStream err, @Nullable Throwable why) {
        err.println("troupe: " + firstLine(why));
        return ExitCode.FAILED;
    }

    private static int exitCode(TroupeNode node) {
        return ExitCode.of(reason(node));
    }

    private static Optional<CoordinatedShutdown.Reason> reason(TroupeNode node) {
        return CoordinatedShutdown.get(node.system()).getShutdownReason();
    }

    /** A process that ends by a signal would exit with 128 + n; halting here gives the code that says how it went. */
    private static void haltAfterShutdown(TroupeNode node) {
        int code;
        try {
            NodeSystem.shutdown(node.system(), CoordinatedShutdown.jvmExitReason())
                    .get(LONGEST_SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
            code = exitCode(node);
        } catch (ExecutionException | TimeoutException failed) {
            code = ExitCode.FAILED;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            code = ExitCode.FAILED;
        }
        Runtime.getRuntime().halt(code);
    }
}
