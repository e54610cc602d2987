package dev.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import dev.troupe.http.connection.Descriptors;
import dev.troupe.lifecycle.Ending;
import dev.troupe.lifecycle.Termination;
import dev.troupe.settings.SettingsException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.jspecify.annotations.Nullable;

/** Runs one node as the only work of this process: banner, ready line, and an end with an exit code that means something. */
public final class NodeLauncher {
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
        ProcessExit exit = ProcessExit.install();
        TroupeNode node;
        try {
            Preload.start();
            node = TroupeNode.start(config(options), Optional.of(exit)).join();
        } catch (SettingsException refused) {
            return failed(err, refused);
        } catch (CompletionException failed) {
            return failed(err, failed.getCause());
        } catch (RuntimeException defect) {
            if (!Descriptors.ofThisProcess().areShort()) {
                throw defect;
            }
            return failed(err, defect);
        }
        Banner.print(out, node, options.conf());
        CompletionStage<Void> ready = node.ready();
        ready.thenRun(() -> Banner.printReady(out, node));
        Termination.whenTerminated(node.system()).join();
        Ending.of(reason(node), node.settings().cluster()).ifPresent(line -> err.println("troupe: " + line));
        return exit.code(reason(node));
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
        err.println(Descriptors.ofThisProcess().explain("troupe: " + firstLine(why)));
        return NodeExitCode.FAILED;
    }

    private static Optional<CoordinatedShutdown.Reason> reason(TroupeNode node) {
        return CoordinatedShutdown.get(node.system()).getShutdownReason();
    }
}
