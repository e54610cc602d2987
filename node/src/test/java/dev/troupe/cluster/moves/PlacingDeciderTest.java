package dev.troupe.cluster.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cluster.membership.Members;
import dev.troupe.members.Member;
import dev.troupe.placement.Backups;
import dev.troupe.placement.Move;
import dev.troupe.placement.StorageNode;
import dev.troupe.placement.Targets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacingDeciderTest {
    private static final String A = "a:1";
    private static final String B = "b:1";
    private static final String C = "c:1";
    private static final String D = "d:1";

    private final Preparation preparation = new Preparation();
    private final FakeCoordinator cluster = new FakeCoordinator(64, 4, preparation, 1);

    /** Remembers the plan; what is held back is not ready. */
    private static final class Preparation implements MovePreparation {
        private List<Move> planned = List.of();
        private boolean holdsBack;

        @Override
        public void plan(List<Move> moves) {
            planned = List.copyOf(moves);
        }

        @Override
        public boolean isReady(Move move) {
            assertThat(planned).contains(move);
            return !holdsBack;
        }
    }

    private void form(String... addresses) {
        for (String address : addresses) {
            cluster.join(Members.storage(address, 100 + cluster.nodes.size()));
        }
        cluster.placeAll();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void newPartitionsGoToTheirTargetsInWhateverOrder(long seed) {
        FakeCoordinator fresh = new FakeCoordinator(64, 0, MovePreparation.NONE, seed);
        for (String address : List.of(A, B, C)) {
            fresh.join(Members.storage(address, 1));
        }
        fresh.placeAll();
        assertThat(fresh.owners)
                .isEqualTo(Targets.of(fresh.partitions, Map.of(), Members.storageNodes(fresh.nodes.values())));
    }

    @Test
    void nodeThatJoinsGetsItsShareAndNothingElseMoves() {
        form(A, B, C);
        Map<Integer, String> before = new TreeMap<>(cluster.owners);
        cluster.join(Members.storage(D, 1));
        assertThat(cluster.rest()).isEqualTo(16);
        cluster.assertBalanced();
        assertThat(cluster.owners)
                .isEqualTo(Targets.of(cluster.partitions, before, Members.storageNodes(cluster.nodes.values())));
    }

    @Test
    void onlyAFewMoveAtATime() {
        form(A, B, C);
        cluster.join(Members.storage(D, 1));
        assertThat(cluster.tick()).hasSize(4);
        assertThat(cluster.tick()).isEmpty();
        assertThat(cluster.arrive(true)).isEqualTo(4);
        assertThat(cluster.tick()).hasSize(4);
    }

    @Test
    void movesWaitUntilTheyArePrepared() {
        form(A, B, C);
        cluster.join(Members.storage(D, 1));
        preparation.holdsBack = true;
        assertThat(cluster.tick()).isEmpty();
        assertThat(preparation.planned).hasSize(4).allMatch(move -> move.to().equals(D));
        List<Move> first = preparation.planned;
        assertThat(cluster.tick()).isEmpty();
        assertThat(preparation.planned).isEqualTo(first);
        preparation.holdsBack = false;
        assertThat(cluster.tick()).hasSize(4);
        assertThat(preparation.planned).isEqualTo(first);
    }

    @Test
    void moveWhoseHandOffFailedIsTriedAgainButNotAtOnce() {
        form(A, B, C);
        cluster.join(Members.storage(D, 1));
        Set<Integer> first = cluster.tick();
        cluster.failHandOffs();
        assertThat(cluster.tick()).as("nobody had those partitions").isEmpty();
        cluster.lookMillis = PlacingDecider.AFTER_FAILURE_MILLIS - 1;
        assertThat(cluster.tick()).isEmpty();
        cluster.lookMillis = 1;
        assertThat(cluster.tick()).isEqualTo(first);
    }

    @Test
    void moveGoesElsewhereIfItsTargetIsGone() {
        form(A, B, C);
        cluster.join(Members.storage(D, 1));
        assertThat(cluster.tick()).hasSize(4);
        cluster.change(Members.unreachable(cluster.member(D)));
        assertThat(cluster.arrive(true)).isEqualTo(4);
        assertThat(cluster.owners).hasSize(64).doesNotContainValue(D);
    }

    @Test
    void nothingMovesWhileAnybodyIsOnTheWayOrLost() {
        form(A, B, C);
        cluster.join(Members.storage(D, 1));
        Member gateway = Members.gateway("e:1");
        List<Member> restless = List.of(
                Members.unreachable(gateway),
                Members.draining(gateway),
                Members.at(Member.Status.JOINING, gateway),
                Members.at(Member.Status.WEAKLY_UP, gateway),
                Members.at(Member.Status.LEAVING, gateway),
                Members.at(Member.Status.EXITING, gateway),
                Members.at(Member.Status.DOWN, gateway),
                Members.storage(gateway.address(), 2));
        for (Member node : restless) {
            cluster.change(node);
            assertThat(cluster.tick()).as("%s", node).isEmpty();
        }
        cluster.change(gateway);
        assertThat(cluster.tick()).hasSize(4);
    }

    @Test
    void nothingMovesUntilMembersHaveBeenAtRestForAWhile() {
        form(A, B, C);
        cluster.crash(C);
        cluster.placeAll();
        cluster.join(Members.storage(C, 2));
        cluster.lookMillis = PlacingDecider.REST_MILLIS - 1;
        assertThat(cluster.tick()).isEmpty();
        cluster.lookMillis = 1;
        assertThat(cluster.tick()).hasSize(4);
    }

    @Test
    void nothingMovesWhileAPartitionHasNoOwner() {
        form(A, B, C);
        cluster.join(Members.storage(D, 1));
        cluster.owners.remove(7);
        assertThat(cluster.tick()).isEmpty();
    }

    @Test
    void orphansGoToWhoeverKeepsTheirCopyAndAreSpread() {
        form(A, B, C, D);
        Map<Integer, String> before = new TreeMap<>(cluster.owners);
        List<StorageNode> members = Members.storageNodes(cluster.nodes.values());
        cluster.crash(B);
        cluster.placeAll();
        int atTheirBackup = 0;
        Map<String, Integer> taken = new TreeMap<>();
        for (Map.Entry<Integer, String> owned : before.entrySet()) {
            String now = cluster.owners.get(owned.getKey());
            if (owned.getValue().equals(B)) {
                boolean isBackup = Backups.of(owned.getKey(), B, members, 1).equals(List.of(now));
                atTheirBackup += isBackup ? 1 : 0;
                taken.merge(now, 1, Integer::sum);
            } else {
                assertThat(now).isEqualTo(owned.getValue());
            }
        }
        assertThat(taken).containsOnlyKeys(A, C, D);
        assertThat(taken.values()).allMatch(share -> share <= 2 * 6);
        assertThat(atTheirBackup).isGreaterThanOrEqualTo(14);
        Map<Integer, String> nearest =
                Targets.of(cluster.partitions, cluster.owners, Members.storageNodes(cluster.nodes.values()));
        cluster.rest();
        assertThat(cluster.owners).as("balanced with no needless move").isEqualTo(nearest);
    }

    /** It was no candidate, so its death changes nothing but what it held. */
    @Test
    void whatADrainingNodeHeldGoesToItsBackupsIfItDies() {
        form(A, B, C, D);
        cluster.change(Members.draining(cluster.member(D)));
        cluster.crash(B);
        cluster.placeAll();
        Map<Integer, String> before = new TreeMap<>(cluster.owners);
        List<StorageNode> members = Members.storageNodes(cluster.nodes.values());
        cluster.crash(D);
        cluster.placeAll();
        before.values().removeIf(owner -> !owner.equals(D));
        assertThat(before).hasSizeGreaterThan(10);
        before.forEach((partition, owner) -> assertThat(cluster.owners.get(partition))
                .isEqualTo(Backups.of(partition, D, members, 1).get(0)));
    }

    @Test
    void coordinatorThatComesAfterTheCrashPromotesToo() {
        form(A, B, C, D);
        FakeCoordinator other = new FakeCoordinator(64, 4, MovePreparation.NONE, 1);
        for (String address : List.of(A, B, C, D)) {
            other.join(Members.storage(address, 100 + other.nodes.size()));
        }
        other.placeAll();
        cluster.crash(B);
        cluster.placeAll();
        other.crash(B);
        other.moveCoordinator();
        other.placeAll();
        assertThat(other.owners).isEqualTo(cluster.owners);
    }

    @Test
    void whatLeavingNodesHoldIsPlannedAndGoesToItsTargets() {
        form(A, B, C, D);
        Map<Integer, String> before = new TreeMap<>(cluster.owners);
        List<StorageNode> staying = Members.storageNodes(List.of(cluster.member(A), cluster.member(C)));
        cluster.leave(B, D);
        assertThat(preparation.planned)
                .hasSize(32)
                .allMatch(move -> move.to().equals(cluster.owners.get(move.partition())));
        assertThat(cluster.owners).isEqualTo(Targets.of(cluster.partitions, before, staying));
        cluster.assertBalanced();
    }

    @Test
    void whatADrainingNodeHoldsMovesAFewAtATimeBeforeItLeaves() {
        form(A, B, C);
        cluster.change(Members.draining(cluster.member(B)));
        assertThat(cluster.tick()).hasSize(4);
        cluster.rest();
        assertThat(cluster.owners).hasSize(64).doesNotContainValue(B);
    }

    @Test
    void whatADrainingNodeHoldsMovesThoughAHandOffHasFailed() {
        form(A, B, C);
        cluster.join(Members.storage(D, 1));
        assertThat(cluster.tick()).hasSize(4);
        cluster.failHandOffs();
        assertThat(cluster.tick()).isEmpty();
        cluster.change(Members.draining(cluster.member(B)));
        assertThat(cluster.tick()).hasSize(4);
    }

    @Test
    void nothingIsTakenFromADrainingNodeWhileAnotherCannotBeReached() {
        form(A, B, C);
        cluster.change(Members.draining(cluster.member(B)));
        cluster.change(Members.unreachable(cluster.member(C)));
        assertThat(cluster.tick()).isEmpty();
    }

    @Test
    void nodeThatIsTheOnlyOneLeftTakesNothingWhenItLeaves() {
        form(A);
        cluster.change(Members.draining(cluster.member(A)));
        cluster.owners.remove(3);
        assertThat(cluster.place(3)).isEmpty();
    }

    @Test
    void coordinatorThatHasNotHeardTheLatestHomesLeavesPartitionsWhereTheyAre() {
        form(A, B, C);
        cluster.crash(C);
        cluster.placeAll();
        Map<Integer, String> homes = new TreeMap<>(cluster.owners);
        cluster.moveCoordinatorWithout(homes.keySet());
        cluster.placeAll();
        assertThat(cluster.owners).isEqualTo(homes);
    }

    @Test
    void partitionWhoseLastOwnerBeganOnALeavingNodeGoesElsewhere() {
        form(A, B, C);
        cluster.change(Members.draining(cluster.member(C)));
        cluster.moveCoordinatorWithout(Set.copyOf(cluster.owners.keySet()));
        cluster.placeAll();
        assertThat(cluster.owners).hasSize(64).doesNotContainValue(C);
    }

    @Test
    void nodeThatOnlyRoutesGetsNothing() {
        cluster.join(Members.gateway("e:1"));
        assertThat(cluster.place(0)).isEmpty();
        form(A);
        assertThat(new HashSet<>(cluster.owners.values())).containsExactly(A);
    }

    /** Joins, leaves, crashes and changes of coordinator as they come, at moments when moves are under way too. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyHistoryEndsBalanced(long seed) {
        Random random = new Random(seed);
        FakeCoordinator coordinator = new FakeCoordinator(1 + random.nextInt(200), 3, MovePreparation.NONE, seed);
        coordinator.join(Members.storage("n0:1", 1000));
        coordinator.placeAll();
        for (int step = 1; step < 60; step++) {
            List<String> members = new ArrayList<>(coordinator.nodes.keySet());
            String victim = members.get(random.nextInt(members.size()));
            int event = members.size() < 2 ? 0 : random.nextInt(5);
            switch (event) {
                case 0, 1 -> coordinator.join(Members.storage("n" + step + ":1", step));
                case 2 -> coordinator.crash(victim);
                case 3 -> coordinator.leave(victim);
                default -> coordinator.moveCoordinator();
            }
            if (random.nextBoolean()) {
                coordinator.rest();
                coordinator.assertBalanced();
            } else {
                coordinator.placeAll();
                coordinator.tick();
                coordinator.arrive(false);
            }
        }
    }
}
