package dev.troupe.cluster.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cluster.liveness.DeathDecider.Verdict;
import dev.troupe.members.Member.Status;
import dev.troupe.members.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeathDeciderTest {
    private final NodeId[] nodes = new NodeId[6];

    DeathDeciderTest() {
        for (int i = 0; i < nodes.length; i++) {
            // The lowest as a number, not as a text, and not by uid.
            nodes[i] = new NodeId("127.0.0.1:" + (9 + i), 100 - i);
        }
    }

    private static boolean none(long uid) {
        return false;
    }

    private DeathDecider of(int self, int count) {
        return of(self, count, false);
    }

    private DeathDecider of(int self, int count, boolean trustRefusal) {
        DeathDecider decider = new DeathDecider(nodes[self], trustRefusal);
        for (int i = 0; i < count; i++) {
            decider.put(nodes[i], true, Status.UP);
        }
        return decider;
    }

    private List<Verdict> judged(DeathDecider decider, int suspect, int... witnesses) {
        for (int witness : witnesses) {
            decider.hear(nodes[witness], nodes[suspect], 0);
        }
        return decider.judge(DeathDeciderTest::none, 0);
    }

    @Test
    void aMajorityDowns() {
        DeathDecider decider = of(0, 3);
        assertThat(judged(decider, 2, 0)).isEmpty();
        assertThat(decider.isDead(nodes[2])).isFalse();
        assertThat(judged(decider, 2, 1)).containsExactly(new Verdict(nodes[2], List.of(nodes[0], nodes[1]), 3, true));
        assertThat(decider.isDead(nodes[2])).isTrue();
        assertThat(decider.judge(DeathDeciderTest::none, 1)).isEmpty();
    }

    @Test
    void oneNodeWithABrokenFirewallDownsNobody() {
        DeathDecider decider = of(0, 3);
        assertThat(judged(decider, 1, 0)).isEmpty();
        assertThat(judged(decider, 2, 0)).isEmpty();
    }

    @Test
    void twoNodesDownEachOtherOnlyIfRefusalsAreTrusted() {
        assertThat(judged(of(0, 2), 1, 0)).isEmpty();
        assertThat(judged(of(1, 2), 0, 1)).isEmpty();
        assertThat(judged(of(0, 2, true), 1, 0)).hasSize(1);
        assertThat(judged(of(1, 2, true), 0, 1)).hasSize(1);
    }

    @Test
    void trustChangesNothingForThreeNodes() {
        assertThat(judged(of(0, 3, true), 2, 0)).isEmpty();
    }

    @Test
    void ofTwoHalvesTheOneWithTheLowestAddressDowns() {
        assertThat(judged(of(0, 4), 3, 0, 1)).hasSize(1);
        assertThat(judged(of(3, 4), 0, 2, 3)).isEmpty();
    }

    @Test
    void reportsFadeUnlessTheyAreRepeated() {
        DeathDecider decider = of(0, 3);
        decider.hear(nodes[0], nodes[2], 0);
        decider.hear(nodes[1], nodes[2], DeathDecider.FRESH_MILLIS + 1);
        assertThat(decider.judge(DeathDeciderTest::none, DeathDecider.FRESH_MILLIS + 1))
                .isEmpty();
        decider.hear(nodes[0], nodes[2], DeathDecider.FRESH_MILLIS + 2);
        assertThat(decider.judge(DeathDeciderTest::none, DeathDecider.FRESH_MILLIS + 2))
                .hasSize(1);
    }

    @Test
    void whatIsTakenBackDoesNotCount() {
        DeathDecider decider = of(0, 3);
        decider.hear(nodes[0], nodes[2], 0);
        decider.takeBack(nodes[2]);
        assertThat(judged(decider, 2, 1)).isEmpty();
    }

    @Test
    void onlyTheFirstOfRepeatedReportsIsNews() {
        DeathDecider decider = of(0, 3);
        assertThat(decider.hear(nodes[1], nodes[2], 0)).isTrue();
        assertThat(decider.hear(nodes[1], nodes[2], 200)).isFalse();
        assertThat(decider.hear(nodes[1], nodes[2], 201 + DeathDecider.FRESH_MILLIS))
                .isTrue();
    }

    @Test
    void strangersAreNotHeardAndNotDowned() {
        DeathDecider decider = of(0, 3);
        assertThat(decider.hear(nodes[4], nodes[2], 0)).isFalse();
        assertThat(decider.hear(nodes[1], nodes[4], 0)).isFalse();
        assertThat(judged(decider, 2, 0, 4)).isEmpty();
        assertThat(judged(decider, 4, 0, 1, 2)).isEmpty();
    }

    @Test
    void aSuspectIsNoWitnessAgainstItself() {
        assertThat(judged(of(0, 3), 2, 0, 2)).isEmpty();
    }

    @Test
    void aNewcomerAtTheSameAddressIsClean() {
        DeathDecider decider = of(0, 3);
        assertThat(judged(decider, 2, 0, 1)).hasSize(1);
        decider.remove(nodes[2]);
        assertThat(decider.isDead(nodes[2])).isFalse();
        NodeId newcomer = new NodeId(nodes[2].address(), 999);
        decider.put(newcomer, true, Status.UP);
        assertThat(decider.isDead(newcomer)).isFalse();
        assertThat(judged(decider, 2, 0, 1)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void onlyMembersThatComeOrStayAreDowned(Status status) {
        DeathDecider decider = of(0, 4);
        decider.put(nodes[3], true, status);
        List<Verdict> verdicts = judged(decider, 3, 0, 1, 2);
        assertThat(verdicts.stream().filter(Verdict::toDown).toList())
                .hasSize(status == Status.UP || status.isOnItsWayIn() ? 1 : 0);
        assertThat(decider.isDead(nodes[3]))
                .isEqualTo(status == Status.UP || status.isOnItsWayIn() || status == Status.DOWN);
    }

    @Test
    void aNodeThatOthersDownedIsFoundDeadOnThisNodesOwnEvidenceOnly() {
        DeathDecider decider = of(0, 3);
        decider.put(nodes[2], true, Status.DOWN);
        assertThat(judged(decider, 2, 1)).isEmpty();
        assertThat(judged(decider, 2, 0)).containsExactly(new Verdict(nodes[2], List.of(nodes[0], nodes[1]), 3, false));
    }

    @Test
    void aDrainingNodeIsNotDowned() {
        DeathDecider decider = of(0, 3);
        decider.hear(nodes[0], nodes[2], 0);
        decider.hear(nodes[1], nodes[2], 0);
        assertThat(decider.judge(uid -> uid == nodes[2].uid(), 0)).isEmpty();
        assertThat(decider.judge(DeathDeciderTest::none, 0)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void onlyThoseThatAllAgreedOnHaveAVote(Status status) {
        DeathDecider decider = of(0, 3);
        decider.put(nodes[1], true, status);
        assertThat(judged(decider, 2, 0, 1)).hasSize(status == Status.UP || status == Status.LEAVING ? 1 : 0);
    }

    @Test
    void aWitnessThatIsNotReachedHasNoVote() {
        DeathDecider decider = of(0, 3);
        decider.lose(nodes[1]);
        assertThat(judged(decider, 2, 0, 1)).isEmpty();
        decider.regain(nodes[1]);
        assertThat(decider.judge(DeathDeciderTest::none, 0)).hasSize(1);
    }

    @Test
    void gatewaysHaveNoVoteUnlessNobodyHasStorage() {
        DeathDecider decider = of(0, 3);
        decider.put(nodes[1], false, Status.UP);
        decider.put(nodes[3], true, Status.UP);
        assertThat(judged(decider, 2, 0, 1)).isEmpty();
        for (int i = 0; i < 4; i++) {
            decider.put(nodes[i], false, Status.UP);
        }
        assertThat(judged(decider, 2, 3)).hasSize(1);
    }

    @Test
    void aNodeThatIsOnItsWayOutDownsNobody() {
        DeathDecider decider = of(0, 4);
        decider.put(nodes[0], true, Status.EXITING);
        assertThat(judged(decider, 3, 1, 2)).isEmpty();
        assertThat(judged(of(0, 4), 3, 1, 2, 0)).hasSize(1);
    }

    @Test
    void reportsGoToAllButTheSuspect() {
        assertThat(of(0, 4).audience(nodes[3])).containsExactlyInAnyOrder(nodes[1], nodes[2]);
    }
}
