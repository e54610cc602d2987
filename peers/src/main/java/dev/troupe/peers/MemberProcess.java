package dev.troupe.peers;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link Member} in a JVM of its own, which ends with this one. Not thread safe. */
final class MemberProcess implements AutoCloseable {
    /** The same for every system; what opens the JDK is what Hazelcast's manual asks for. */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseG1GC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism="
                    + Math.max(2, Runtime.getRuntime().availableProcessors() - 1),
            "--add-modules=java.se",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;
    private final Path log;

    private MemberProcess(Process process, Path log) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.log = log;
        // One whose heap is full may not see that its input has ended.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-of-member"));
    }

    /**
     * Starts one and waits until it is up.
     *
     * @param heap such as 1g
     * @param arguments of {@link Member}
     * @param log takes what it writes to its standard error
     */
    static MemberProcess start(String heap, List<String> arguments, Path log, Duration longest) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Member.class.getName()));
        command.addAll(arguments);
        try {
            MemberProcess started = new MemberProcess(
                    new ProcessBuilder(command)
                            .redirectError(new File(log.toString()))
                            .start(),
                    log);
            try {
                started.expect("up", longest);
            } catch (RuntimeException failed) {
                started.close();
                throw failed;
            }
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Asks for something and waits for the answer.
     *
     * @return the words of the answer
     * @throws IllegalStateException if the process ends, or says nothing for so long
     */
    String[] ask(String question, Duration longest) {
        try {
            questions.write(question + "\n");
            questions.flush();
        } catch (IOException gone) {
            throw new IllegalStateException("a member has ended; its log is " + log, gone);
        }
        return line(longest).split(" ", -1);
    }

    private void expect(String word, Duration longest) {
        String said = line(longest);
        if (!said.equals(word)) {
            throw new IllegalStateException("expected '" + word + "', got '" + said + "'; the log is " + log);
        }
    }

    private String line(Duration longest) {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                String read = answers.readLine();
                return read == null ? "" : read;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        try {
            String said = line.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            if (said.isEmpty()) {
                throw new IllegalStateException("a member has ended; its log is " + log);
            }
            return said;
        } catch (TimeoutException late) {
            throw new IllegalStateException(
                    "a member has said nothing for " + longest.toSeconds() + " s; its log is " + log, late);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a member cannot be heard; its log is " + log, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Processor time that it has used so far; 0 where the system does not tell. */
    long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
