package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.troupe.Await;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.node.Http;
import dev.troupe.proving.NodeLaunch;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that is full to its budget: values of 16 bytes to 1 MiB, floods of tiny ones, times to live that end soon, caches with budgets of their
 * own. {@code -Dtroupe.soak.seconds=3600} makes an hour of it, with two lines a minute.
 */
final class FullNodeIT {
    private static final NodeMemory MEMORY = new NodeMemory("512m");
    private static final long SECONDS = Long.getLong("troupe.soak.seconds", 3);
    private static final Path PROCESSES = Path.of("/proc");
    private static final int CLIENTS = 6;
    private static final int CACHES = 10;
    private static final int KEYS = 100_000;
    /** Larger ones may be told to come again while room is made for them, or because too many are on their way. */
    private static final int LARGE_BYTES = 32 << 10;

    private static final double DOUBLINGS = 16;
    private static final int SMALLEST_BYTES = 16;

    @TempDir
    Path folder = Path.of("");

    private final LongAdder stored = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();
    private final LongAdder told = new LongAdder();
    private final AtomicLong fullNanos = new AtomicLong();

    @Test
    void nodeAtItsBudgetRefusesNothingThatEvictionCanMakeRoomForMixesNothingUpAndStaysBelowItsMemory()
            throws Exception {
        assumeThat(PROCESSES.resolve("self/status")).exists();
        try (NodeProcess node = start()) {
            URI uri = node.awaitReady(Await.SOON);
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
            try {
                List<Future<?>> clients = new ArrayList<>();
                for (int client = 0; client < CLIENTS; client++) {
                    Random random = new Random(client);
                    clients.add(threads.submit(() -> load(uri, random)));
                }
                watch(node);
                for (Future<?> client : clients) {
                    client.get();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(mib(node, "VmHWM:")).isLessThan(MEMORY.division().totalMib());
        }
    }

    private void watch(NodeProcess node) throws IOException, InterruptedException {
        while (!isOver()) {
            Thread.sleep(Math.min(60, SECONDS) * 500);
            System.out.printf(
                    "%d MiB resident, %d at its peak; %d stored, %d MiB; %d told to come again%n",
                    mib(node, "VmRSS:"), mib(node, "VmHWM:"), stored.sum(), storedBytes.sum() >> 20, told.sum());
        }
    }

    /** When it has been full for as long as it is to be. */
    private boolean isOver() {
        boolean isFull = storedBytes.sum() > (long) MEMORY.division().entriesMib() << 20;
        if (isFull) {
            fullNanos.compareAndSet(0, System.nanoTime());
        }
        return isFull && System.nanoTime() - fullNanos.get() > TimeUnit.SECONDS.toNanos(SECONDS);
    }

    private Void load(URI node, Random random) throws IOException, InterruptedException {
        while (!isOver()) {
            int what = random.nextInt(10);
            if (what < 4) {
                put(node, random, "default", (int) (SMALLEST_BYTES * Math.pow(2, DOUBLINGS * random.nextDouble())), "");
            } else if (what < 6) {
                put(node, random, "c" + random.nextInt(CACHES), random.nextInt(20_000), "");
            } else if (what < 7) {
                put(node, random, "default", random.nextInt(4_000), "?ttl=1s");
            } else if (what < 8) {
                for (int tiny = 0; tiny < 20; tiny++) {
                    put(node, random, "default", SMALLEST_BYTES, "");
                }
            } else {
                check(node, random);
            }
        }
        return null;
    }

    private void put(URI node, Random random, String cache, int bytes, String query)
            throws IOException, InterruptedException {
        int key = random.nextInt(KEYS);
        HttpResponse<byte[]> response =
                Http.put(node, "/v1/caches/" + cache + "/entries/" + key + query, value(key, bytes));
        if (bytes >= LARGE_BYTES && response.statusCode() == 503) {
            told.increment();
            return;
        }
        assertThat(response.statusCode()).as("put of %d bytes", bytes).isBetween(200, 299);
        stored.increment();
        storedBytes.add(bytes);
    }

    private static void check(URI node, Random random) throws IOException, InterruptedException {
        int key = random.nextInt(KEYS);
        HttpResponse<byte[]> response = Http.get(node, "/v1/caches/default/entries/" + key);
        assertThat(response.statusCode()).isIn(200, 404, 503);
        if (response.statusCode() == 200) {
            assertThat(response.body()).isEqualTo(value(key, response.body().length));
        }
    }

    /** What tells by itself whose it is. */
    private static byte[] value(int key, int length) {
        byte[] value = new byte[length];
        Arrays.fill(value, (byte) (key * 31));
        return value;
    }

    private static long mib(NodeProcess node, String line) throws IOException {
        return Files.readAllLines(PROCESSES.resolve(node.pid() + "/status")).stream()
                .filter(each -> each.startsWith(line))
                .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }

    private NodeProcess start() {
        List<String> line = new ArrayList<>(NodeProgram.of(MEMORY, ""));
        line.addAll(List.of("node", "--http-port", "0", "--port", "0"));
        for (int cache = 0; cache < CACHES; cache++) {
            line.addAll(List.of("--set", "troupe.caches.c" + cache + ".max-bytes=12 MiB"));
        }
        return NodeProcess.start(new NodeLaunch("node", line, folder.resolve("node.log")));
    }
}
