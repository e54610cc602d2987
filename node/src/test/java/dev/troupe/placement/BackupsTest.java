package dev.troupe.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackupsTest {
    @Property(tries = 500)
    void noBackupSharesTheOwnersHostOrZoneWhileThereIsAnother(
            @ForAll @IntRange(min = 1, max = 1000) int nodes,
            @ForAll @IntRange(min = 0, max = 3) int count,
            @ForAll long seed) {
        List<StorageNode> members = Clusters.drawn(nodes, false, seed);
        StorageNode owner = members.get(new Random(seed).nextInt(nodes));
        List<StorageNode> free = Clusters.without(owner, members);
        List<StorageNode> backups = backups(7, owner, members, count);
        assertThat(backups).hasSize(Math.min(count, nodes - 1));
        for (StorageNode backup : backups) {
            assertThat(free).contains(backup);
            if (backup.zone().equals(owner.zone())) {
                assertThat(free).allMatch(other -> other.zone().equals(owner.zone()));
            }
            if (backup.host().equals(owner.host())) {
                assertThat(free).allMatch(other -> other.host().equals(owner.host()));
            }
            free.remove(backup);
        }
    }

    @Property(tries = 500)
    void copiesAreInAsManyZonesAsThereAre(
            @ForAll @IntRange(min = 1, max = 1000) int nodes,
            @ForAll @IntRange(min = 0, max = 3) int count,
            @ForAll long seed) {
        List<StorageNode> members = Clusters.drawn(nodes, false, seed);
        List<StorageNode> copies = copies(members.get(new Random(seed).nextInt(nodes)), members, count);
        long zones = distinct(members, StorageNode::zone);
        assertThat(distinct(copies, StorageNode::zone)).isEqualTo(Math.min(copies.size(), zones));
    }

    @Property(tries = 500)
    void inOneZoneCopiesAreOnAsManyHostsAsThereAre(
            @ForAll @IntRange(min = 1, max = 24) int nodes,
            @ForAll @IntRange(min = 1, max = 4) int nodesOnAHost,
            @ForAll @IntRange(min = 0, max = 3) int count) {
        List<StorageNode> members = IntStream.range(0, nodes)
                .mapToObj(node -> new StorageNode("node-" + node + ":1", node, 1, "z", "host-" + node / nodesOnAHost))
                .toList();
        List<StorageNode> copies = copies(members.get(nodes / 2), members, count);
        long hosts = distinct(members, StorageNode::host);
        assertThat(distinct(copies, StorageNode::host)).isEqualTo(Math.min(copies.size(), hosts));
    }

    @Property(tries = 500)
    void whenAMemberComesOrGoesAtMostOneBackupChanges(
            @ForAll @IntRange(min = 2, max = 100) int nodes,
            @ForAll @IntRange(min = 1, max = 3) int count,
            @ForAll @IntRange(min = 0, max = 4095) int partition,
            @ForAll long seed) {
        List<StorageNode> members = Clusters.drawn(nodes, false, seed);
        StorageNode owner = members.get(0);
        StorageNode leaver = members.get(1 + new Random(seed).nextInt(nodes - 1));
        List<String> with = Backups.of(partition, owner.address(), members, count);
        List<String> without = Backups.of(partition, owner.address(), Clusters.without(leaver, members), count);
        if (with.contains(leaver.address())) {
            List<String> kept = new ArrayList<>(with);
            kept.remove(leaver.address());
            assertThat(without).containsAll(kept);
        } else {
            assertThat(without).isEqualTo(with);
        }
    }

    @Property(tries = 200)
    void ordersAndIncarnationsChangeNothing(
            @ForAll @IntRange(min = 1, max = 100) int nodes,
            @ForAll @IntRange(min = 0, max = 4095) int partition,
            @ForAll long seed) {
        List<StorageNode> members = Clusters.drawn(nodes, false, seed);
        String owner = members.get(0).address();
        assertThat(Backups.of(partition, owner, Clusters.restartedAndShuffled(members, seed), 3))
                .isEqualTo(Backups.of(partition, owner, members, 3));
    }

    @Test
    void copiesAreSpreadByWeight() {
        List<StorageNode> members = IntStream.rangeClosed(1, 40)
                .mapToObj(node -> new StorageNode("node-" + node + ":1", node, 1 + node % 2, "z", "host-" + node))
                .toList();
        int partitions = 16_384;
        Map<String, Long> copies = IntStream.range(0, partitions)
                .boxed()
                .flatMap(partition -> Backups.of(partition, "elsewhere:1", members, 1).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        double share = partitions / 60.0;
        double chiSquare = members.stream()
                .mapToDouble(node -> {
                    double expected = share * node.weight();
                    double off = copies.getOrDefault(node.address(), 0L) - expected;
                    return off * off / expected;
                })
                .sum();
        assertThat(chiSquare).as("39 degrees of freedom, 1 in 1000").isLessThan(72.1);
    }

    @Test
    void aNewcomerKeepsNoMoreCopiesThanItsPart() {
        Partitions partitions = new Partitions(4096);
        List<StorageNode> ten = Clusters.plain(10);
        String newcomer = ten.get(9).address();
        Map<Integer, String> before = Targets.of(partitions, Map.of(), ten.subList(0, 9));
        Map<Integer, String> after = Targets.of(partitions, before, ten);
        long copies = after.entrySet().stream()
                .filter(entry ->
                        Backups.of(entry.getKey(), entry.getValue(), ten, 1).contains(newcomer))
                .count();
        assertThat(copies).as("410 on average, standard deviation 19").isBetween(334L, 486L);
    }

    @Test
    void anOwnerThatIsNoMemberHasBackupsToo() {
        assertThat(Backups.of(0, "gone:1", Clusters.plain(3), 5)).hasSize(3);
    }

    /** Owners and keepers of two releases must agree on who keeps a copy. */
    @Test
    void theAnswerIsTheSameInEveryRelease() {
        List<StorageNode> members = Clusters.drawn(30, false, 3);
        List<List<String>> all = IntStream.range(0, 256)
                .mapToObj(partition ->
                        Backups.of(partition, members.get(partition % 30).address(), members, 3))
                .toList();
        assertThat(all.hashCode()).isEqualTo(-301598285);
    }

    private static List<StorageNode> backups(int partition, StorageNode owner, List<StorageNode> members, int count) {
        Map<String, StorageNode> byAddress =
                members.stream().collect(Collectors.toMap(StorageNode::address, Function.identity()));
        return Backups.of(partition, owner.address(), members, count).stream()
                .flatMap(address -> Stream.ofNullable(byAddress.get(address)))
                .toList();
    }

    /** The owner and the backups. */
    private static List<StorageNode> copies(StorageNode owner, List<StorageNode> members, int count) {
        List<StorageNode> copies = new ArrayList<>(backups(7, owner, members, count));
        copies.add(owner);
        return copies;
    }

    private static long distinct(List<StorageNode> members, Function<StorageNode, String> domain) {
        Set<String> domains = new HashSet<>();
        members.forEach(node -> domains.add(domain.apply(node)));
        return domains.size();
    }
}
