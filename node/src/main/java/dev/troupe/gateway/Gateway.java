package dev.troupe.gateway;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Caches;
import dev.troupe.api.Limits;
import dev.troupe.api.Reason;
import dev.troupe.api.Throttle;
import dev.troupe.members.NodeId;
import dev.troupe.placement.Partitions;
import dev.troupe.protocol.ClusterAgreement;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.AcknowledgeLoss;
import dev.troupe.protocol.PartitionProtocol.Close;
import dev.troupe.protocol.PartitionProtocol.Measure;
import dev.troupe.protocol.PartitionProtocol.Plan;
import dev.troupe.protocol.PartitionProtocol.Serving;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The way from this node to every partition: turns a call into a request to the owner of the key, with a deadline, an
 * admission limit and a retry, and never blocks. Safe for use by many threads. Futures are plain ones, completed on the thread
 * that took the answer.
 */
public final class Gateway implements Caches {
    private static final Reply OVERLOADED =
            new Reply.Refused(Reason.OVERLOADED, "too many requests are in flight through this node");

    private static final Reply LATE =
            new Reply.Refused(Reason.UNAVAILABLE, "the time of the call was over before all of it was sent");

    /** The many calls of one may be one in so many of all requests, and of half of all bytes. */
    private static final int SHARE = 4;

    /** More of them at a time are not faster. */
    private static final int MOST_CALLS = 256;

    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final Reply STOPPING = new Reply.Refused(Reason.UNAVAILABLE, "this node is stopping; use another");

    private final Parts parts;
    private final Partitions partitions;
    private final GatewaySettings settings;
    private final List<PartitionChannel> channels;
    private final Admission admission;
    private final LongSupplier nowMillis;
    private volatile boolean closed;
    private final Map<CacheName, Cache<byte[], byte[]>> caches = new HashMap<>();

    public Gateway(Parts parts, GatewaySettings settings, LongSupplier nowMillis) {
        this.parts = parts;
        this.partitions = parts.agreement().partitions();
        this.channels = parts.channels();
        this.settings = settings;
        this.admission = new Admission(settings.maxRequests(), settings.maxBytes());
        this.nowMillis = nowMillis;
        for (CacheSpec spec : list()) {
            int number = parts.agreement().catalogue().number(spec.name()).orElseThrow();
            caches.put(spec.name(), new ShardedCache(number, spec, limits(), this));
        }
    }

    /**
     * What a gateway is made of.
     *
     * @param uid of this incarnation
     * @param agreement what all nodes agree on
     * @param channels one to each partition
     * @param receivers take the answers
     * @param partitionReports collects what owners report
     * @param moves that are being prepared
     */
    public record Parts(
            long uid,
            ClusterAgreement agreement,
            List<PartitionChannel> channels,
            List<ActorRef<ToGateway>> receivers,
            PartitionReports partitionReports,
            ReadyMoves moves) {}

    /**
     * Where a partition is served.
     *
     * @param node host:port of the node, empty for this one
     * @param epoch of the owner
     */
    public record Owner(Optional<String> node, long epoch) {}

    @Override
    public List<CacheSpec> list() {
        return parts.agreement().catalogue().specs();
    }

    @Override
    public Optional<Cache<byte[], byte[]>> find(CacheName name) {
        return Optional.ofNullable(caches.get(name));
    }

    @Override
    public Limits limits() {
        return parts.agreement().limits();
    }

    /** The number of requests in flight. */
    int requestsInFlight() {
        return admission.requests();
    }

    /** The partitions of the key space. */
    public Partitions partitions() {
        return partitions;
    }

    /** Where a partition is served, if its owner is known. */
    public Optional<Owner> owner(int partition) {
        return channels.get(partition).owner().map(Gateway::owner);
    }

    /** How many partitions have had an owner that this node knew of. */
    public int partitionsOnceOwned() {
        return (int)
                channels.stream().filter(channel -> channel.lastEpoch() > 0).count();
    }

    /** What every partition holds and how its copies stand, by number; may be a second old. An owner that is silent counts with what it said last. */
    public CompletableFuture<List<PartitionReport>> reports() {
        return reports(FRESH);
    }

