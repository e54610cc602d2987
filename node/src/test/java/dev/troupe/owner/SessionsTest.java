package dev.troupe.owner;

import static dev.troupe.owner.Fixtures.get;
import static dev.troupe.owner.Fixtures.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.Receipts;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final long GATEWAY = 7;
    private static final long NODE = 8;

    private final Receipts receipts = new Receipts();
    private final Sessions<String> sessions = new Sessions<>();

    private static Request request(long number, long lowestUnfinished, Operation operation) {
        return new Request(GATEWAY, number, lowestUnfinished, 1000, operation);
    }

    private static Request write(long number) {
        return request(number, 1, put("k", "v"));
    }

    @Test
    void gatewayIsAnsweredWhereItSaidLast() {
        sessions.admit(GATEWAY, NODE, "here", 0);
        sessions.admit(GATEWAY, NODE, "there", 0);
        assertThat(sessions.answersTo(GATEWAY)).isEqualTo("there");
        assertThat(sessions.all()).containsExactly("there");
        sessions.dismiss(GATEWAY);
        assertThat(sessions.knows(GATEWAY)).isFalse();
        assertThat(sessions.answersTo(GATEWAY)).isNull();
    }

    @Test
    void gatewayEndsWithTheMembershipOfItsNodeAndNotBeforeThatHasBegun() {
        sessions.admit(GATEWAY, NODE, "here", 1000);
        assertThat(sessions.over(node -> false, 1001)).isEmpty();
        assertThat(sessions.over(node -> node == NODE, 1002)).isEmpty();
        sessions.admit(GATEWAY, NODE, "there", 1003);
        assertThat(sessions.over(node -> node == NODE, 1000 + 2 * Sessions.UNSEEN_MILLIS))
                .isEmpty();
        assertThat(sessions.over(node -> node != NODE, 1004)).containsExactly(GATEWAY);
    }

    @Test
    void gatewayWhoseNodeNeverBecomesAMemberIsForgottenAtLast() {
        sessions.admit(GATEWAY, NODE, "here", 1000);
        assertThat(sessions.over(node -> false, 1000 + Sessions.UNSEEN_MILLIS - 1))
                .isEmpty();
        assertThat(sessions.over(node -> false, 1000 + Sessions.UNSEEN_MILLIS)).containsExactly(GATEWAY);
    }

    @Test
    void gatewayThatIsAnsweredElsewhereKeepsItsAnswers() {
        sessions.admit(GATEWAY, NODE, "here", 0);
        sessions.answered(write(1), Reply.Absent.INSTANCE, receipts);
        sessions.admit(GATEWAY, NODE, "there", 0);
        assertThat(sessions.firstAnswer(write(1), receipts)).isEqualTo(Reply.Absent.INSTANCE);
    }

    @Test
    void answersToReadsAreNotRemembered() {
        sessions.admit(GATEWAY, NODE, "here", 0);
        sessions.answered(request(1, 1, get("k")), Reply.Absent.INSTANCE, receipts);
        assertThat(sessions.firstAnswer(request(1, 1, get("k")), receipts)).isNull();
    }

    @Test
    void whatTheGatewayHasFinishedIsForgottenAndNotTakenAgain() {
        sessions.admit(GATEWAY, NODE, "here", 0);
        sessions.answered(write(1), Reply.Absent.INSTANCE, receipts);
        assertThat(sessions.takes(request(2, 2, put("k", "v")), receipts, 0)).isTrue();
        assertThat(sessions.takes(write(1), receipts, 0)).isFalse();
    }

    @Test
    void strangersAreNotTakenNorRequestsThatNobodyWaitsFor() {
        assertThat(sessions.takes(write(1), receipts, 0)).isFalse();
        assertThatThrownBy(() -> sessions.firstAnswer(write(1), receipts)).isInstanceOf(IllegalStateException.class);
        sessions.admit(GATEWAY, NODE, "here", 0);
        assertThat(sessions.takes(write(1), receipts, 1000)).isFalse();
        assertThat(sessions.takes(write(1), receipts, 999)).isTrue();
    }

    @Test
    void underAnotherStateOnlyReceiptsCount() {
        sessions.admit(GATEWAY, NODE, "here", 0);
        sessions.answered(write(1), new Reply.ConditionFailed(5), receipts);
        sessions.forgetAnswers();
        assertThat(sessions.firstAnswer(write(1), receipts)).isNull();
        assertThat(sessions.takes(write(1), receipts, 0)).isTrue();
    }
}
