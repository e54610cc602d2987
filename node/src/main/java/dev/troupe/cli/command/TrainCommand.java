package dev.troupe.cli.command;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheName;
import dev.troupe.api.Caches;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.PutOptions;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.client.ClientSettings;
import dev.troupe.client.RemoteCaches;
import dev.troupe.node.TrainingRun;
import dev.troupe.proving.ClusterPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/**
 * The training run of the launcher: a Java that is told to prepare an archive of classes runs this, and notes what nodes and commands
 * load. Not for users.
 */
@Command(
        name = "train",
        hidden = true,
        description = {
            "Runs two nodes in this process on free ports, makes some calls and ends: the launcher lets Java prepare the",
            "start of nodes by it."
        })
public final class TrainCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final CacheName CACHE = new CacheName("default");
    private static final List<String> PAGES =
            List.of("/ready", "/metrics", "/openapi.yaml", "/v1/caches", "/v1/cluster", "/v1/cluster/partitions");
    /** More than there are partitions, so that each of them sees some. */
    private static final int KEYS = 1000;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (TrainingRun run = TrainingRun.start(ClusterPlan.clusterPorts(0, 2))) {
            run.ready().get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            try (RemoteCaches remote = RemoteCaches.unasked(ClientSettings.of(run.addresses()))) {
                Failure.await(remote.refresh());
                use(remote);
            }
            run.caches().forEach(TrainCommand::use);
            read(run.addresses().get(0));
            return ExitCode.DONE;
        } catch (ExecutionException | TimeoutException failed) {
            throw new Failure(ExitCode.UNAVAILABLE, "the nodes did not get ready: " + failed);
        }
    }

    private static void use(Caches caches) {
        Cache<byte[], byte[]> cache = caches.find(CACHE).orElseThrow();
        for (int number = 0; number < KEYS; number++) {
            byte[] key = ("key-" + number).getBytes(StandardCharsets.UTF_8);
            Failure.await(cache.put(key, key, PutOptions.DEFAULT.withTtl(Duration.ofHours(1))));
            Failure.await(cache.get(key));
        }
        byte[] counter = "counter".getBytes(StandardCharsets.UTF_8);
        Failure.await(cache.increment(counter, 1, CounterOptions.DEFAULT));
        Failure.await(cache.remove(counter));
        Failure.await(cache.keys(KeyQuery.ALL));
    }

    private static void read(URI node) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        for (String page : PAGES) {
            var unused = client.send(
                    HttpRequest.newBuilder(node.resolve(page)).timeout(LONGEST).build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }
}
