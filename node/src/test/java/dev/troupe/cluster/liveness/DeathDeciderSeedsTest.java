package dev.troupe.cluster.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cluster.liveness.DeathDecider.Verdict;
import dev.troupe.members.Member.Status;
import dev.troupe.members.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clusters of random sizes, roles and states of membership, hit by crashes, cuts that refuse, and firewalls. */
class DeathDeciderSeedsTest {
    private static final int SEEDS = 10_000;

    /** A member as all agreed on it before anything happened. */
    private record Node(NodeId id, boolean storage, Status status) {}

    private static List<Node> nodes(Random random, Status... statuses) {
        int count = 2 + random.nextInt(8);
        boolean roles = random.nextInt(4) > 0;
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(new Node(
                    new NodeId("10.0.0." + (1 + random.nextInt(3)) + ":" + (100 + i), random.nextLong()),
                    roles && random.nextInt(4) > 0,
                    statuses[random.nextInt(statuses.length)]));
        }
        return nodes;
    }

    private static DeathDecider decider(Node self, List<Node> members) {
        DeathDecider decider = new DeathDecider(self.id(), false);
        members.forEach(member -> decider.put(member.id(), member.storage(), member.status()));
        return decider;
    }

    private static List<Node> electorate(List<Node> nodes) {
        List<Node> storage = nodes.stream().filter(Node::storage).toList();
        return storage.isEmpty() ? nodes : storage;
    }

    @Test
    void ofTheSidesOfACutThatRefusesAtMostOneDownsAnybody() {
        int downing = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Node> nodes = nodes(
                    random, Status.UP, Status.UP, Status.UP, Status.UP, Status.JOINING, Status.LEAVING, Status.EXITING);
            int sides = 2 + random.nextInt(2);
            Map<Node, Integer> sideOf = new HashMap<>();
            nodes.forEach(node -> sideOf.put(node, random.nextInt(sides)));
            Set<Integer> downingSides = new HashSet<>();
            for (int side = 0; side < sides; side++) {
                if (sideDowns(random, nodes, sideOf, side)) {
                    downingSides.add(side);
                }
            }
            assertThat(downingSides).as("sides that down others, seed %d", seed).hasSizeLessThanOrEqualTo(1);
            downing += downingSides.size();
        }
        assertThat(downing).as("runs in which a side went on").isGreaterThan(SEEDS / 10);
    }

    /** Whether any node of a side downs one, when all of the side report all of the others. */
    private static boolean sideDowns(Random random, List<Node> nodes, Map<Node, Integer> sideOf, int side) {
        List<Node> view = moved(random, nodes, sideOf, side);
        List<Node> here = view.stream()
                .filter(node -> sideOf(nodes, sideOf, node) == side)
                .toList();
        List<Node> there = view.stream().filter(node -> !here.contains(node)).toList();
        for (Node self : here) {
            DeathDecider decider = decider(self, view);
            here.forEach(witness -> there.forEach(gone -> decider.hear(witness.id(), gone.id(), 0)));
            if (decider.judge(uid -> false, 0).stream().anyMatch(Verdict::toDown)) {
                return true;
            }
        }
        return false;
    }

    /** What the leader of a side may have made of the members before it saw the cut, and who has come to it since. */
    private static List<Node> moved(Random random, List<Node> nodes, Map<Node, Integer> sideOf, int side) {
        List<Node> view = new ArrayList<>();
        for (Node node : nodes) {
            boolean moves = random.nextBoolean();
            if (!moves || node.status() == Status.UP) {
                view.add(node);
            } else if (node.status() == Status.JOINING) {
                view.add(new Node(node.id(), node.storage(), Status.UP));
            } else if (node.status() == Status.LEAVING) {
                view.add(new Node(node.id(), node.storage(), Status.EXITING));
            } else if (sideOf(nodes, sideOf, node) == side) {
                view.add(node);
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            boolean storage = electorate(nodes).get(0).storage();
            view.add(new Node(new NodeId("10.0.0." + i + ":" + (200 + side), side), storage, Status.JOINING));
        }
        return view;
    }

    /** Newcomers are on the side that knows them. */
    private static int sideOf(List<Node> nodes, Map<Node, Integer> sideOf, Node node) {
        return nodes.stream()
                .filter(known -> known.id().equals(node.id()))
                .findFirst()
                .map(sideOf::get)
                .orElse((int) node.id().uid());
    }

    @Test
    void aFirewallBrokenOnFewerThanHalfOfTheStorageNodesDownsNobody() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Node> nodes = nodes(random, Status.UP);
            List<Node> electorate = electorate(nodes);
            int broken = random.nextInt((electorate.size() + 1) / 2);
            for (Node self : nodes) {
                DeathDecider decider = decider(self, nodes);
                for (Node liar : electorate.subList(0, broken)) {
                    nodes.forEach(node -> decider.hear(liar.id(), node.id(), 0));
                }
                assertThat(decider.judge(uid -> false, 0)).as("seed %d", seed).isEmpty();
            }
        }
    }

    @Test
    void allSurvivorsOfACrashOfFewerThanHalfDownTheDeadAndNobodyElse() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Node> nodes = nodes(random, Status.UP, Status.UP, Status.UP, Status.LEAVING);
            List<Node> electorate = electorate(nodes);
            Set<Node> dead = IntStream.range(0, (electorate.size() - 1) / 2)
                    .mapToObj(electorate::get)
                    .filter(node -> random.nextBoolean())
                    .collect(Collectors.toSet());
            Set<NodeId> expected = dead.stream()
                    .filter(node -> node.status() == Status.UP)
                    .map(Node::id)
                    .collect(Collectors.toSet());
            for (Node self : nodes.stream().filter(node -> !dead.contains(node)).toList()) {
                assertThat(downed(random, decider(self, nodes), nodes, dead))
                        .as("downed by %s, seed %d", self, seed)
                        .isEqualTo(expected);
            }
        }
    }

    /** The survivors' reports arrive in any order, some of them more than once. */
    private static Set<NodeId> downed(Random random, DeathDecider decider, List<Node> nodes, Set<Node> dead) {
        List<Node[]> reports = new ArrayList<>();
        for (Node witness : nodes) {
            for (Node gone : dead) {
                if (!dead.contains(witness)) {
                    reports.add(new Node[] {witness, gone});
                }
            }
        }
        Collections.shuffle(reports, random);
        Set<NodeId> downed = new HashSet<>();
        long nowMillis = 0;
        for (int i = 0; i < reports.size() * 2; i++) {
            Node[] report = reports.get(i % reports.size());
            nowMillis += random.nextInt(10);
            decider.hear(report[0].id(), report[1].id(), nowMillis);
            decider.judge(uid -> false, nowMillis).forEach(verdict -> downed.add(verdict.node()));
        }
        return downed;
    }
}
