package dev.troupe.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Condition;
import dev.troupe.api.Reason;
import dev.troupe.heap.HeapArrays;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.Receipt;
import dev.troupe.replication.state.ReplicationLog;
import dev.troupe.store.StoreStats;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Writes of values so large that room is made for them in pieces. */
class LargeWriteTest extends OwnerFixture {
    /** What a piece of work may evict, with what a request beside it does. */
    private static final int PIECE = 1024 + 128;

    private static final String LARGE = "v".repeat(1 << 20);

    LargeWriteTest() {
        super(3 * HeapArrays.HERE.bytes(1 << 20));
    }

    @Override
    List<Reply> answers() {
        List<Owner.Answered> taken = owner.takeAnswers();
        taken.forEach(answered -> answered.taken().run());
        return taken.stream().map(Owner.Answered::reply).toList();
    }

    /** Small entries until the store evicts; returns how many it holds. */
    private long fill() {
        synchronous = false;
        for (int i = 0; evicted() == 0; i++) {
            ask(Fixtures.put("small" + i, "v"));
            ship();
            answers();
        }
        return stats().entries();
    }

    private StoreStats stats() {
        return ownership.state().store(Fixtures.CACHE).stats();
    }

    private long evicted() {
        return stats().evicted();
    }

    private static Operation.Put large(Condition condition) {
        return Fixtures.put("large", LARGE, condition);
    }

    /** Looks at what waits until nothing does. */
    private void finish() {
        while (owner.hasPostponed()) {
            ship();
            owner.retry(now);
        }
        ship();
    }

