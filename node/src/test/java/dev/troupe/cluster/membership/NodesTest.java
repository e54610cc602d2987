package dev.troupe.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.members.Member;
import dev.troupe.members.Member.Status;
import dev.troupe.members.NodeId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The members as placement sees them. */
class NodesTest {
    private static final NodeId SELF = new NodeId("127.0.0.1:1", 11);
    private static final NodeId PEER = new NodeId("127.0.0.1:2", 22);
    private static final NodeId THIRD = new NodeId("[::1]:3", 33);

    private final MemberTable table = new MemberTable(SELF, 1_000);

    @Test
    void rolesSayWhatANodeIs() {
        table.put(member(PEER, Status.UP, 1, new NodeRoles(true, 7, "a", "rack-1")));
        table.put(member(THIRD, Status.WEAKLY_UP, 1, new NodeRoles(false, 1, "b", "")));
        assertThat(nodes())
                .containsExactly(
                        new Member(PEER, true, Status.UP, Member.NEVER, false, 7, "a", "rack-1"),
                        new Member(THIRD, false, Status.WEAKLY_UP, Member.NEVER, false, 1, "b", "[::1]"));
    }

    @Test
    void nonsenseInTheRolesOfOthersCountsAsTheDefault() {
        for (String weight : List.of("0", "101", "x", "", "-1", "99999999999")) {
            assertThat(NodeRoles.of(List.of("troupe-weight-" + weight)).weight())
                    .isEqualTo(1);
        }
        assertThat(NodeRoles.of(List.of("troupe-weight-100")).weight()).isEqualTo(100);
    }

    @Test
    void timeOfTheLossIsKeptUntilTheNodeIsBack() {
        table.put(storage(PEER, 1));
        table.lose(PEER, 2_000);
        table.lose(PEER, 3_000);
        assertThat(only().reachable()).isFalse();
        assertThat(only().unreachableSinceMillis()).isEqualTo(2_000);
        table.regain(PEER);
        assertThat(only().reachable()).isTrue();
        assertThat(only().unreachableSinceMillis()).isEqualTo(Member.NEVER);
    }

    @Test
    void nodeThatSaidItLeavesIsDrainingForAll() {
        table.put(storage(PEER, 1));
        assertThat(only().takesPartitions()).isTrue();
        table.hear(new Greeting.Hello(PEER, new Introduction(Optional.empty(), 1, true), 2), 2_000);
        assertThat(only().draining()).isTrue();
        assertThat(only().takesPartitions()).isFalse();
    }

    @Test
    void drainingIsKnownWhenAllThatCanBeReachedHaveAnswered() {
        table.put(storage(SELF, 1));
        table.put(storage(PEER, 2));
        table.put(storage(THIRD, 3));
        table.hear(new Greeting.Answer(PEER, new Introduction(Optional.empty(), 1, false), 1), 2_000);
        table.hear(new Greeting.Answer(THIRD, new Introduction(Optional.empty(), 1, false), 1), 2_000);
        assertThat(table.isKnown()).isTrue();
        table.drain();
        Greeting.Hello hello = table.hello(2_000);
        assertThat(hello.introduction().draining()).isTrue();
        assertThat(nodes().get(0).draining()).as("itself").isTrue();
        assertThat(table.isKnown()).isFalse();
        table.lose(THIRD, 2_000);
        assertThat(table.isKnown()).isFalse();
        table.hear(new Greeting.Answer(PEER, new Introduction(Optional.empty(), 1, false), hello.round()), 2_000);
        assertThat(table.isKnown()).isTrue();
    }

    private Member only() {
        assertThat(nodes()).hasSize(1);
        return nodes().get(0);
    }

    private List<Member> nodes() {
        return table.snapshot(2_000).nodes();
    }

    private static MemberFacts storage(NodeId member, int upNumber) {
        return member(member, Status.UP, upNumber, new NodeRoles(true, 1, "a", ""));
    }

    private static MemberFacts member(NodeId member, Status status, int upNumber, NodeRoles told) {
        return new MemberFacts(member, told.names(), status, upNumber, "1.0");
    }
}
