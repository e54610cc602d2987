package dev.troupe.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.Await;
import dev.troupe.api.ClusterView;
import dev.troupe.members.Member;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Leave;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MembershipIT {
    private final TestNodes nodes = new TestNodes();
    private final List<Membership> memberships = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.close();
    }

    @Test
    void everyNodeLearnsWhereEveryOtherServesHttp() {
        for (int node = 0; node < 3; node++) {
            Membership membership = watch(nodes.join("pekko.cluster.roles = [troupe-zone-" + node + "]"));
            if (node != 1) {
                membership.announce(uri(node));
            }
        }
        await().atMost(Await.SOON).untilAsserted(() -> {
            assertThat(memberships).allMatch(Membership::selfUp).allMatch(seen -> seen.upCount() == 3);
            assertAllKnow(0);
            assertAllKnow(2);
        });
        memberships.get(1).announce(uri(1));
        await().atMost(Await.SOON).untilAsserted(() -> assertAllKnow(1));
        for (Membership membership : memberships) {
            ClusterView.Members seen = membership.members();
            assertThat(seen.cluster()).isEqualTo("troupe");
            assertThat(seen.self()).isEqualTo(membership.selfAddress());
            assertThat(seen.leader()).isPresent();
            assertThat(seen.unreachable()).isEmpty();
            assertThat(seen.members()).extracting(ClusterView.Member::zone).containsExactlyInAnyOrder("0", "1", "2");
            assertThat(seen.members())
                    .allSatisfy(member -> assertThat(member.status()).isEqualTo("up"))
                    .allSatisfy(member -> assertThat(member.uptime()).isPresent());
        }
    }

    @Test
    void aMessageThatFailsIsNotTheEndOfTheExchange() {
        ActorSystem<Void> system = nodes.join("");
        AtomicInteger published = new AtomicInteger();
        var unused = system.systemActorOf(
                NodeFacts.create(
                        "",
                        Duration.ofMillis(20),
                        snapshot -> {
                            if (published.incrementAndGet() < 5) {
                                throw new IllegalStateException("planted");
                            }
                        },
                        System::nanoTime),
                "node-facts-under-test",
                Props.empty());
        await().atMost(Await.SOON).until(() -> published.get() > 10);
    }

    @Test
    void aNodeThatLeavesIsForgotten() {
        ActorSystem<Void> staying = nodes.join("");
        ActorSystem<Void> leaving = nodes.join("");
        watch(staying);
        watch(leaving).announce(uri(1));
        await().atMost(Await.SOON).untilAsserted(() -> assertAllKnow(1));
        Cluster.get(leaving)
                .manager()
                .tell(new Leave(Cluster.get(leaving).selfMember().address()));
        await().atMost(Await.SOON)
                .until(() -> memberships.get(0).members().members().size() == 1);
        assertThat(memberships.get(0).httpUriOf(memberships.get(1).selfAddress()))
                .isEmpty();
        await().atMost(Await.SOON).until(() -> !memberships.get(1).selfUp());
    }

    @Test
    void aNodeWithOtherPartitionsIsRefused() throws Exception {
        ActorSystem<Void> first = nodes.join("troupe.agreed.partitions = 256");
        await().atMost(Await.SOON).until(() -> Cluster.get(first).selfMember().status() == MemberStatus.up());
        ActorSystem<Void> other = nodes.join("troupe.agreed.partitions = 64");
        Await.result(other.getWhenTerminated());
        assertThat(CoordinatedShutdown.get(other).getShutdownReason())
                .isEqualTo(Optional.of(CoordinatedShutdown.incompatibleConfigurationDetectedReason()));
        assertThat(Cluster.get(first).state().getMembers()).hasSize(1);
    }

    @Test
    void aNodeThatStartsToWatchLateLearnsFromTheAnswers() {
        ActorSystem<Void> early = nodes.join("");
        ActorSystem<Void> late = nodes.join("");
        watch(early, Duration.ofHours(1)).announce(uri(0));
        await().atMost(Await.SOON).until(() -> memberships.get(0).upCount() == 2);
        watch(late);
        await().atMost(Await.SOON).untilAsserted(() -> assertAllKnow(0));
    }

    @Test
    void aNodeThatDrainsIsDrainingForAllWhenItSaysSo() throws Exception {
        for (int node = 0; node < 3; node++) {
            watch(nodes.join("pekko.cluster.roles = [troupe-storage, troupe-weight-" + (node + 1) + "]"));
        }
        List<List<Member>> heard = new CopyOnWriteArrayList<>();
        memberships.get(0).onChange(heard::add);
        await().atMost(Await.SOON)
                .until(() -> memberships.stream()
                        .allMatch(seen -> seen.nodes().stream()
                                        .filter(Member::takesPartitions)
                                        .count()
                                == 3));
        memberships.get(2).drain().get(1, TimeUnit.SECONDS);
        for (Membership seen : memberships) {
            assertThat(seen.nodes())
                    .filteredOn(Member::draining)
                    .singleElement()
                    .satisfies(node -> {
                        assertThat(node.address()).isEqualTo(memberships.get(2).selfAddress());
                        assertThat(node.weight()).isEqualTo(3);
                        assertThat(node.takesPartitions()).isFalse();
                    });
        }
        assertThat(heard.get(heard.size() - 1)).isEqualTo(memberships.get(0).nodes());
        assertThat(heard).doesNotHaveDuplicates();
    }

    @Test
    void aNodeThatDiesIsUnreachableAndThenGone() {
        String quick = "pekko.cluster { roles = [troupe-storage], split-brain-resolver.stable-after = 2s, "
                + "failure-detector { acceptable-heartbeat-pause = 2s, heartbeat-interval = 500ms } }\n";
        Membership seen = watch(nodes.join(quick));
        nodes.join(quick);
        ActorSystem<Void> dying = nodes.join(quick + "pekko.coordinated-shutdown.run-by-actor-system-terminate = off");
        String address = watch(dying).selfAddress();
        await().atMost(Await.SOON).until(() -> seen.upCount() == 3);
        dying.terminate();
        await().atMost(Await.SOON).until(() -> seen.members().unreachable().equals(List.of(address)));
        assertThat(seen.members().members()).hasSize(3);
        await().atMost(Await.SOON).until(() -> seen.members().members().size() == 2);
        assertThat(seen.members().unreachable()).isEmpty();
        assertThat(seen.selfUp()).isTrue();
    }

    private Membership watch(ActorSystem<Void> system) {
        return watch(system, Duration.ofMillis(100));
    }

    private Membership watch(ActorSystem<Void> system, Duration helloInterval) {
        Membership membership =
                Membership.start(system, NodeRoles.STORAGE, helloInterval, () -> System.nanoTime() / 1_000_000);
        memberships.add(membership);
        return membership;
    }

    private void assertAllKnow(int node) {
        String address = memberships.get(node).selfAddress();
        assertThat(memberships)
                .allSatisfy(seen -> assertThat(seen.httpUriOf(address)).contains(uri(node)));
    }

    private static URI uri(int node) {
        return URI.create("http://127.0.0.1:" + (8080 + node));
    }
}