    private void assertRefused(String part) {
        assertThat(answers()).singleElement().isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.OVERLOADED);
            assertThat(refused.detail()).contains(part);
        });
    }

    @Test
    void roomForALargeValueIsMadeInPiecesBesideOtherRequests() {
        long held = fill();
        ask(large(Condition.always()));
        int pieces = 0;
        long walked = evicted();
        assertThat(owner.hasMoreToDo()).isTrue();
        while (owner.hasPostponed()) {
            ask(Fixtures.get("nothing"));
            assertThat(answers()).containsExactly(Reply.Absent.INSTANCE);
            ship();
            owner.retry(now);
            assertThat(evicted() - walked).isLessThanOrEqualTo(PIECE);
            walked = evicted();
            pieces++;
        }
        assertThat(pieces).isGreaterThan(3);
        assertThat(answers()).singleElement().isInstanceOf(Reply.Created.class);
        assertThat(stats().entries()).isLessThan(held * 4 / 5);
        ship();
        pass(1000);
        assertThat(ownership.status().fullyReplicated()).isTrue();
    }

    @Test
    void ofSeveralLargeValuesOneIsWorkedForAtALook() {
        fill();
        long before = evicted();
        for (int i = 0; i < 3; i++) {
            ask(Fixtures.put("large" + i, LARGE));
        }
        assertThat(evicted() - before).isLessThanOrEqualTo(PIECE);
        int stored = 0;
        while (owner.hasPostponed()) {
            ship();
            before = evicted();
            owner.retry(now);
            assertThat(evicted() - before).isLessThanOrEqualTo(PIECE);
            List<Reply> given = answers();
            stored += given.size();
            assertThat(given).hasSizeLessThanOrEqualTo(1).hasOnlyElementsOfType(Reply.Created.class);
        }
        assertThat(stored).isEqualTo(3);
    }

    @Test
    void whatTheCopiesSayDoesNoPieceOfWorkBesideTheOneThatIsDue() {
        fill();
        ask(large(Condition.always()));
        long before = evicted();
        owner.tick(peerView, true, now);
        assertThat(evicted()).isEqualTo(before);
        owner.retry(now);
        assertThat(evicted()).isGreaterThan(before);
    }

    @Test
    void laterWritesOfTheSameKeyComeAfterALargeOneThatWaits() {
        fill();
        ask(large(Condition.always()));
        ask(Fixtures.put("large", "second"));
        ask(Fixtures.remove("large", Condition.always()));
        ask(Fixtures.put("large", "last"));
        assertThat(answers()).isEmpty();
        ask(Fixtures.put("other", "v"));
        assertThat(answers()).singleElement().isInstanceOf(Reply.Created.class);
        finish();
        assertThat(answers())
                .extracting(Object::getClass)
                .asInstanceOf(InstanceOfAssertFactories.list(Class.class))
                .containsExactly(Reply.Created.class, Reply.Replaced.class, Reply.Removed.class, Reply.Created.class);
        assertThat(valueOf("large")).isEqualTo("last");
    }

    @Test
    void aClearComesAfterALargeWriteThatWaitsAndWritesAfterTheClear() {
        fill();
        ask(large(Condition.always()));
        ask(new Operation.Clear(Fixtures.CACHE));
        ask(Fixtures.put("after", "v"));
        assertThat(answers()).isEmpty();
        finish();
        assertThat(answers())
                .extracting(Object::getClass)
                .asInstanceOf(InstanceOfAssertFactories.list(Class.class))
                .containsExactly(Reply.Created.class, Reply.Cleared.class, Reply.Created.class);
        assertThat(stats().entries()).isOne();
    }

    @Test
    void aWriteThatWaitsForTheCopiesIsNotOvertakenEither() {
        synchronous = false;
        List<ReplicationLog> others =
                List.of(new ReplicationLog(changes, 0), new ReplicationLog(changes, 0), new ReplicationLog(changes, 0));
        others.forEach(log -> log.append(new Change.Remove(1, 0, new byte[100_000], Receipt.NONE)));
        ask(Fixtures.put("k", "first"));
        assertThat(owner.hasPostponed()).isTrue();
        others.forEach(log -> log.restart(1));
        ask(Fixtures.put("k", "last"));
        finish();
        assertThat(answers()).hasSize(2);
        assertThat(valueOf("k")).isEqualTo("last");
    }

    private String valueOf(String key) {
        ask(Fixtures.get(key));
        Reply.Found found = (Reply.Found) answers().get(0);
        return new String(found.value(), StandardCharsets.UTF_8);
    }

    @Test
    void aRequestThatIsRepeatedWhileItWaitsIsCarriedOutAndAnsweredOnce() {
        fill();
        ask(large(Condition.always()));
        for (int i = 0; i < 3; i++) {
            owner.handle(new Request(GATEWAY, request, 1, now + 10_000, large(Condition.always())), now);
        }
        finish();
        assertThat(answers()).singleElement().isInstanceOf(Reply.Created.class);
        assertThat(answerMemory.heldBytes()).isZero();
    }

    @Test
    void largeValuesBeyondTheNodesMemoryForThemAreRefusedAtOnce() {
        fill();
        for (int i = 0; i < 3; i++) {
            ask(Fixtures.put("large" + i, LARGE));
            assertThat(answerMemory.heldBytes()).isGreaterThan((i + 1) << 20);
        }
        assertThat(answers()).isEmpty();
        ask(Fixtures.put("another", LARGE));
        assertRefused("too many large values");
        finish();
        assertThat(answers()).hasSize(3).hasOnlyElementsOfType(Reply.Created.class);
        assertThat(answerMemory.heldBytes()).isZero();
    }

    @Test
    void whatWaitsIsNotHeldAnyLongerWhenTheOwnerEnds() {
        fill();
        ask(large(Condition.always()));
        owner.depose(now);
        owner.abandon();
        assertThat(answerMemory.heldBytes()).isZero();
        assertThat(owner.hasPostponed()).isFalse();
    }

    @Test
    void aLargeValueWhoseConditionFailsTakesNobodysPlace() {
        fill();
        long before = evicted();
        ask(large(Condition.present()));
        assertThat(answers()).singleElement().isInstanceOf(Reply.ConditionFailed.class);
        assertThat(evicted()).isEqualTo(before);
    }

    @Test
    void aLargeValueForWhichNoRoomIsMadeInTimeIsRefusedAndOthersGoOn() {
        fill();
        ask(large(Condition.always()));
        assertThat(owner.hasPostponed()).isTrue();
        now += 401;
        owner.retry(now);
        assertRefused("room for this value");
        ship();
        ask(Fixtures.get("large"));
        assertThat(answers()).containsExactly(Reply.Absent.INSTANCE);
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).singleElement().isInstanceOf(Reply.Created.class);
    }

    @Test
    void aRefusalIsThereBeforeTheDeadline() {
        fill();
        request++;
        owner.handle(new Request(GATEWAY, request, 1, now + 300, large(Condition.always())), now);
        assertThat(owner.hasPostponed()).isTrue();
        now += 260;
        owner.retry(now);
        assertRefused("room for this value");
    }
}
