package dev.troupe.bench.process;

import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.cli.console.StopHook;
import dev.troupe.proving.ClusterPlan;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One redis-server that evicts the least recently used and keeps nothing on disk. */
final class RedisProcess implements FilledProcess {
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 50;

    private final long maxMemoryBytes;
    private final Process process;
    private final StopHook hook;
    private final RedisConnection connection;

    private RedisProcess(long maxMemoryBytes, Process process, StopHook hook, RedisConnection connection) {
        this.maxMemoryBytes = maxMemoryBytes;
        this.process = process;
        this.hook = hook;
        this.connection = connection;
    }

    /** What a program says of its version. @throws Failure if it cannot be started, with what to do */
    static String version(String program) throws InterruptedException {
        try {
            Process asked = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (asked.waitFor() != 0) {
                throw new Failure(ExitCode.USAGE, program + " --version failed: " + said.strip());
            }
            return said.strip();
        } catch (IOException missing) {
            throw new Failure(
                    ExitCode.USAGE,
                    "there is no program " + program + ": install it (on Debian: apt-get install redis-server), name it"
                            + " with --redis, or leave it out with --systems troupe");
        }
    }

    /**
     * Starts one on a free port and waits until it answers.
     *
     * @param program name or file of redis-server
     * @param folder for its log, its working directory
     */
    static RedisProcess start(String program, long maxMemoryBytes, Path folder)
            throws IOException, InterruptedException {
        int port = ClusterPlan.clusterPorts(0, 1).get(0);
        Path log = folder.resolve("redis-" + port + ".log");
        Process process = new ProcessBuilder(OwnedProcess.command(command(program, port, maxMemoryBytes)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        StopHook hook = new StopHook(() -> end(process), ExitCode.REFUSED);
        try {
            return new RedisProcess(maxMemoryBytes, process, hook, connect(process, port, log));
        } catch (IOException | RuntimeException | InterruptedException failed) {
            hook.close();
            end(process);
            throw failed;
        }
    }

    private static List<String> command(String program, int port, long maxMemoryBytes) {
        return List.of(
                program,
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--maxmemory",
                Long.toString(maxMemoryBytes),
                "--maxmemory-policy",
                "allkeys-lru",
                "--save",
                "",
                "--appendonly",
                "no");
    }

    private static RedisConnection connect(Process process, int port, Path log)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() - deadline < 0) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new Failure(
                        ExitCode.REFUSED,
                        "redis-server ended with exit code " + process.exitValue() + " before it answered: see " + log);
            }
            try {
                RedisConnection connection = RedisConnection.open(port);
                connection.ask("PING");
                return connection;
            } catch (ConnectException notYet) {
                // It has not opened its port.
            }
        }
        throw new Failure(
                ExitCode.REFUSED, "redis-server did not answer within " + START.toSeconds() + " s: see " + log);
    }

    @Override
    public String title() {
        return "Redis";
    }

    @Override
    public String limit() {
        return String.format(Locale.ROOT, "maxmemory %,d MiB", maxMemoryBytes >> 20);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void put(Row row, long first, long end) throws IOException {
        connection.set(row, first, end);
    }

    @Override
    public long entries() throws IOException {
        return Long.parseLong(connection.ask("DBSIZE"));
    }

    /** It counts at once. */
    @Override
    public long settleMillis() {
        return 0;
    }

    @Override
    public void close() {
        hook.close();
        try {
            connection.close();
        } catch (IOException closed) {
            // So it is gone.
        } finally {
            end(process);
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
