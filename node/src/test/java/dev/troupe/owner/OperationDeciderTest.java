package dev.troupe.owner;

import static dev.troupe.owner.Fixtures.EPOCH;
import static dev.troupe.owner.Fixtures.bytes;
import static dev.troupe.owner.Fixtures.get;
import static dev.troupe.owner.Fixtures.put;
import static dev.troupe.owner.Fixtures.putForMillis;
import static dev.troupe.owner.Fixtures.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Condition;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipt;
import dev.troupe.replication.state.Version;
import dev.troupe.store.segment.EntryAttributes;
import org.junit.jupiter.api.Test;

class OperationDeciderTest {
    private static final long GATEWAY = 7;

    private final PartitionState state = Fixtures.state();
    private final OperationDecider decider = new OperationDecider(state);

    private Decision decide(Operation operation, long nowMillis) {
        return decider.decide(new Request(GATEWAY, 5, 3, Long.MAX_VALUE, operation), nowMillis);
    }

    private Reply execute(Operation operation, long nowMillis) {
        Decision decision = decide(operation, nowMillis);
        for (Change change : decision.changes()) {
            assertThat(state.execute(change, nowMillis)).isTrue();
        }
        state.settle();
        return decision.reply();
    }

    @Test
    void decidingChangesNothing() {
        decide(put("k", "v"), 0);
        assertThat(execute(get("k"), 0)).isEqualTo(Reply.Absent.INSTANCE);
    }

    @Test
    void changeSaysWhenItsEntryExpiresAndWhatWasAnsweredToWhom() {
        Decision decision = decide(putForMillis("k", 100), 1000);
        Change.Put change = (Change.Put) decision.changes().get(0);
        assertThat(change.expiresAtMillis()).isEqualTo(1100);
        Receipt receipt = change.receipt();
        assertThat(receipt.gateway()).isEqualTo(GATEWAY);
        assertThat(receipt.number()).isEqualTo(5);
        assertThat(receipt.lowestUnfinished()).isEqualTo(3);
        assertThat(Outcomes.reply(new Change.Recall(change.version(), receipt))).isEqualTo(decision.reply());
        Decision endless = decide(putForMillis("k", EntryAttributes.NEVER - 5), 1000);
        assertThat(((Change.Put) endless.changes().get(0)).expiresAtMillis()).isEqualTo(EntryAttributes.NEVER);
    }

    @Test
    void firstPutCreatesAndSecondReplacesUnderNewVersions() {
        assertThat(execute(put("k", "a"), 0)).isEqualTo(new Reply.Created(state.lastVersion()));
        assertThat(Version.epoch(state.lastVersion())).isEqualTo(EPOCH);
        long first = state.lastVersion();
        assertThat(execute(put("k", "b"), 0)).isEqualTo(new Reply.Replaced(state.lastVersion()));
        assertThat(Long.compareUnsigned(state.lastVersion(), first)).isPositive();
        Reply.Found found = (Reply.Found) execute(get("k"), 0);
        assertThat(found.value()).isEqualTo(bytes("b"));
        assertThat(found.mediaType()).isEqualTo("text/plain");
        assertThat(found.remainingMillis()).isEqualTo(EntryAttributes.NEVER);
    }

    @Test
    void failedConditionNamesTheVersionInTheWayAndChangesNothing() {
        execute(put("k", "a"), 0);
        long version = state.lastVersion();
        assertThat(execute(put("k", "b", Condition.absent()), 0)).isEqualTo(new Reply.ConditionFailed(version));
        assertThat(execute(put("k", "b", Condition.versionIn(7)), 0)).isEqualTo(new Reply.ConditionFailed(version));
        assertThat(execute(remove("k", Condition.versionIn(7)), 0)).isEqualTo(new Reply.ConditionFailed(version));
        assertThat(execute(put("new", "b", Condition.present()), 0))
                .isEqualTo(new Reply.ConditionFailed(Condition.NO_ENTRY));
        assertThat(state.lastVersion()).isEqualTo(version);
    }

    @Test
    void compareAndSetByVersionReplaces() {
        execute(put("k", "a"), 0);
        assertThat(execute(put("k", "b", Condition.versionIn(state.lastVersion())), 0))
                .isInstanceOf(Reply.Replaced.class);
    }

    @Test
    void entryIsGoneAtTheMillisecondItsTimeIsOver() {
        execute(putForMillis("k", 100), 1000);
        assertThat(((Reply.Found) execute(get("k"), 1099)).remainingMillis()).isEqualTo(1);
        assertThat(execute(get("k"), 1100)).isEqualTo(Reply.Absent.INSTANCE);
        assertThat(execute(put("k", "new", Condition.absent()), 1100)).isInstanceOf(Reply.Created.class);
    }

    @Test
    void removeOfNothingIsAbsentWhateverTheConditionAllows() {
        assertThat(execute(remove("k", Condition.always()), 0)).isEqualTo(Reply.Absent.INSTANCE);
        assertThat(execute(remove("k", Condition.present()), 0)).isEqualTo(Reply.Absent.INSTANCE);
        assertThat(execute(remove("k", Condition.versionIn(7)), 0)).isEqualTo(Reply.Absent.INSTANCE);
        execute(put("k", "v"), 0);
        assertThat(execute(remove("k", Condition.always()), 0)).isEqualTo(Reply.Removed.INSTANCE);
        assertThat(execute(get("k"), 0)).isEqualTo(Reply.Absent.INSTANCE);
    }

    @Test
    void peekTellsLengthAndVersionButNotTheValue() {
        execute(put("k", "four"), 0);
        assertThat(execute(new Operation.Peek(Fixtures.CACHE, bytes("k")), 0))
                .isEqualTo(new Reply.Known(state.lastVersion(), EntryAttributes.NEVER, "text/plain", 4));
    }

    @Test
    void versionIsNotReusedAfterARemove() {
        execute(put("k", "a"), 0);
        long first = state.lastVersion();
        execute(remove("k", Condition.always()), 0);
        execute(put("k", "a"), 0);
        assertThat(Long.compareUnsigned(state.lastVersion(), first)).isPositive();
    }
}
