package dev.troupe.cli.replay;

import dev.troupe.api.Cache;
import dev.troupe.api.PutOptions;
import dev.troupe.cli.console.Console;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.cli.console.JsonText;
import dev.troupe.cli.console.NodeOptions;
import dev.troupe.cli.console.Progress;
import dev.troupe.client.RemoteCaches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays a request trace. */
@Command(
        name = "replay",
        description = {
            "Replays a request trace as a read-through client: a get for each line, and a put on a miss.",
            "Closed loop: each thread waits for an answer before its next request. Ends with 1 if a request failed."
        })
public final class ReplayCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE[.gz]",
            description = "The trace: one key a line, plain or gzip (if it is named .gz, or begins so).")
    Path file = Path.of("");

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "8",
            description = "Requests at a time (default: ${DEFAULT-VALUE}).")
    int threads = 8;

    @Option(names = "--limit", paramLabel = "N", description = "Stop after so many requests (default: all).")
    long limit = Long.MAX_VALUE;

    @Option(names = "--ttl", paramLabel = "TIME", description = "Time to live of the puts (default: the cache's).")
    Optional<Duration> ttl = Optional.empty();

    @Option(
            names = "--value-bytes",
            paramLabel = "N",
            defaultValue = "256",
            description = "Length of the values (default: ${DEFAULT-VALUE}).")
    int valueBytes = 256;

    @Mixin
    NodeOptions node = new NodeOptions();

    @Spec
    CommandSpec command = CommandSpec.create();

    private final Console console;

    public ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        check();
        try (RemoteCaches caches = Failure.await(RemoteCaches.connect(node.clientSettings()));
                Trace trace = new Trace(file, limit)) {
            Cache<byte[], byte[]> cache = caches.find(node.cache)
                    .orElseThrow(() -> new Failure(
                            ExitCode.REFUSED,
                            "there is no cache '" + node.cache + "'; choose one of GET /v1/caches with --cache"));
            ReplayReport report = replay(trace, cache);
            if (report.requests() == 0) {
                throw new Failure(ExitCode.REFUSED, file + " has no keys; a trace has one key a line");
            }
            if (node.json()) {
                console.out().println(JsonText.of(report.json()));
            } else {
                report.text().forEach(console.out()::println);
            }
            return report.errorCount() == 0 ? ExitCode.DONE : ExitCode.REFUSED;
        }
    }

    private ReplayReport replay(Trace trace, Cache<byte[], byte[]> cache) throws InterruptedException, IOException {
        long total = console.terminal() ? Trace.requests(file, limit) : limit;
        PutOptions options = ttl.map(PutOptions.DEFAULT::withTtl).orElse(PutOptions.DEFAULT);
        try (Progress progress = Progress.of(console, "replay", total)) {
            return new Replay(trace, cache, options, valueBytes).run(threads, node.urls.size(), progress);
        }
    }

    private void check() {
        require(threads >= 1 && threads <= 512, "--threads must be between 1 and 512");
        require(limit >= 1, "--limit must be at least 1");
        require(valueBytes >= 0 && valueBytes <= 16 << 20, "--value-bytes must be between 0 and 16777216");
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new Failure(ExitCode.USAGE, "cannot read " + file + "; name a file with one key a line");
        }
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), message);
        }
    }
}
