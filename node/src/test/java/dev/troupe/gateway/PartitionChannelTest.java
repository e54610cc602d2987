package dev.troupe.gateway;

import static dev.troupe.owner.Fixtures.get;
import static dev.troupe.owner.Fixtures.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Condition;
import dev.troupe.api.Reason;
import dev.troupe.owner.Fixtures;
import dev.troupe.owner.Served;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.PartitionProtocol.Serving;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.protocol.Reply;
import dev.troupe.protocol.TestSenders;
import dev.troupe.transport.ChunkedTransfer;
import dev.troupe.transport.LargeSend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PartitionChannelTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final long EPOCH = 1;
    private static final long GATEWAY = 5;
    private static final long RESEND = 500;
    private static final long DEADLINE = 2000;
    private static final long HEDGE = 30;
    private static final int PARTITION = 0;

    private final TestProbe<ToOwner> owner = KIT.createTestProbe();
    private final TestProbe<ChunkedTransfer.Command> transfer = KIT.createTestProbe();
    private boolean remote = true;
    private final PartitionChannel channel = new PartitionChannel(
            PARTITION,
            new PartitionChannel.Shared(
                    GATEWAY,
                    TestSenders.with(transfer.ref()),
                    4,
                    RESEND,
                    ref -> remote,
                    new Hedge.Shared((read, asked, most) -> {}, HEDGE, RESEND, new LongAdder())));
    private final List<Reply> replies = new ArrayList<>();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private void submit(Operation operation) {
        channel.submit(new GatewayCall(operation, DEADLINE, replies::add), 0);
    }

    private void locate() {
        channel.located(new Serving(0, EPOCH, owner.ref()), 0);
    }

    private Request received() {
        return owner.expectMessageClass(Request.class);
    }

    @Test
    void requestWithoutAnOwnerIsParkedAndSentWhenOneReports() {
        submit(put("k", "v"));
        owner.expectNoMessage(java.time.Duration.ofMillis(20));
        locate();
        assertThat(received().number()).isEqualTo(1);
    }

    @Test
    void parkedRequestEndsAsUnavailableEvenIfItWrites() {
        submit(put("k", "v"));
        channel.tick(DEADLINE);
        assertThat(((Reply.Refused) replies.get(0)).reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void writeThatWasSentAndNotAnsweredIsUnknownAndAReadIsNot() {
        locate();
        submit(put("k", "v"));
        submit(get("k"));
        channel.tick(DEADLINE);
        assertThat(replies)
                .extracting(reply -> ((Reply.Refused) reply).reason())
                .containsExactly(Reason.OUTCOME_UNKNOWN, Reason.UNAVAILABLE);
    }

    @Test
    void largeWriteThatNeverLeftThisNodeIsRefusedWhenItsTimeIsOverAndDoesNotLeaveThen() {
        locate();
        submit(put("k", "v".repeat(ChunkedTransfer.CHUNK_BYTES)));
        ChunkedTransfer.Carry carry = transfer.expectMessageClass(ChunkedTransfer.Carry.class);
        channel.tick(3 * RESEND);
        transfer.expectNoMessage(java.time.Duration.ofMillis(20));
        channel.tick(DEADLINE);
        assertThat(((Reply.Refused) replies.get(0)).reason()).isEqualTo(Reason.OVERLOADED);
        assertThat(carry.departure().start(DEADLINE)).isFalse();
    }

    @Test
    void largeWriteThatHasLeftIsSentAgainOnlyWhenNothingOfItIsHereAndUnknownInTheEnd() {
        locate();
        submit(put("k", "v".repeat(ChunkedTransfer.CHUNK_BYTES)));
        LargeSend first =
                transfer.expectMessageClass(ChunkedTransfer.Carry.class).departure();
        assertThat(first.start(0)).isTrue();
        channel.tick(RESEND);
        transfer.expectNoMessage(java.time.Duration.ofMillis(20));
        first.end();
        channel.tick(RESEND);
        LargeSend again =
                transfer.expectMessageClass(ChunkedTransfer.Carry.class).departure();
        again.decline();
        assertThat(replies).isEmpty();
        channel.tick(DEADLINE);
        assertThat(((Reply.Refused) replies.get(0)).reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void largeWriteThatTheOtherNodeDeclinesIsRefusedAtOnce() {
        locate();
        submit(put("k", "v".repeat(ChunkedTransfer.CHUNK_BYTES)));
        LargeSend departure =
                transfer.expectMessageClass(ChunkedTransfer.Carry.class).departure();
        assertThat(departure.start(0)).isTrue();
        departure.decline();
        departure.end();
        assertThat(((Reply.Refused) replies.get(0)).reason()).isEqualTo(Reason.OVERLOADED);
    }

    @Test
    void largeRequestGoesToTheLatestOwnerOnly() {
        locate();
        submit(put("k", "v".repeat(ChunkedTransfer.CHUNK_BYTES)));
        LargeSend first =
                transfer.expectMessageClass(ChunkedTransfer.Carry.class).departure();
        channel.located(new Serving(0, EPOCH + 1, KIT.<ToOwner>createTestProbe().ref()), 0);
        LargeSend second =
                transfer.expectMessageClass(ChunkedTransfer.Carry.class).departure();
        assertThat(first.start(0)).isFalse();
        first.end();
        assertThat(second.start(0)).isTrue();
    }

    @Test
    void unansweredRequestIsSentAgainUnderItsNumberToWhoeverOwnsThePartitionThen() {
        locate();
        submit(put("k", "v"));
        Request first = received();
        channel.tick(RESEND - 1);
        channel.lost(owner.ref());
        TestProbe<ToOwner> next = KIT.createTestProbe();
        channel.tick(RESEND);
        channel.located(new Serving(0, 2, next.ref()), RESEND);
        Request again = next.expectMessageClass(Request.class);
        assertThat(again.number()).isEqualTo(first.number());
        assertThat(again.operation()).isSameAs(first.operation());
    }

    @Test
    void anOwnerOfALowerEpochThanWasHeardOfIsNotTakenWhetherTheLatestIsThereOrGone() {
        TestProbe<ToOwner> latest = KIT.createTestProbe();
        channel.located(new Serving(0, EPOCH + 1, latest.ref()), 0);
        locate();
        assertThat(channel.owner().orElseThrow().owner()).isEqualTo(latest.ref());
        channel.lost(latest.ref());
        locate();
        assertThat(channel.owner()).isEmpty();
        submit(get("k"));
        channel.located(new Serving(0, EPOCH + 2, latest.ref()), 0);
        latest.expectMessageClass(Request.class);
    }

    @Test
    void anAnswerOfALowerEpochThanWasHeardOfIsNotTaken() {
        locate();
        submit(get("k"));
        channel.located(new Serving(0, EPOCH + 1, KIT.<ToOwner>createTestProbe().ref()), 0);
        channel.answered(EPOCH, 1, new Reply.Created(9));
        assertThat(replies).isEmpty();
        channel.answered(EPOCH + 1, 1, Reply.Absent.INSTANCE);
        assertThat(replies).containsExactly(Reply.Absent.INSTANCE);
    }

    @Test
    void requestToAnotherNodeIsSentAgainAtGrowingIntervals() {
        locate();
        submit(get("k"));
        received();
        channel.tick(RESEND);
        received();
        channel.tick(3 * RESEND - 1);
        owner.expectNoMessage(java.time.Duration.ofMillis(20));
        channel.tick(3 * RESEND);
        received();
    }

    @Test
    void requestToAnOwnerOnThisNodeIsNotSentAgain() {
        remote = false;
        locate();
        submit(get("k"));
        received();
        channel.tick(DEADLINE - 1);
        owner.expectNoMessage(java.time.Duration.ofMillis(20));
    }

    @Test
    void lateAnswerToAFinishedRequestIsIgnored() {
        locate();
        submit(get("k"));
        channel.answered(EPOCH, 1, Reply.Absent.INSTANCE);
        channel.answered(EPOCH, 1, new Reply.Created(9));
        assertThat(replies).containsExactly(Reply.Absent.INSTANCE);
    }

    @Test
    void requestsNameTheLowestNumberThatIsUnfinished() {
        locate();
        submit(get("a"));
        submit(get("b"));
        channel.answered(EPOCH, 1, Reply.Absent.INSTANCE);
        submit(get("c"));
        received();
        received();
        assertThat(received().lowestUnfinished()).isEqualTo(2);
    }

    @Test
    void fullLaneRefusesAtOnceAndAnswersGiveTheRoomBack() {
        locate();
        for (int i = 0; i < 5; i++) {
            submit(get("k"));
        }
        assertThat(((Reply.Refused) replies.get(0)).reason()).isEqualTo(Reason.OVERLOADED);
        channel.answered(EPOCH, 1, Reply.Absent.INSTANCE);
        submit(get("k"));
        assertThat(replies).hasSize(2);
    }

    /** The owner applies what it gets, and the answers are lost on the way. */
    @Test
    void writeWhoseAnswerIsLostHasOneEffectAndTheFirstAnswer() {
        locate();
        Served applied = new Served(0, Fixtures.state(), 0);
        applied.admit(GATEWAY);
        submit(put("created", "v", Condition.absent()));
        submit(put("plain", "v"));
        Reply created = Fixtures.handle(applied, received(), 0).orElseThrow();
        Reply plain = Fixtures.handle(applied, received(), 0).orElseThrow();
        channel.tick(RESEND);
        Reply createdAgain = Fixtures.handle(applied, received(), RESEND).orElseThrow();
        Reply plainAgain = Fixtures.handle(applied, received(), RESEND).orElseThrow();
        assertThat(createdAgain).isInstanceOf(Reply.Created.class).isEqualTo(created);
        assertThat(plainAgain).isInstanceOf(Reply.Created.class).isEqualTo(plain);
    }
}
