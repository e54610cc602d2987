package dev.troupe.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.members.Member;
import dev.troupe.members.Member.Status;
import dev.troupe.members.NodeId;
import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final long SELF = 1;

    private final Peers peers = new Peers(SELF, 8);

    private static Member seat(long uid) {
        return member(uid, Status.UP, Member.NEVER, false);
    }

    private static Member member(long uid, Status status, long unreachableSinceMillis, boolean draining) {
        NodeId id = new NodeId("10.0.0." + uid + ":17355", uid);
        return new Member(id, true, status, unreachableSinceMillis, draining, 1, "default", "h" + uid);
    }

    private static List<Member> seats(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(PeersTest::seat).toList();
    }

    private static Member lost(long uid) {
        return member(uid, Status.UP, 77, false);
    }

    private static Member draining(long uid) {
        return member(uid, Status.UP, Member.NEVER, true);
    }

    private static Member down(long uid) {
        return member(uid, Status.DOWN, 77, false);
    }

    @Test
    void nodesThatLeaveOrAreExcludedTakeNoCopiesButHaveToAnswer() {
        peers.update(List.of(seat(1), seat(2), draining(3), down(4)));
        PeerView peerView = peers.peerView(5);
        assertThat(peerView.ranked()).containsExactly(2L);
        assertThat(peerView.peers()).extracting(Peer::uid).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        assertThat(peers.obeys(3)).isTrue();
        assertThat(peers.obeys(4)).isFalse();
        assertThat(peers.obeys(5)).isFalse();
    }

    @Test
    void copiesAreLookedForOnWhomTheOwnerWouldChooseAmongThoseInSightAndAtLastOnTheOwnersNode() {
        peers.update(List.of(seat(1), seat(2), draining(3), down(4), lost(5), seat(6)));
        String owner = seat(2).address();
        List<String> holders = peers.holders(5, owner, 16);
        assertThat(holders)
                .containsExactlyInAnyOrder(seat(1).address(), seat(3).address(), seat(6).address(), owner)
                .endsWith(owner);
        assertThat(peers.holders(5, owner, 2)).isEqualTo(holders.subList(0, 2));
        assertThat(peers.holders(5, seat(5).address(), 16)).hasSize(4);
        assertThat(peers.holders(5, "", 16)).hasSize(4);
    }

    @Test
    void everybodyElseIsRankedAndPartitionsDiffer() {
        peers.update(seats(6));
        assertThat(peers.peerView(0).ranked()).containsExactlyInAnyOrder(2L, 3L, 4L, 5L, 6L);
        assertThat(IntStream.range(0, 8)
                        .mapToObj(
                                partition -> peers.peerView(partition).ranked().get(0))
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void rosterIsTheSameObjectUntilSomethingChanges() {
        peers.update(List.of(seat(1), seat(2)));
        PeerView peerView = peers.peerView(0);
        peers.update(List.of(seat(1), seat(2)));
        assertThat(peers.peerView(0)).isSameAs(peerView);
        peers.plan(0, 2);
        assertThat(peers.peerView(0).target()).isEqualTo(2);
        peers.update(List.of(seat(1), seat(2), seat(3)));
        assertThat(peers.peerView(0).target()).isEqualTo(2);
        assertThat(peers.peerView(0).peers()).hasSize(3);
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
        Member before = down(2);
        Member now =
                new Member(new NodeId(before.address(), 22), true, Status.UP, Member.NEVER, false, 1, "default", "h2");
        peers.update(List.of(seat(1), before, now));
        assertThat(peers.obeys(2)).isFalse();
        assertThat(peers.obeys(22)).isTrue();
        assertThat(peers.addressOf(22)).contains(now.address());
    }

    @Test
    void copiesCanBeHereAndOnStorageMembersThatAreNotDownOrDraining() {
        assertThat(peers.copyHolders()).isEqualTo(1);
        peers.update(List.of(seat(SELF), seat(2), draining(3), down(4), lost(5)));
        assertThat(peers.copyHolders()).isEqualTo(3);
        peers.update(List.of(draining(SELF), seat(2)));
        assertThat(peers.copyHolders()).isEqualTo(2);
    }
}
