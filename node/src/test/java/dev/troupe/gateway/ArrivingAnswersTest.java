package dev.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.Answers;
import dev.troupe.protocol.PartitionProtocol.Close;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.Reply;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Which receiver gets the answers that arrive from other nodes. */
class ArrivingAnswersTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final TestProbe<ToGateway> even = KIT.createTestProbe();
    private final TestProbe<ToGateway> odd = KIT.createTestProbe();
    private final ArrivingAnswers answers = new ArrivingAnswers(List.of(even.ref(), odd.ref()));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static int uid(TestProbe<ToGateway> probe) {
        return probe.ref().path().uid();
    }

    private static Answer answer(int partition, long number) {
        return new Answer(partition, 1, number, Reply.Absent.INSTANCE);
    }

    private static void assertNothingCame(TestProbe<ToGateway> probe) {
        probe.ref().tell(Close.INSTANCE);
        probe.expectMessage(Close.INSTANCE);
    }

    @Test
    void callersAreNotAnsweredByTheThreadThatBringsTheAnswer() {
        assertThat(answers.mayRunOnArrival()).isFalse();
    }

    @Test
    void answersOfABatchReachTheReceiversOfTheirPartitionsTogetherAndInOrder() {
        answers.receive(2, uid(even), answer(2, 1));
        answers.receive(1, uid(odd), answer(1, 2));
        answers.receive(0, uid(even), answer(0, 3));
        answers.receive(2, uid(even), answer(2, 4));
        assertNothingCame(even);
        answers.endOfBatch();
        even.expectMessage(new Answers(List.of(answer(2, 1), answer(0, 3), answer(2, 4))));
        odd.expectMessage(new Answers(List.of(answer(1, 2))));
    }

    @Test
    void batchWithoutAnswersTellsNothingAndTheNextBeginsAnew() {
        answers.endOfBatch();
        answers.receive(0, uid(even), answer(0, 1));
        answers.endOfBatch();
        answers.endOfBatch();
        answers.receive(0, uid(even), answer(0, 2));
        answers.endOfBatch();
        Answers first = even.expectMessageClass(Answers.class);
        assertThat(first).isEqualTo(new Answers(List.of(answer(0, 1))));
        even.expectMessage(new Answers(List.of(answer(0, 2))));
        assertNothingCame(odd);
    }

    @Test
    void answerForAFormerReceiverReachesNobody() {
        int former = uid(odd) + 1;
        answers.receive(1, former, answer(1, 1));
        answers.receive(1, 0, answer(1, 2));
        answers.receive(0, uid(odd), answer(0, 3));
        answers.receive(1, uid(even), answer(1, 4));
        answers.endOfBatch();
        assertNothingCame(even);
        assertNothingCame(odd);
    }

    @Test
    void answersForFormerReceiversTakeNothingFromTheOthers() {
        answers.receive(1, 0, answer(1, 1));
        answers.receive(1, uid(odd), answer(1, 2));
        answers.endOfBatch();
        odd.expectMessage(new Answers(List.of(answer(1, 2))));
    }

    @Test
    void whateverPartitionIsNamedHarmsNobody() {
        for (int partition : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30}) {
            answers.receive(partition, 0, answer(partition, 1));
            answers.receive(partition, uid(partition % 2 == 0 ? even : odd), answer(partition, 2));
        }
        answers.endOfBatch();
        even.expectMessage(new Answers(List.of(answer(Integer.MIN_VALUE, 2), answer(1 << 30, 2))));
        odd.expectMessage(new Answers(List.of(answer(-1, 2), answer(Integer.MAX_VALUE, 2))));
    }
}
