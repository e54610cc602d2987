package dev.troupe.members;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.members.Member.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.sbr.DowningStrategy;
import org.apache.pekko.cluster.sbr.KeepMajority;
import org.apache.pekko.util.Version;
import org.junit.jupiter.api.Test;
import scala.Option;

/** The rule beside the strategy of Pekko that it stands for. */
class MajorityTest {
    private static final int SEEDS = 20_000;
    private static final String ROLE = "storage";
    private static final Map<Status, MemberStatus> STATUSES = new LinkedHashMap<>(Map.of(
            Status.JOINING, MemberStatus.joining(),
            Status.WEAKLY_UP, MemberStatus.weaklyUp(),
            Status.UP, MemberStatus.up(),
            Status.LEAVING, MemberStatus.leaving(),
            Status.EXITING, MemberStatus.exiting(),
            Status.DOWN, MemberStatus.down()));

    private static Member member(String address, long uid, Status status, boolean isReachable) {
        return new Member(
                new NodeId(address, uid), true, status, isReachable ? Member.NEVER : 7, false, 1, "default", address);
    }

    private static Member up(String address, boolean isReachable) {
        return member(address, 1, Status.UP, isReachable);
    }

    /** What the strategy does that sees these members, by its name. */
    private static String decision(List<Member> members) {
        KeepMajority strategy = new KeepMajority("default", Option.apply(ROLE), address(members.get(0)));
        for (Member member : members) {
            org.apache.pekko.cluster.Member theirs = theirs(member);
            if (member.reachable()) {
                strategy.addReachable(theirs);
            } else {
                strategy.addUnreachable(theirs);
            }
        }
        DowningStrategy plain = strategy;
        return plain.decide().toString();
    }

    private static UniqueAddress address(Member member) {
        return new UniqueAddress(
                new Address("pekko", "troupe", member.id().host(), member.id().port()), member.uid());
    }

    private static org.apache.pekko.cluster.Member theirs(Member member) {
        scala.collection.immutable.Set<String> roles = scala.jdk.javaapi.CollectionConverters.asScala(
                        java.util.Set.of(ROLE, "dc-default"))
                .toSet();
        return new org.apache.pekko.cluster.Member(
                address(member), 1, STATUSES.get(member.status()), roles, Version.Zero());
    }

    @Test
    void sideThatIsSeenToGoOnIsTheOneThatPekkoKeeps() {
        int kept = 0;
        int cut = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            List<Member> members = made(new Random(seed));
            if (members.stream().allMatch(member -> member.reachable() || isOver(member))) {
                assertThat(Majority.isSeen(members)).as("seed " + seed).isTrue();
                continue;
            }
            boolean isKept = decision(members).equals("DownUnreachable");
            assertThat(Majority.isSeen(members))
                    .as("seed " + seed + ": " + members)
                    .isEqualTo(isKept);
            kept += isKept ? 1 : 0;
            cut++;
        }
        assertThat(kept).as("both are tried").isBetween(cut / 10, cut * 9 / 10);
    }

    private static boolean isOver(Member member) {
        return member.status() == Status.EXITING || member.status() == Status.DOWN;
    }

    private static List<Member> made(Random random) {
        int count = 1 + random.nextInt(6);
        boolean isMixed = random.nextBoolean();
        List<Status> statuses = List.copyOf(STATUSES.keySet());
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Status status = isMixed ? statuses.get(random.nextInt(statuses.size())) : Status.UP;
            String address = NodeId.address("10.0.0." + (1 + random.nextInt(12)), 9_990 + random.nextInt(30) + i * 100);
            members.add(member(address, random.nextLong(), status, i == 0 || random.nextInt(3) > 0));
        }
        return members;
    }

    @Test
    void clusterThatLeavesAsAWholeHasNoOtherSide() {
        assertThat(Majority.isSeen(List.of(
                        member("a:1", 1, Status.LEAVING, true),
                        member("a:2", 2, Status.LEAVING, true),
                        member("a:3", 3, Status.EXITING, false))))
                .isTrue();
        assertThat(Majority.isSeen(
                        List.of(member("a:1", 1, Status.JOINING, true), member("a:2", 2, Status.DOWN, false))))
                .isTrue();
    }

    @Test
    void ofTwoHalvesTheOneWithTheLowestPortGoesOn() {
        assertThat(Majority.isSeen(List.of(up("127.0.0.1:9990", true), up("127.0.0.1:10001", false))))
                .isTrue();
        assertThat(Majority.isSeen(List.of(up("127.0.0.1:10001", true), up("127.0.0.1:9990", false))))
                .isFalse();
    }

    @Test
    void ofTwoSidesThatSeeTheSameMembersOneAtMostGoesOn() {
        for (long seed = 0; seed < SEEDS; seed++) {
            List<Member> here = made(new Random(seed));
            List<Member> there = here.stream()
                    .map(member -> member(member.address(), member.uid(), member.status(), !member.reachable()))
                    .toList();
            if (!here.stream().allMatch(MajorityTest::isOver)) {
                assertThat(Majority.isSeen(here) && Majority.isSeen(there))
                        .as("seed " + seed)
                        .isFalse();
            }
        }
    }
}
