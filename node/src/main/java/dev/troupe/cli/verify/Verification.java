package dev.troupe.cli.verify;

import dev.troupe.api.Cache;
import dev.troupe.cli.console.Console;
import dev.troupe.proving.Fault;
import dev.troupe.proving.FaultInjector;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.history.Recorder;
import dev.troupe.proving.history.Rules;
import dev.troupe.proving.history.recording.Recording;
import dev.troupe.proving.load.Load;
import dev.troupe.proving.network.FaultyNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a cache under load for a while, does things to its nodes meanwhile, tells on standard error how it goes, and judges
 * what came of it. Used once.
 */
final class Verification {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    /** Time without a fault between two faults. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private static final int WARM_UP_REQUESTS = 200;

    private final Console console;
    private final Evidence evidence;
    private final String what;
    private final Load.Size size;
    private final Rules rules;
    private final Recorder recorder = new Recorder();
    private final long startNanos = System.nanoTime();
    private volatile @Nullable Load running;
    private boolean concluded;

    /**
     * A verification that has not begun.
     *
     * @param evidence keeps what is told, and the history unless all promises were kept
     * @param what is verified, for people
     */
    Verification(Console console, Evidence evidence, String what, Load.Size size, Rules rules) {
        this.console = console;
        this.evidence = evidence;
        this.what = what;
        this.size = size;
        this.rules = rules;
    }

    /** A load, with or without faults. */
    interface Run {
        /** Records all that happens until it ends. */
        void run() throws InterruptedException;
    }

    /**
     * Judges what a run recorded. The history of one that fails is kept, too, up to there.
     *
     * @param told gets the report, before anything else is done with it
     */
    VerifyReport judged(Run run, Consumer<VerifyReport> told) throws InterruptedException {
        try {
            run.run();
            VerifyReport report = VerifyReport.of(recording());
            conclude(() -> tellAndKeep(report, told));
            return report;
        } catch (Throwable failed) {
            try {
                conclude(this::keepHistory);
            } catch (RuntimeException unwritten) {
                failed.addSuppressed(unwritten);
            }
            throw failed;
        }
    }

    /** Ends the load, if it runs, and keeps the history up to there, as this process was told to end. Comes from another thread. */
    void stop() {
        @Nullable Load load = running;
        if (load != null) {
            // What is under way has to be recorded too: others may have seen what it wrote.
            load.close();
        }
        conclude(this::keepHistory);
    }

    /** Whoever comes first says what came of it: after that there is nothing to judge and nothing to keep. */
    private synchronized void conclude(Runnable conclusion) {
        if (!concluded) {
            concluded = true;
            conclusion.run();
        }
    }

    private void tellAndKeep(VerifyReport report, Consumer<VerifyReport> told) {
        Path file = evidence.historyFile();
        try {
            told.accept(report.kept() ? report : report.in(file));
        } finally {
            if (!report.kept()) {
                var unused = evidence.write(file, report.recording(), Optional.of(report.judgement()));
            }
        }
    }

    private void keepHistory() {
        Recording soFar = recording();
        Path file = evidence.historyFile();
        if (!soFar.history().attempts().isEmpty() && evidence.write(file, soFar, Optional.empty())) {
            tell("the history so far is in " + file);
        }
    }

    private Recording recording() {
        return Recording.ofNow(what, rules, recorder.history());
    }

    /** Only load. */
    void calm(Cache<byte[], byte[]> cache, Duration duration) throws InterruptedException {
        warmUp(cache);
        try (Load load = started(cache)) {
            watch(load, duration);
            load.finish();
        }
    }

    /** Load and faults, each of them at least once, on one node after the other. */
    void faulty(
            Cache<byte[], byte[]> cache,
            Duration duration,
            List<Fault> faults,
            LocalCluster cluster,
            Optional<FaultyNetwork> network)
            throws InterruptedException {
        warmUp(cache);
        try (Load load = started(cache)) {
            FaultInjector injector =
                    new FaultInjector(cluster, network, load, recorder, rules.recoverWithin(), this::tell);
            long endNanos = System.nanoTime() + duration.toNanos();
            watch(load, CALM);
            for (int round = 0;
                    !load.hasDefect() && (round < faults.size() || System.nanoTime() - endNanos < 0);
                    round++) {
                int node = (faults.size() + round) % cluster.nodes().size();
                injector.inject(faults.get(round % faults.size()), node);
                watch(load, CALM);
            }
            load.finish();
        }
    }

    private Load started(Cache<byte[], byte[]> cache) {
        Load load = Load.start(size, cache, recorder);
        running = load;
        return load;
    }

    /** A client that has just started is slow, and so is a node; neither is to be judged. */
    private void warmUp(Cache<byte[], byte[]> cache) {
        for (int i = 0; i < WARM_UP_REQUESTS; i++) {
            try {
                var unused = cache.get(new byte[] {'w'}).toCompletableFuture().join();
            } catch (CompletionException refused) {
                // The load will meet it again and record it.
            }
        }
    }

    private void watch(Load load, Duration duration) throws InterruptedException {
        long endNanos = System.nanoTime() + duration.toNanos();
        for (long left = duration.toMillis();
                left > 0 && !load.hasDefect();
                left = (endNanos - System.nanoTime()) / 1_000_000) {
            Thread.sleep(Math.min(left, BETWEEN_LINES.toMillis()));
            tell(String.format(Locale.ROOT, "%,d requests, %,d failed", load.requests(), load.failures()));
        }
    }

    private void tell(String happened) {
        console.err()
                .println(String.format(Locale.ROOT, "%5.1f s  %s", (System.nanoTime() - startNanos) / 1e9, happened));
        evidence.tell(happened);
    }
}
