package dev.troupe.proving.load;

import dev.troupe.api.Cache;
import dev.troupe.proving.history.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Mixed requests of several clients to one cache: reads, writes, conditional writes, removes, and entries that expire. All
 * is recorded. Owned by whoever started it, who closes it.
 */
public final class Load implements AutoCloseable {
    private static final long POLL_MILLIS = 50;
    private static final int LAST_LOOKS = 2;

    /**
     * How much.
     *
     * @param clients each with one request at a time
     * @param requestsPerSecond of all clients together, at most
     * @param groups of keys, each of one partition
     * @param keys in each group
     */
    public record Size(int clients, int requestsPerSecond, int groups, int keys) {
        /** Enough to keep every partition of a small cluster busy, and few enough keys that clients meet at them. */
        public static Size standard(int clients, int requestsPerSecond) {
            return new Size(clients, requestsPerSecond, 24, 3);
        }
    }

    private final Size size;
    private final Shared shared;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    private Load(Size size, Shared shared) {
        this.size = size;
        this.shared = shared;
    }

    /** Starts all clients. */
    public static Load start(Size size, Cache<byte[], byte[]> cache, Recorder recorder) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        KeySpace keys = new KeySpace(Long.toString(random.nextLong(1L << 40), 36), size.groups(), size.keys());
        Load load = new Load(size, new Shared(keys, new Exchange(cache), recorder));
        for (int number = 1; number <= size.clients(); number++) {
            Client client = new Client(number, load.shared, random.nextLong());
            Thread thread = new Thread(() -> load.run(client), "troupe-load-" + number);
            thread.setDaemon(true);
            load.threads.add(thread);
        }
        load.threads.forEach(Thread::start);
        return load;
    }

    private void run(Client client) {
        long periodNanos = TimeUnit.SECONDS.toNanos(1) * size.clients() / size.requestsPerSecond();
        long nextNanos = System.nanoTime() + ThreadLocalRandom.current().nextLong(periodNanos);
        try {
            while (!stopping) {
                LockSupport.parkNanos(nextNanos - System.nanoTime());
                client.step();
                // What was missed is not made up for.
                nextNanos = Math.max(nextNanos + periodNanos, System.nanoTime());
            }
        } catch (Throwable defect) {
            failure = defect;
        }
    }

    /** Requests that have ended. */
    public long requests() {
        return shared.requests();
    }

    /** Those of them that were refused or have an unknown outcome. */
    public long failures() {
        return shared.failures();
    }

    /** Whether a client has ended early, through a defect; {@link #finish} throws it. */
    public boolean hasDefect() {
        return failure != null;
    }

    /** Waits until the keys of every partition have answered a request that began after now; returns whether they did. */
    public boolean awaitServed(Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        while (shared.servedSince(start) < size.groups()) {
            if (System.nanoTime() - start > timeout.toNanos()) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    /** Ends the clients and reads all keys once more, so that the last write of each is accounted for. */
    public void finish() {
        close();
        @Nullable Throwable defect = failure;
        if (defect != null) {
            throw new IllegalStateException("a client ended early", defect);
        }
        for (int look = 0; look < LAST_LOOKS; look++) {
            shared.keys().lasting().forEach(key -> shared.note(shared.exchange().read(0, key)));
        }
    }

    /** Ends the clients; waits for their last answers. */
    @Override
    public void close() {
        stopping = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
