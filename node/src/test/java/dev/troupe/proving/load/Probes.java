package dev.troupe.proving.load;

import dev.troupe.api.Cache;
import dev.troupe.placement.Partitions;
import dev.troupe.proving.history.Attempt;
import dev.troupe.proving.history.Recorder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes to and reads from every partition at a steady pace, and every 50 ms where a request failed, so that it shows how
 * long each was out of reach. All is recorded. Owned by whoever started it, who closes it.
 */
public final class Probes implements AutoCloseable {
    /** The first of the client numbers in what is recorded; those of a {@link Load} are smaller. */
    private static final int FIRST_CLIENT = 10_000;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);
    private static final int LAST_LOOKS = 2;

    private final Exchange exchange;
    private final Recorder recorder;
    private final List<Probe> probes = new ArrayList<>();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "troupe-probes");
    private volatile boolean stopping;

    private Probes(Cache<byte[], byte[]> cache, Recorder recorder) {
        this.exchange = new Exchange(cache);
        this.recorder = recorder;
        thread.setDaemon(true);
    }

    /**
     * Starts them.
     *
     * @param partitions how many the cluster has
     * @param requestsPerSecond to all partitions together while all is well, half of them writes
     */
    public static Probes start(int partitions, int requestsPerSecond, Cache<byte[], byte[]> cache, Recorder recorder) {
        Probes started = new Probes(cache, recorder);
        long periodNanos = TimeUnit.SECONDS.toNanos(2) * partitions / requestsPerSecond;
        String run = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
        int client = FIRST_CLIENT;
        for (int partition = 0; partition < partitions; partition++) {
            String tag = tag(run, partition, new Partitions(partitions));
            for (boolean writes : new boolean[] {true, false}) {
                long dueNanos = System.nanoTime() + ThreadLocalRandom.current().nextLong(periodNanos);
                started.probes.add(
                        new Probe(client++, writes, tag, started.exchange, started::note, periodNanos, dueNanos));
            }
        }
        started.thread.start();
        return started;
    }

    /** A hash tag whose keys are of a partition. */
    static String tag(String run, int partition, Partitions partitions) {
        for (int number = 0; ; number++) {
            String tag = run + "." + partition + "." + number;
            if (partitions.of(Probe.key(tag, 0).getBytes(StandardCharsets.UTF_8)) == partition) {
                return tag;
            }
        }
    }

    /** Whether an attempt was made by a probe. */
    public static boolean made(Attempt attempt) {
        return attempt.client() >= FIRST_CLIENT;
    }

    private void note(Attempt attempt) {
        keys.add(attempt.key());
        recorder.add(attempt);
    }

    private void run() {
        while (!stopping) {
            long nowNanos = System.nanoTime();
            probes.forEach(probe -> probe.tick(nowNanos));
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    /** Asks all partitions within the next 300 ms, whenever it would have been their turn. */
    public void hurry() {
        long nowNanos = System.nanoTime();
        probes.forEach(
                probe -> probe.hurry(nowNanos + ThreadLocalRandom.current().nextLong(BURST_NANOS)));
    }

    /**
     * Waits until every partition has answered a write and a read that began after a moment; returns whether they did.
     *
     * @param sinceNanos on the monotonic clock
     */
    public boolean awaitServed(long sinceNanos, Duration timeout) throws InterruptedException {
        return await(timeout, () -> unserved(sinceNanos) == 0);
    }

    /** How many kinds of requests, a write and a read for each partition, have no answer to one that began after a moment. */
    public long unserved(long sinceNanos) {
        return probes.stream().filter(probe -> !probe.isServedSince(sinceNanos)).count();
    }

    /** Ends the requests and reads all keys once more, so that the last write of each is accounted for. */
    public void finish() throws InterruptedException {
        close();
        if (!await(LAST_ANSWERS, () -> probes.stream().allMatch(Probe::isIdle))) {
            throw new IllegalStateException("some requests have no end");
        }
        if (probes.stream().anyMatch(probe -> probe.failures() > 0)) {
            throw new IllegalStateException("some requests ended with what a cache never says");
        }
        for (int look = 0; look < LAST_LOOKS; look++) {
            keys.forEach(key -> recorder.add(exchange.read(FIRST_CLIENT, key)));
        }
    }

    private interface Question {
        boolean holds();
    }

    private static boolean await(Duration timeout, Question question) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (!question.holds()) {
            if (System.nanoTime() - startNanos > timeout.toNanos()) {
                return false;
            }
            Thread.sleep(TICK_NANOS / 1_000_000);
        }
        return true;
    }

    /** Sends no more. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
