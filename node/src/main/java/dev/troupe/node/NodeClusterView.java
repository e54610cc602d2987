package dev.troupe.node;

import dev.troupe.api.ClusterView;
import dev.troupe.api.Ranges;
import dev.troupe.cluster.membership.Membership;
import dev.troupe.gateway.Gateway;
import dev.troupe.gateway.PartitionReport;
import dev.troupe.lifecycle.LiveCopies;
import dev.troupe.lifecycle.OwnerlessPartitions;
import dev.troupe.placement.Partitions;
import dev.troupe.placement.Slots;
import dev.troupe.protocol.NodeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** What this node sees of the cluster, put together from membership and gateway. */
final class NodeClusterView implements ClusterView {
    /** Readiness is asked for often, by every client and every load balancer. */
    private static final Duration RECENT = Duration.ofSeconds(2);

    private final Membership membership;
    private final Gateway gateway;
    private final OwnerlessPartitions ownerless;

    NodeClusterView(Membership membership, Gateway gateway, OwnerlessPartitions ownerless) {
        this.membership = membership;
        this.gateway = gateway;
        this.ownerless = ownerless;
    }

    @Override
    public Members members() {
        return membership.members();
    }

    @Override
    public CompletionStage<PartitionTable> partitions() {
        return gateway.reports().thenApply(this::table);
    }

    @Override
    public CompletionStage<Boolean> acknowledgeLoss(OptionalInt partition) {
        partition.ifPresent(number ->
                Ranges.check("partition", number, 0, gateway.partitions().count() - 1));
        List<Integer> asked = partition.isPresent()
                ? List.of(partition.getAsInt())
                : IntStream.range(0, gateway.partitions().count()).boxed().toList();
        return gateway.acknowledgeLosses(asked)
                .thenApply(reports -> asked.stream()
                        .noneMatch(number -> reports.get(number).copies().lost()));
    }

    @Override
    public Location locate(byte[] key) {
        int slot = Slots.of(key);
        int partition = gateway.partitions().ofSlot(slot);
        return new Location(
                slot,
                partition,
                gateway.owner(partition).map(this::addressOf),
                gateway.lastReports().get(partition).copies().backups());
    }

    @Override
    public Readiness readiness() {
        if (!membership.selfUp()) {
            return new Readiness(false, "this node is not Up in its cluster yet");
        }
        int partitions = gateway.partitions().count();
        int owned = gateway.partitionsOnceOwned();
        return owned < partitions
                ? new Readiness(false, owned + " of " + partitions + " partitions have an owner so far")
                : new Readiness(
                        true,
                        membership.upCount() + " nodes are Up, every partition has had an owner; " + protection());
    }

    /** As the owners said last; asks them again for the next time. */
    private String protection() {
        CompletionStage<List<PartitionReport>> asked = gateway.reports(RECENT);
        List<PartitionReport> last = asked.toCompletableFuture().getNow(gateway.lastReports());
        LiveCopies live = liveCopies();
        long lacking = IntStream.range(0, last.size())
                .mapToObj(number ->
                        live.of(last.get(number).copies(), gateway.owner(number).map(this::addressOf)))
                .filter(copies -> !copies.fullyReplicated())
                .count();
        long lost = last.stream().filter(report -> report.copies().lost()).count();
        return (lacking == 0 ? "fully replicated" : lacking + " partitions lack copies")
                + (lost == 0 ? "" : "; " + lost + " partitions were lost with all their copies and have started empty");
    }

    private PartitionTable table(List<PartitionReport> reports) {
        LiveCopies live = liveCopies();
        List<Partition> partitions = IntStream.range(0, reports.size())
                .mapToObj(number -> partition(number, reports.get(number), live))
                .toList();
        boolean alarm = ownerless.isAlarm();
        long version = alarm ? 1 : 0;
        for (Partition partition : partitions) {
            version = version * 31 + partition.owner().hashCode();
            version = version * 31 + partition.epoch();
        }
        return new PartitionTable(version, alarm, partitions);
    }

    private LiveCopies liveCopies() {
        return LiveCopies.among(membership.members().members());
    }

    private Partition partition(int number, PartitionReport report, LiveCopies live) {
        Partitions partitions = gateway.partitions();
        Optional<Gateway.Owner> owner = gateway.owner(number);
        Optional<String> address = owner.map(this::addressOf);
        return new Partition(
                number,
                partitions.firstSlot(number),
                partitions.lastSlot(number),
                address,
                address.isPresent() ? Optional.empty() : ownerless.ownerless(number, NodeClock.millis()),
                address.flatMap(membership::httpUriOf),
                live.of(report.copies(), address),
                owner.map(Gateway.Owner::epoch).orElse(0L),
                report.size().entries(),
                report.size().bytes());
    }

    private String addressOf(Gateway.Owner owner) {
        return owner.node().orElseGet(membership::selfAddress);
    }
}
