package dev.troupe.keeper;

import static dev.troupe.owner.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Condition;
import dev.troupe.owner.Fixtures;
import dev.troupe.owner.Served;
import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.NodeClock;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol;
import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.ReadCopy;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.Reply;
import dev.troupe.protocol.TestSenders;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.store.EntryView;
import dev.troupe.store.StoreStats;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.transport.ChunkedTransfer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a copy says to reads. Its owner was here and has given it back. */
class CopyReaderTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Writer OWNER = new Writer(Fixtures.EPOCH, 7);
    private static final long NUMBER = 3;
    private static final long TTL = 500;
    private static final int PARTITIONS = 2;

    private final TestProbe<ToGateway> gateway = KIT.createTestProbe();
    private final PartitionState state = Fixtures.state();
    private final AnswerMemory answers = new AnswerMemory(10, 2);
    private final CopyTable table = new CopyTable(7, PARTITIONS, CopySettings.of(1), seed -> Fixtures.state());

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void leaveACopy() {
        Served owner = new Served(0, state, 0);
        owner.admit(1);
        put(owner, 1, Fixtures.put("stays", "value"));
        put(owner, 2, Fixtures.putForMillis("goes", TTL));
        put(
                owner,
                3,
                new Operation.Put(
                        Fixtures.CACHE,
                        bytes("idle"),
                        bytes("v"),
                        Condition.always(),
                        EntryAttributes.NEVER,
                        TTL,
                        "text/plain"));
        Ownership.Lender lender = table.lender(0, () -> {});
        lender.install(OWNER, state);
        lender.giveBack(state);
    }

    private static void put(Served owner, long number, Operation put) {
        assertThat(Fixtures.handle(owner, new PartitionProtocol.Request(1, number, number, 1000, put), 0))
                .isPresent();
    }

    private EntryView entry(String key) {
        return Objects.requireNonNull(state.store(Fixtures.CACHE).peek(bytes(key), 0));
    }

    private ReadCopy read(int partition, Operation operation) {
        return new ReadCopy(partition, NUMBER, Fixtures.EPOCH, NodeClock.millis() + 60_000, operation, gateway.ref());
    }

    private Optional<Reply> reply(Operation operation, long nowMillis) {
        return CopyReader.answer(table, read(0, operation), answers, nowMillis)
                .map(answer -> ((Reply.ByBackup) answer.reply()).reply());
    }

    @Test
    void withoutRoomForTheValueNothingIsSaid() {
        Runnable taken = answers.hold(10);
        assertThat(reply(Fixtures.get("stays"), 100)).isEmpty();
        assertThat(reply(Fixtures.get("is not there"), 100)).isPresent();
        taken.run();
        assertThat(reply(Fixtures.get("stays"), 100)).isPresent();
    }

    @Test
    void anEntryIsAnsweredWithAllThatTheOwnerWouldSayAndMarked() {
        Answer answer = CopyReader.answer(table, read(0, Fixtures.get("stays")), answers, 100)
                .orElseThrow();
        assertThat(answer)
                .usingRecursiveComparison()
                .isEqualTo(new Answer(
                        0,
                        Fixtures.EPOCH,
                        NUMBER,
                        new Reply.ByBackup(
                                0,
                                new Reply.Found(
                                        entry("stays").version(),
                                        EntryAttributes.NEVER,
                                        "text/plain",
                                        bytes("value")))));
        Reply.Known known = (Reply.Known)
                reply(new Operation.Peek(Fixtures.CACHE, bytes("goes")), 100).orElseThrow();
        assertThat(known.valueLength()).isEqualTo(1);
        assertThat(known.remainingMillis()).isEqualTo(TTL - 100);
    }

    @Test
    void whatHasExpiredOrIsNotThereIsAMiss() {
        assertThat(reply(Fixtures.get("goes"), TTL - 1)).get().isInstanceOf(Reply.Found.class);
        assertThat(reply(Fixtures.get("goes"), TTL)).contains(Reply.Absent.INSTANCE);
        assertThat(reply(Fixtures.get("never"), 1)).contains(Reply.Absent.INSTANCE);
        assertThat(reply(new Operation.Get(99, bytes("stays")), 1)).contains(Reply.Absent.INSTANCE);
        assertThat(state.stores()).containsOnlyKeys(Fixtures.CACHE);
    }

    @Test
    void aReadOfACopyCountsNothingAndLeavesTheIdleTimeAlone() {
        long deadline = entry("idle").deadlineMillis();
        StoreStats before = state.store(Fixtures.CACHE).stats();
        assertThat(reply(Fixtures.get("idle"), TTL / 2)).get().isInstanceOf(Reply.Found.class);
        assertThat(reply(Fixtures.get("never"), TTL / 2)).isPresent();
        assertThat(state.store(Fixtures.CACHE).stats()).isEqualTo(before);
        assertThat(entry("idle").deadlineMillis()).isEqualTo(deadline);
    }

    @Test
    void writesWrongPartitionsAndEmptyCopiesGetNoAnswer() {
        assertThat(reply(Fixtures.put("stays", "other"), 1)).isEmpty();
        assertThat(CopyReader.answer(table, read(1, Fixtures.get("stays")), answers, 1))
                .isEmpty();
        assertThat(CopyReader.answer(table, read(PARTITIONS, Fixtures.get("stays")), answers, 1))
                .isEmpty();
        assertThat(CopyReader.answer(table, read(-1, Fixtures.get("stays")), answers, 1))
                .isEmpty();
        assertThat(reply(Fixtures.get("stays"), 1)).get().isInstanceOf(Reply.Found.class);
    }

    @Test
    void theReaderOfANodeAnswersTheGatewayUnlessItIsTooLate() {
        TestProbe<ChunkedTransfer.Command> transfer = KIT.createTestProbe();
        ActorRef<PartitionProtocol.ToReader> reader = KIT.spawn(CopyReader.create(
                table, TestSenders.with(transfer.ref()), AnswerMemory.unbounded(), NodeClock::millis));
        reader.tell(new ReadCopy(0, NUMBER, 0, NodeClock.millis() - 1, Fixtures.get("stays"), gateway.ref()));
        gateway.expectNoMessage(Duration.ofMillis(50));
        reader.tell(read(0, Fixtures.get("stays")));
        assertThat(gateway.expectMessageClass(Answer.class).number()).isEqualTo(NUMBER);
    }
}
