package dev.troupe.gateway;

import static dev.troupe.owner.Fixtures.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Reason;
import dev.troupe.protocol.PartitionProtocol.ReadCopy;
import dev.troupe.protocol.PartitionProtocol.Serving;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.protocol.Reply;
import dev.troupe.protocol.TestSenders;
import dev.troupe.transport.ChunkedTransfer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a channel has its reads answered by copies. */
class HedgeTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int PARTITION = 9;
    private static final long EPOCH = 4;
    private static final long HEDGE = 30;
    private static final long REPEAT = 500;
    private static final long DEADLINE = 2000;
    private static final Reply COPIED = new Reply.ByBackup(12, Reply.Absent.INSTANCE);

    private final TestProbe<ToOwner> owner = KIT.createTestProbe();
    private final TestProbe<ToGateway> receiver = KIT.createTestProbe();
    private final TestProbe<ChunkedTransfer.Command> transfer = KIT.createTestProbe();
    private final List<ReadCopy> asked = new ArrayList<>();
    private final List<Integer> mostNodes = new ArrayList<>();
    private final LongAdder counted = new LongAdder();
    private final List<Reply> replies = new ArrayList<>();
    private final PartitionChannel channel = new PartitionChannel(
            PARTITION,
            new PartitionChannel.Shared(
                    5,
                    TestSenders.with(transfer.ref()),
                    10,
                    REPEAT,
                    ref -> true,
                    new Hedge.Shared(
                            (read, last, most) -> {
                                asked.add(read);
                                mostNodes.add(most);
                            },
                            HEDGE,
                            REPEAT,
                            counted)));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void connect() {
        channel.answersTo(receiver.ref());
    }

    private void locate() {
        channel.located(new Serving(PARTITION, EPOCH, owner.ref()), 0);
    }

    private void submit(boolean allowsBackups, long nowMillis) {
        channel.submit(new GatewayCall(get("k"), DEADLINE, allowsBackups, replies::add), nowMillis);
    }

    @Test
    void aReadThatAllowsItIsSentToCopiesWhenTheOwnerHasBeenSilentForTheDelay() {
        locate();
        submit(true, 0);
        channel.tick(HEDGE - 1);
        assertThat(asked).isEmpty();
        channel.tick(HEDGE);
        assertThat(asked).singleElement().satisfies(read -> {
            assertThat(read.partition()).isEqualTo(PARTITION);
            assertThat(read.number()).isEqualTo(1);
            assertThat(read.leastEpoch()).isEqualTo(EPOCH);
            assertThat(read.deadlineMillis()).isEqualTo(DEADLINE);
            assertThat(read.answersTo()).isEqualTo(receiver.ref());
        });
    }

    @Test
    void aReadThatDoesNotAllowItWaitsForTheOwner() {
        submit(false, 0);
        channel.tick(DEADLINE - 1);
        assertThat(asked).isEmpty();
        channel.tick(DEADLINE);
        assertThat(((Reply.Refused) replies.get(0)).reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void aReadWithoutAKnownOwnerIsSentToCopiesToo() {
        submit(true, 0);
        channel.tick(HEDGE);
        assertThat(asked).hasSize(1);
        channel.answered(EPOCH, 1, COPIED);
        assertThat(replies).containsExactly(COPIED);
        assertThat(counted.sum()).isEqualTo(1);
    }

    @Test
    void whileTheOwnerIsSilentReadsGoToCopiesAtOnceAndNotAnyMoreWhenItHasAnswered() {
        locate();
        submit(true, 0);
        channel.tick(HEDGE);
        submit(true, HEDGE + 1);
        assertThat(asked).hasSize(2);
        channel.answered(EPOCH, 1, COPIED);
        submit(true, HEDGE + 2);
        assertThat(asked).hasSize(3);
        channel.answered(EPOCH, 2, Reply.Absent.INSTANCE);
        submit(true, HEDGE + 3);
        assertThat(asked).hasSize(3);
    }

    @Test
    void anotherOwnerIsGivenItsTime() {
        submit(true, 0);
        channel.tick(HEDGE);
        locate();
        submit(true, HEDGE);
        assertThat(asked).hasSize(1);
    }

    @Test
    void theFirstAnswerIsTheAnswerWhoeverGivesIt() {
        locate();
        submit(true, 0);
        submit(true, 0);
        channel.tick(HEDGE);
        channel.answered(EPOCH, 1, COPIED);
        channel.answered(EPOCH, 1, Reply.Absent.INSTANCE);
        channel.answered(EPOCH, 2, Reply.Absent.INSTANCE);
        channel.answered(EPOCH, 2, COPIED);
        assertThat(replies).containsExactly(COPIED, Reply.Absent.INSTANCE);
        assertThat(counted.sum()).isEqualTo(1);
    }

    @Test
    void aCopyOfAnEarlierOwnerIsNotBelieved() {
        submit(true, 0);
        channel.tick(HEDGE);
        channel.located(new Serving(PARTITION, EPOCH + 1, owner.ref()), HEDGE);
        channel.answered(EPOCH, 1, COPIED);
        assertThat(replies).isEmpty();
    }

    @Test
    void copiesAreAskedAgainAtGrowingIntervalsAndThenMoreOfThem() {
        submit(true, 0);
        channel.tick(HEDGE);
        channel.tick(HEDGE + REPEAT - 1);
        assertThat(asked).hasSize(1);
        channel.tick(HEDGE + REPEAT);
        assertThat(asked).hasSize(2);
        channel.tick(HEDGE + 3 * REPEAT - 1);
        assertThat(asked).hasSize(2);
        channel.tick(HEDGE + 3 * REPEAT);
        assertThat(asked).hasSize(3);
        assertThat(mostNodes).containsExactly(4, 16, 16);
    }

    @Test
    void nothingIsAskedBeforeItIsKnownWhereAnswersGo() {
        PartitionChannel alone = new PartitionChannel(
                PARTITION,
                new PartitionChannel.Shared(
                        5,
                        TestSenders.with(transfer.ref()),
                        10,
                        REPEAT,
                        ref -> true,
                        new Hedge.Shared((read, last, most) -> asked.add(read), HEDGE, REPEAT, counted)));
        alone.submit(new GatewayCall(get("k"), DEADLINE, true, replies::add), 0);
        alone.tick(HEDGE);
        assertThat(asked).isEmpty();
    }
}
