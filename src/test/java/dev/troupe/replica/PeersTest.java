package dev.troupe.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.placement.StorageNode;
import dev.troupe.replication.Peer;
import dev.troupe.replication.Roster;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final long SELF = 1;

    private final Peers peers = new Peers(SELF, 8);

    private static Peers.Seat seat(long uid) {
        return new Peers.Seat(
                new StorageNode("10.0.0." + uid + ":17355", uid, 1, "default", "h" + uid),
                Peer.REACHABLE,
                false,
                false);
    }

    private static List<Peers.Seat> seats(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(PeersTest::seat).toList();
    }

    private static Peers.Seat lost(long uid) {
        return new Peers.Seat(seat(uid).node(), 77, false, false);
    }

    private static Peers.Seat draining(long uid) {
        return new Peers.Seat(seat(uid).node(), Peer.REACHABLE, true, false);
    }

    private static Peers.Seat down(long uid) {
        return new Peers.Seat(seat(uid).node(), 77, false, true);
    }

    @Test
    void nodesThatLeaveOrAreExcludedTakeNoCopiesButHaveToAnswer() {
        peers.update(List.of(seat(1), seat(2), draining(3), down(4)));
        Roster roster = peers.roster(5);
        assertThat(roster.ranked()).containsExactly(2L);
        assertThat(roster.peers()).extracting(Peer::uid).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        assertThat(peers.obeys(3)).isTrue();
        assertThat(peers.obeys(4)).isFalse();
        assertThat(peers.obeys(5)).isFalse();
    }

    @Test
    void copiesAreLookedForOnWhomTheOwnerWouldChooseAmongThoseInSightAndAtLastOnTheOwnersNode() {
        peers.update(List.of(seat(1), seat(2), draining(3), down(4), lost(5), seat(6)));
        String owner = seat(2).node().address();
        List<String> holders = peers.holders(5, owner, 16);
        assertThat(holders)
                .containsExactlyInAnyOrder(
                        seat(1).node().address(),
                        seat(3).node().address(),
                        seat(6).node().address(),
                        owner)
                .endsWith(owner);
        assertThat(peers.holders(5, owner, 2)).isEqualTo(holders.subList(0, 2));
        assertThat(peers.holders(5, seat(5).node().address(), 16)).hasSize(4);
        assertThat(peers.holders(5, "", 16)).hasSize(4);
    }

    @Test
    void everybodyElseIsRankedAndPartitionsDiffer() {
        peers.update(seats(6));
        assertThat(peers.roster(0).ranked()).containsExactlyInAnyOrder(2L, 3L, 4L, 5L, 6L);
        assertThat(IntStream.range(0, 8)
                        .mapToObj(partition -> peers.roster(partition).ranked().get(0))
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void rosterIsTheSameObjectUntilSomethingChanges() {
        peers.update(List.of(seat(1), seat(2)));
        Roster roster = peers.roster(0);
        peers.update(List.of(seat(1), seat(2)));
        assertThat(peers.roster(0)).isSameAs(roster);
        peers.plan(0, 2);
        assertThat(peers.roster(0).target()).isEqualTo(2);
        peers.update(List.of(seat(1), seat(2), seat(3)));
        assertThat(peers.roster(0).target()).isEqualTo(2);
        assertThat(peers.roster(0).peers()).hasSize(3);
    }

    @Test
    void sideWithMoreMembersGoesOn() {
        peers.update(List.of(seat(1), seat(2), lost(3)));
        assertThat(peers.inMajority()).isTrue();
        peers.update(List.of(seat(1), lost(2), lost(3)));
        assertThat(peers.inMajority()).isFalse();
    }

    @Test
    void ofTwoHalvesTheOneWithTheLowestAddressGoesOn() {
        peers.update(List.of(seat(1), lost(2)));
        assertThat(peers.inMajority()).isTrue();
        peers.update(List.of(lost(1), seat(2)));
        assertThat(peers.inMajority()).isFalse();
    }

    @Test
    void excludedMembersDoNotCount() {
        peers.update(List.of(seat(1), seat(2), down(3)));
        assertThat(peers.inMajority()).isTrue();
    }

    @Test
    void restartedNodeIsAnotherMember() {
        Peers.Seat before = down(2);
        Peers.Seat now = new Peers.Seat(
                new StorageNode(before.node().address(), 22, 1, "default", "h2"), Peer.REACHABLE, false, false);
        peers.update(List.of(seat(1), before, now));
        assertThat(peers.obeys(2)).isFalse();
        assertThat(peers.obeys(22)).isTrue();
        assertThat(peers.addressOf(22)).contains(now.node().address());
    }
}
