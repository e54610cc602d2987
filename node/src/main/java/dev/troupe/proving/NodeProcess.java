package dev.troupe.proving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * One node in a process of its own. Its standard input is a pipe that nobody writes to: it ends when this process does,
 * however that ends, and a node started with {@code --exit-with-parent} ends with it. Owned by whoever started it, who
 * closes it.
 */
public final class NodeProcess implements AutoCloseable {
    private static final long POLL_MILLIS = 20;
    private static final int TAIL_LINES = 15;
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final NodeLaunch launch;
    private final Process process;
    private final long logStart;
    private volatile Optional<URI> uri = Optional.empty();
    private volatile boolean paused;

    private NodeProcess(NodeLaunch launch, Process process, long logStart) {
        this.launch = launch;
        this.process = process;
        this.logStart = logStart;
    }

    /** Starts it and returns at once. */
    public static NodeProcess start(NodeLaunch launch) {
        try {
            Files.createDirectories(launch.log().toAbsolutePath().getParent());
            long logStart = LogTail.length(launch.log());
            ProcessBuilder builder = new ProcessBuilder(launch.command())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(launch.log().toFile()));
            NodeMemory.C_LIBRARY.forEach(builder.environment()::putIfAbsent);
            Process process = builder.start();
            return new NodeProcess(launch, process, logStart);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + launch.name(), failure);
        }
    }

    /**
     * Waits for its ready line.
     *
     * @return where it serves HTTP
     * @throws NodeFailedException if it ended, or if the time-out passed
     */
    public URI awaitReady(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            boolean ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            Optional<URI> address = readyAddress();
            if (address.isPresent() && !ended) {
                return address.get();
            }
            if (ended) {
                throw failure("ended with exit code " + process.exitValue() + " before it was ready");
            }
            if (System.nanoTime() - deadline >= 0) {
                throw failure("was not ready within " + timeout.toSeconds() + " s");
            }
        }
    }

    /** Where it serves HTTP, once it has said so. */
    public Optional<URI> readyAddress() {
        if (uri.isEmpty()) {
            uri = ReadyLine.in(LogTail.since(launch.log(), logStart));
        }
        return uri;
    }

    /** Asks it to end, as an operator would (SIGTERM); returns at once. */
    public void terminate() {
        // Not Process.destroy(): that would close the node's standard input as well.
        var unused = process.toHandle().destroy();
    }

    /** Kills it without a chance to say goodbye (SIGKILL) and waits until it is gone. Works on a paused node too. */
    public void killForcibly() throws InterruptedException {
        var unused = process.destroyForcibly().waitFor();
    }

    /** Stops its execution (SIGSTOP): its connections stay open, and it answers nothing. */
    public void pause() throws InterruptedException {
        paused = true;
        signal("STOP");
    }

    /** Lets a paused node go on (SIGCONT). */
    public void resume() throws InterruptedException {
        signal("CONT");
        paused = false;
    }

    /** Waits until it has ended. Returns its exit code, empty if the time-out passed. */
    public OptionalInt awaitExit(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    /** Whether it is running or paused. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** What the system knows of it, such as its processor time. */
    public ProcessHandle.Info info() {
        return process.info();
    }

    /** Its name. */
    public String name() {
        return launch.name();
    }

    /** Where its output goes. */
    public Path log() {
        return launch.log();
    }

    /** Ends it: first asks, then, half a minute later or when interrupted, kills. A paused node is killed at once. */
    @Override
    public void close() {
        terminate();
        awaitEnd(System.nanoTime() + GRACE.toNanos());
    }

    /** Waits for the end of a node that was asked to end, until a moment of the monotonic clock, and then kills it. */
    void awaitEnd(long deadlineNanos) {
        try {
            Duration left = Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
            if (paused || awaitExit(left).isEmpty()) {
                killForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String name) throws InterruptedException {
        try {
            int code = new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("cannot send SIG" + name + " to " + launch.name() + ", pid " + pid());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What to throw when this node did that. */
    NodeFailedException failure(String what) {
        StringBuilder text = new StringBuilder(launch.name() + " " + what + "; the end of " + launch.log() + ":");
        LogTail.last(launch.log(), TAIL_LINES)
                .forEach(line -> text.append("\n  ").append(line));
        return new NodeFailedException(text.toString());
    }
}
