package dev.troupe.cli;

import dev.troupe.api.Cache;
import dev.troupe.proving.Fault;
import dev.troupe.proving.FaultInjector;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Recorder;
import dev.troupe.proving.history.Rules;
import dev.troupe.proving.load.Load;
import dev.troupe.proving.network.FaultyNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Puts a cache under load for a while, does things to its nodes meanwhile, and tells on standard error how it goes. */
final class Verification {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    /** Time without a fault between two faults. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private static final int WARM_UP_REQUESTS = 200;

    private final Console console;
    private final Load.Size size;
    private final Rules rules;
    private final Recorder recorder = new Recorder();
    private final long startNanos = System.nanoTime();

    Verification(Console console, Load.Size size, Rules rules) {
        this.console = console;
        this.size = size;
        this.rules = rules;
    }

    /** Only load. */
    History calm(Cache<byte[], byte[]> cache, Duration duration) throws InterruptedException {
        warmUp(cache);
        try (Load load = Load.start(size, cache, recorder)) {
            watch(load, duration);
            load.finish();
        }
        return recorder.history();
    }

    /** Load and faults, each of them at least once, on one node after the other. */
    History faulty(
            Cache<byte[], byte[]> cache,
            Duration duration,
            List<Fault> faults,
            LocalCluster cluster,
            Optional<FaultyNetwork> network)
            throws InterruptedException {
        warmUp(cache);
        try (Load load = Load.start(size, cache, recorder)) {
            FaultInjector injector =
                    new FaultInjector(cluster, network, load, recorder, rules.recoverWithin(), this::tell);
            long endNanos = System.nanoTime() + duration.toNanos();
            watch(load, CALM);
            for (int round = 0; round < faults.size() || System.nanoTime() - endNanos < 0; round++) {
                int node = (faults.size() + round) % cluster.nodes().size();
                injector.inject(faults.get(round % faults.size()), node);
                watch(load, CALM);
            }
            load.finish();
        }
        return recorder.history();
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
        for (long left = duration.toMillis(); left > 0; left = (endNanos - System.nanoTime()) / 1_000_000) {
            Thread.sleep(Math.min(left, BETWEEN_LINES.toMillis()));
            tell(String.format(Locale.ROOT, "%,d requests, %,d failed", load.requests(), load.failures()));
        }
    }

    private void tell(String what) {
        console.err().println(String.format(Locale.ROOT, "%5.1f s  %s", (System.nanoTime() - startNanos) / 1e9, what));
    }
}