    /** The same for who can do with older ones: each time all owners have to be asked. */
    public CompletableFuture<List<PartitionReport>> reports(Duration mayBeOld) {
        List<Integer> owned = IntStream.range(0, partitions.count())
                .filter(partition -> channels.get(partition).owner().isPresent())
                .boxed()
                .toList();
        return parts.partitionReports()
                .reports(owned, mayBeOld.toMillis(), nowMillis.getAsLong(), () -> owned.forEach(this::measure));
    }

    /** Tells the owners of partitions that somebody has taken note of their loss; gives what they report afterwards. */
    public CompletableFuture<List<PartitionReport>> acknowledgeLosses(List<Integer> lost) {
        lost.forEach(partition -> channels.get(partition)
                .owner()
                .ifPresent(serving -> serving.owner().tell(new AcknowledgeLoss(parts.uid()))));
        return parts.partitionReports().expire().thenCompose(expired -> reports());
    }

    /** What the owners said last when they were asked, by number. */
    public List<PartitionReport> lastReports() {
        return parts.partitionReports().last();
    }

    /**
     * Asks the owner of a partition to make a complete copy on a node, so that it can move there; to be repeated until it
     * has. Whether the owner has said that the copy is complete.
     *
     * @param target uid of the node
     */
    public boolean prepareMove(int partition, long target) {
        channels.get(partition).owner().ifPresent(serving -> serving.owner().tell(new Plan(parts.uid(), target)));
        return parts.moves().isReady(partition, target);
    }

    /** From now on calls are refused; those in flight go on. To be called before the node gives its partitions up. */
    public void close() {
        closed = true;
        parts.receivers().forEach(receiver -> receiver.tell(Close.INSTANCE));
    }

    /** Sends an operation to the owner of its key; {@code onReply} gets the one answer, on whatever thread has it. */
    void submit(Operation operation, Consumer<Reply> onReply) {
        submit(partitions.of(operation.key()), operation, false, onReply);
    }

    /** Sends a read of an entry to the owner of its key, and to those who hold copies if the owner is silent. */
    void submitToAny(Operation read, Consumer<Reply> onReply) {
        submit(partitions.of(read.key()), read, true, onReply);
    }

    /** Sends it to the owner of a partition; answered by a deadline on this node's clock, if that is still to come. */
    void submit(int partition, Operation operation, long deadlineMillis, Consumer<Reply> onReply) {
        submit(partition, operation, deadlineMillis, false, onReply);
    }

    /** When a call that begins now is answered at the latest, on this node's clock. */
    long deadlineMillis() {
        return nowMillis.getAsLong() + settings.deadline().toMillis();
    }

    /** For the many calls of one that asks for more: they take a share of what may be in flight, and leave the rest to others. */
    Throttle throttle() {
        int calls = Math.min(settings.maxRequests(), settings.maxRequestsPerPartition()) / SHARE;
        return new Throttle(
                new Throttle.Window(Math.max(1, Math.min(MOST_CALLS, calls)), settings.maxBytes() / (2 * SHARE)));
    }

    private void submit(int partition, Operation operation, boolean allowsBackups, Consumer<Reply> onReply) {
        submit(partition, operation, deadlineMillis(), allowsBackups, onReply);
    }

    private void submit(
            int partition, Operation operation, long deadlineMillis, boolean allowsBackups, Consumer<Reply> onReply) {
        if (closed) {
            onReply.accept(STOPPING);
            return;
        }
        long now = nowMillis.getAsLong();
        if (now >= deadlineMillis) {
            onReply.accept(LATE);
            return;
        }
        int sizeBytes = operation.sizeBytes();
        if (!admission.tryEnter(sizeBytes)) {
            onReply.accept(OVERLOADED);
            return;
        }
        GatewayCall call = new GatewayCall(operation, deadlineMillis, allowsBackups, reply -> {
            admission.leave(sizeBytes);
            onReply.accept(reply);
        });
        channels.get(partition).submit(call, now);
    }

    private void measure(int partition) {
        channels.get(partition).owner().ifPresent(serving -> serving.owner().tell(new Measure(parts.uid())));
    }

    private static Owner owner(Serving serving) {
        Address address = serving.owner().path().address();
        Optional<String> node = address.hasGlobalScope()
                ? Optional.of(NodeId.address(
                        address.host().get(), (int) address.port().get()))
                : Optional.empty();
        return new Owner(node, serving.epoch());
    }
}
