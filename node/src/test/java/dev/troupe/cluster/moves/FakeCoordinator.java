package dev.troupe.cluster.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cluster.membership.Members;
import dev.troupe.members.Member;
import dev.troupe.placement.Partitions;
import dev.troupe.placement.Quota;
import dev.troupe.placement.Quotas;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What Pekko's shard coordinator does with a {@link PlacingDecider}, without actors: asks for homes in any order, hands off what it is told. */
final class FakeCoordinator {
    final Partitions partitions;
    final Map<String, Member> nodes = new TreeMap<>();
    final Map<Integer, String> owners = new TreeMap<>();
    private final Map<Integer, Long> lastOwners = new TreeMap<>();
    private final PlacingDecider.Settings settings;
    private final MovePreparation preparation;
    private final Random random;
    private final Set<String> regions = new HashSet<>();
    private final Set<Integer> handingOff = new HashSet<>();
    private PlacingDecider decider;
    /** So far apart that members count as at rest at the next look. */
    long lookMillis = PlacingDecider.REST_MILLIS;

    private long nowMillis;

    FakeCoordinator(int partitions, int maxMoves, MovePreparation preparation, long seed) {
        this.partitions = new Partitions(partitions);
        this.settings = new PlacingDecider.Settings(this.partitions, 1, maxMoves);
        this.preparation = preparation;
        this.random = new Random(seed);
        this.decider = decider(false);
    }

    /** A node is a full member and ready for partitions. */
    void join(Member node) {
        nodes.put(node.address(), node);
        regions.add(node.address());
    }

    /** A node changes. */
    void change(Member node) {
        nodes.put(node.address(), node);
    }

    /** A node dies: it is lost, and then gone with its region. */
    void crash(String address) {
        change(Members.unreachable(member(address)));
        tick();
        nodes.remove(address);
        regions.remove(address);
        owners.values().removeIf(address::equals);
    }

    /** A node leaves: it is draining, then its region gives everything up at once, then it is gone. */
    void leave(String... leavers) {
        for (String address : leavers) {
            change(Members.draining(member(address)));
        }
        tick();
        for (String address : leavers) {
            regions.remove(address);
            owners.values().removeIf(address::equals);
        }
        handingOff.clear();
        placeAll();
        for (String address : leavers) {
            nodes.remove(address);
        }
    }

    /** Another node coordinates from now on, and has no memories. */
    void moveCoordinator() {
        decider = decider(!owners.isEmpty());
        handingOff.clear();
    }

    /** The same, and of these partitions it knows no home, since that was decided last. */
    void moveCoordinatorWithout(Collection<Integer> unknown) {
        owners.keySet().removeAll(unknown);
        moveCoordinator();
    }

    private PlacingDecider decider(boolean inherited) {
        return new PlacingDecider(
                settings, inherited, preparation, partition -> lastOwners.getOrDefault(partition, 0L));
    }

    /** Asks for a home for every partition that has none, one by one, in any order. */
    void placeAll() {
        List<Integer> ownerless = new ArrayList<>(snapshot().ownerless(partitions.count()));
        Collections.shuffle(ownerless, random);
        for (int partition : ownerless) {
            place(partition);
        }
    }

    /** Asks for a home for a partition. */
    Optional<String> place(int partition) {
        Optional<String> home = decider.home(partition, snapshot());
        home.ifPresent(address -> {
            assertThat(member(address).takesPartitions()).as(address).isTrue();
            owners.put(partition, address);
            lastOwners.put(partition, member(address).uid());
        });
        return home;
    }

    /** One look at the partitions; returns those that are handed off now. */
    Set<Integer> tick() {
        nowMillis += lookMillis;
        Set<Integer> begun = decider.rebalance(snapshot(), Set.copyOf(handingOff), nowMillis);
        handingOff.addAll(begun);
        return begun;
    }

    /** Of those that are handed off, some arrive. */
    int arrive(boolean all) {
        List<Integer> arriving = handingOff.stream()
                .sorted()
                .filter(partition -> all || random.nextBoolean())
                .toList();
        handingOff.removeAll(arriving);
        arriving.forEach(owners::remove);
        arriving.forEach(this::place);
        return arriving.size();
    }

    /** The hand-offs under way fail: the old owners go on. */
    void failHandOffs() {
        handingOff.clear();
    }

    /** Moves until nothing moves any more; returns how many did. */
    int rest() {
        placeAll();
        int moved = 0;
        for (long idleMillis = 0; idleMillis <= PlacingDecider.AFTER_FAILURE_MILLIS; ) {
            boolean isQuiet = tick().isEmpty() && handingOff.isEmpty();
            assertThat(handingOff.size()).isLessThanOrEqualTo(Math.max(0, settings.maxMoves()));
            moved += arrive(false);
            idleMillis = isQuiet ? idleMillis + lookMillis : 0;
        }
        return moved;
    }

    /** Every node has the floor or the ceiling of its quota. */
    void assertBalanced() {
        Map<String, Quota> quotas = Quotas.of(partitions, Members.storageNodes(nodes.values()));
        Map<String, Long> shares =
                owners.values().stream().collect(Collectors.groupingBy(owner -> owner, Collectors.counting()));
        assertThat(owners).hasSize(partitions.count());
        quotas.forEach((address, quota) -> assertThat(
                        quota.allows(shares.getOrDefault(address, 0L).intValue()))
                .as("%s has %s, quota %s", address, shares.get(address), quota)
                .isTrue());
    }

    Member member(String address) {
        return Optional.ofNullable(nodes.get(address)).orElseThrow();
    }

    private ClusterSnapshot snapshot() {
        return new ClusterSnapshot(List.copyOf(nodes.values()), Set.copyOf(regions), Map.copyOf(owners));
    }
}
