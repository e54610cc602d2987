package dev.troupe.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.ClusterView;
import dev.troupe.members.Member.Status;
import dev.troupe.members.NodeId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemberTableTest {
    private static final NodeId SELF = new NodeId("127.0.0.1:1", 11);
    private static final NodeId PEER = new NodeId("127.0.0.1:2", 22);
    private static final URI PEER_URI = URI.create("http://127.0.0.1:8082");

    private final MemberTable table = new MemberTable(SELF, 1_000);

    @Test
    void membersAreShownByAddressWithWhatIsKnown() {
        table.put(new MemberFacts(PEER, List.of("dc-default", "troupe-zone-b", "storage"), Status.JOINING, 1, "1.2"));
        table.put(up(SELF));
        table.elect(Optional.of(SELF.address()));
        table.lose(PEER, 1_400);
        ClusterView.Members members = table.snapshot(1_500).view("test", 1_500);
        assertThat(members.cluster()).isEqualTo("test");
        assertThat(members.self()).isEqualTo(SELF.address());
        assertThat(members.leader()).contains(SELF.address());
        assertThat(members.unreachable()).containsExactly(PEER.address());
        assertThat(members.members())
                .containsExactly(
                        new ClusterView.Member(
                                SELF.address(),
                                11,
                                Optional.empty(),
                                List.of(),
                                "up",
                                "default",
                                "1.0",
                                Optional.of(Duration.ofMillis(500))),
                        new ClusterView.Member(
                                PEER.address(),
                                22,
                                Optional.empty(),
                                List.of("storage", "troupe-zone-b"),
                                "joining",
                                "b",
                                "1.2",
                                Optional.empty()));
    }

    @Test
    void onlyFullMembersCount() {
        assertThat(table.snapshot(1_000).selfUp()).isFalse();
        table.put(up(SELF));
        table.put(new MemberFacts(PEER, List.of(), Status.LEAVING, 1, "1.0"));
        assertThat(table.snapshot(1_000).selfUp()).isTrue();
        assertThat(table.snapshot(1_000).upCount()).isEqualTo(1);
        table.put(new MemberFacts(SELF, List.of(), Status.LEAVING, 1, "1.0"));
        assertThat(table.snapshot(1_000).selfUp()).isFalse();
    }

    @Test
    void whatAPeerSaysIsShownAndItsUptimeGoesOn() {
        table.put(up(PEER));
        table.hear(hello(PEER, 5_000), 2_000);
        MemberSnapshot snapshot = table.snapshot(2_000);
        assertThat(snapshot.httpUriOf(PEER.address())).contains(PEER_URI);
        assertThat(snapshot.httpUriOf(SELF.address())).isEmpty();
        assertThat(snapshot.view("test", 3_500).members().get(0).uptime()).contains(Duration.ofMillis(6_500));
    }

    @Test
    void helloesAreAnsweredAndAnswersAreNot() {
        table.put(up(PEER));
        assertThat(table.hear(hello(PEER, 0), 2_000)).isTrue();
        assertThat(table.hear(new Greeting.Answer(PEER, new Introduction(Optional.empty(), 0, false), 1), 2_000))
                .isFalse();
        assertThat(table.answer(7, 2_000))
                .isEqualTo(new Greeting.Answer(SELF, new Introduction(Optional.empty(), 1_000, false), 7));
    }

    @Test
    void strangersAreNotHeard() {
        assertThat(table.hear(hello(PEER, 0), 2_000)).isFalse();
        table.put(up(PEER));
        assertThat(table.snapshot(2_000).httpUriOf(PEER.address())).isEmpty();
    }

    @Test
    void everyPeerIsGreetedUntilItAnswers() {
        table.put(up(SELF));
        table.put(up(PEER));
        assertThat(table.unanswered()).containsExactly(PEER);
        table.hear(hello(PEER, 0), 2_000);
        assertThat(table.unanswered()).as("its hello is no answer").containsExactly(PEER);
        answerOfPeer(table.hello(2_000).round());
        assertThat(table.unanswered()).isEmpty();
    }

    @Test
    void anAnnouncementIsAnsweredAnew() {
        table.put(up(PEER));
        int before = table.hello(2_000).round();
        answerOfPeer(before);
        table.announce(URI.create("http://127.0.0.1:8081"));
        assertThat(table.hello(2_000).introduction().httpUri()).contains(URI.create("http://127.0.0.1:8081"));
        assertThat(table.unanswered()).containsExactly(PEER);
        answerOfPeer(before);
        assertThat(table.unanswered()).as("a late answer to the old hello").containsExactly(PEER);
        answerOfPeer(table.hello(2_000).round());
        assertThat(table.unanswered()).isEmpty();
    }

    @Test
    void aNewIncarnationInheritsNothing() {
        table.put(up(PEER));
        table.hear(hello(PEER, 0), 2_000);
        answerOfPeer(1);
        table.lose(PEER, 1_400);
        table.remove(PEER);
        table.put(up(new NodeId(PEER.address(), 23)));
        assertThat(table.snapshot(2_000).httpUriOf(PEER.address())).isEmpty();
        assertThat(table.snapshot(2_000).view("test", 2_000).unreachable()).isEmpty();
        assertThat(table.unanswered()).containsExactly(new NodeId(PEER.address(), 23));
    }

    private void answerOfPeer(int round) {
        table.hear(new Greeting.Answer(PEER, new Introduction(Optional.of(PEER_URI), 0, false), round), 2_000);
    }

    private static Greeting.Hello hello(NodeId from, long uptimeMillis) {
        return new Greeting.Hello(from, new Introduction(Optional.of(PEER_URI), uptimeMillis, false), 1);
    }

    private static MemberFacts up(NodeId member) {
        return new MemberFacts(member, List.of(), Status.UP, 1, "1.0");
    }
}
