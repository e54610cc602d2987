package dev.troupe.client;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Caches;
import dev.troupe.api.Limits;
import dev.troupe.api.Reason;
import dev.troupe.api.loading.LoadPermits;
import dev.troupe.client.CatalogueReader.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The caches of a cluster over HTTP. Takes turns among the nodes; one that refuses connections, is not ready or answers
 * {@code Connection: close} is left out for a moment, one that is silent until it answers a probe, and a call goes to another
 * node only if it was refused, by the connection or by a 503 with {@code Connection: close}. Of a node at most 64 answers are awaited at a time, further calls wait
 * for their turn, no longer than for an answer. Nothing here
 * blocks: which caches exist is known from {@link #connect} and {@link #refresh}. Continuations run on the client's few
 * threads and must not block. Owned by whoever opened it, who closes it.
 */
public final class RemoteCaches implements Caches, AutoCloseable {
    private final HttpCalls calls;
    private final Map<CacheName, LoadPermits> permits = new ConcurrentHashMap<>();
    private volatile Snapshot known = Snapshot.NONE;

    private RemoteCaches(ClientSettings settings) {
        this.calls = new HttpCalls(settings);
    }

    /** The caches of a cluster, once one of the nodes has said which there are. */
    public static CompletionStage<RemoteCaches> connect(ClientSettings settings) {
        RemoteCaches caches = new RemoteCaches(settings);
        return caches.refresh().handle((done, failure) -> failure).thenCompose(failure -> {
            if (failure == null) {
                return CompletableFuture.completedFuture(caches);
            }
            caches.close();
            return CompletableFuture.failedFuture(failure);
        });
    }

    /**
     * The caches of a cluster that was not asked yet: {@link #list} and {@link #find} know none before the first
     * {@link #refresh}, {@link #assumed} serves them all.
     */
    public static RemoteCaches unasked(ClientSettings settings) {
        return new RemoteCaches(settings);
    }

    /** Asks a node which caches there are now. */
    public CompletionStage<Void> refresh() {
        return calls.send(Call.read("GET", "/v1/caches"))
                .thenAccept(response -> known = Answers.json(response, "list of caches", CatalogueReader::read));
    }

    /** The settings of all caches, by name, as of the last {@link #refresh}. */
    @Override
    public List<CacheSpec> list() {
        return known.specs();
    }

    /** The cache of a name, if it existed at the last {@link #refresh}. */
    @Override
    public Optional<Cache<byte[], byte[]>> find(CacheName name) {
        return spec(name).map(this::cache);
    }

    /**
     * The cache of a name without asking whether it exists: if it does not, its calls fail with
     * {@link Reason#CACHE_NOT_FOUND}. Its spec is all defaults unless it was listed.
     */
    public Cache<byte[], byte[]> assumed(CacheName name) {
        return cache(spec(name).orElseGet(() -> CacheSpec.of(name)));
    }

    /** The sizes that are accepted, as of the last {@link #refresh}; 512 bytes and 1 MiB before. */
    @Override
    public Limits limits() {
        return known.limits();
    }

    /**
     * Takes note that partitions were lost with all their copies, so that they no longer count as lost.
     *
     * @param partition its number, or empty for all
     * @return done when none of them counts as lost; fails with {@link Reason#UNAVAILABLE} if an owner did not answer, and with
     *     {@link Reason#BAD_REQUEST} if there is no such partition
     */
    public CompletionStage<Void> acknowledgeLoss(OptionalInt partition) {
        String which = partition.isPresent() ? partition.getAsInt() + "/" : "";
        return calls.send(Call.post("/v1/cluster/partitions/" + which + "_acknowledge", ""))
                .thenAccept(response -> {
                    if (response.statusCode() == 404) {
                        String detail =
                                String.valueOf(Problems.failure(response).getMessage());
                        throw new CacheException(Reason.BAD_REQUEST, detail);
                    } else if (response.statusCode() != 204) {
                        throw Problems.failure(response);
                    }
                });
    }

    /** Takes no more calls; those in flight end in their time-out. */
    @Override
    public void close() {
        calls.close();
    }

    private RemoteCache cache(CacheSpec spec) {
        return new RemoteCache(calls, spec, permits.computeIfAbsent(spec.name(), name -> new LoadPermits()));
    }

    private Optional<CacheSpec> spec(CacheName name) {
        return known.specs().stream().filter(spec -> spec.name().equals(name)).findFirst();
    }
}
