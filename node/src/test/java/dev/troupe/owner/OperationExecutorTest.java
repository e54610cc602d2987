package dev.troupe.owner;

import static dev.troupe.owner.Fixtures.get;
import static dev.troupe.owner.Fixtures.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Condition;
import dev.troupe.api.Reason;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.store.policy.StoreSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperationExecutorTest {
    private static final long GATEWAY = 77;
    private static final long DEADLINE = 1000;

    private final PartitionState state = Fixtures.state();
    private final Served owner = new Served(3, state, 0);

    @BeforeEach
    void admit() {
        owner.admit(GATEWAY);
    }

    private Optional<Reply> handle(long number, long lowest, Operation operation) {
        return Fixtures.handle(owner, new Request(GATEWAY, number, lowest, DEADLINE, operation), 0);
    }

    @Test
    void repeatedCreateIsAnsweredAsTheFirstTime() {
        Optional<Reply> first = handle(1, 1, put("k", "v", Condition.absent()));
        assertThat(first.orElseThrow()).isInstanceOf(Reply.Created.class);
        assertThat(handle(1, 1, put("k", "v", Condition.absent()))).isEqualTo(first);
    }

    @Test
    void repeatedPutDoesNotOverwriteANewerOne() {
        handle(1, 1, put("k", "old"));
        handle(2, 1, put("k", "new"));
        handle(1, 1, put("k", "old"));
        Reply.Found found = (Reply.Found) handle(3, 1, get("k")).orElseThrow();
        assertThat(found.value()).isEqualTo(Fixtures.bytes("new"));
    }

    @Test
    void writeThatItsGatewayHasGivenUpIsNeverExecuted() {
        handle(5, 5, put("other", "v"));
        assertThat(handle(4, 4, put("k", "late"))).isEmpty();
        assertThat(handle(6, 5, get("k"))).contains(Reply.Absent.INSTANCE);
    }

    @Test
    void requestWhoseTimeIsUsedUpIsDropped() {
        assertThat(Fixtures.handle(owner, new Request(GATEWAY, 1, 1, DEADLINE, put("k", "v")), DEADLINE))
                .isEmpty();
        assertThat(handle(2, 2, get("k"))).contains(Reply.Absent.INSTANCE);
    }

    @Test
    void requestOfAnUnknownGatewayIsDropped() {
        assertThat(Fixtures.handle(owner, new Request(99, 1, 1, DEADLINE, put("k", "v")), 0))
                .isEmpty();
    }

    @Test
    void twoGatewaysMayUseTheSameNumbers() {
        owner.admit(78);
        handle(1, 1, put("k", "a"));
        Optional<Reply> other = Fixtures.handle(owner, new Request(78, 1, 1, DEADLINE, put("k", "b")), 0);
        assertThat(other.orElseThrow()).isInstanceOf(Reply.Replaced.class);
    }

    @Test
    void fullCacheThatEvictsNothingRefuses() {
        Served small = new Served(0, Fixtures.state(64 << 10, StoreSettings.Policy.NONE), 0);
        small.admit(GATEWAY);
        Reply last = Reply.Absent.INSTANCE;
        for (int number = 1; number < 10_000 && !(last instanceof Reply.Refused); number++) {
            last = Fixtures.handle(
                            small,
                            new Request(GATEWAY, number, number, DEADLINE, put("key" + number, "v".repeat(100))),
                            0)
                    .orElseThrow();
        }
        assertThat(((Reply.Refused) last).reason()).isEqualTo(Reason.CACHE_FULL);
    }

    @Test
    void putThatAnEvictingCacheHasNoRoomForMayBeTriedAgain() {
        Served small = new Served(0, Fixtures.state(64 << 10, StoreSettings.Policy.S3_FIFO), 0);
        small.admit(GATEWAY);
        Reply reply = Fixtures.handle(small, new Request(GATEWAY, 1, 1, DEADLINE, put("key", "v".repeat(100_000))), 0)
                .orElseThrow();
        assertThat(((Reply.Refused) reply).reason()).isEqualTo(Reason.OVERLOADED);
    }

    @Test
    void sweepRemovesWhatHasExpired() {
        handle(1, 1, Fixtures.putForMillis("k", 10));
        handle(2, 2, put("stays", "v"));
        owner.sweep(10, 100);
        assertThat(owner.execution().size().entries()).isEqualTo(1);
    }

    @Test
    void sweepSaysWhatItHasRemoved() {
        handle(1, 1, Fixtures.putForMillis("k", 10));
        long version = state.lastVersion();
        owner.sweep(10, 100);
        Change.Drop drop =
                (Change.Drop) state.log().after(version).orElseThrow().get(0);
        assertThat(drop.versions()).containsExactly(version);
    }

    @Test
    void readThatFindsAnEntryExpiredSaysSo() {
        handle(1, 1, Fixtures.putForMillis("k", 10));
        long version = state.lastVersion();
        Fixtures.handle(owner, new Request(GATEWAY, 2, 2, DEADLINE, get("k")), 10);
        assertThat(state.log().after(version).orElseThrow()).hasSize(1);
    }

    // ---- the next owner

    private Served next() {
        PartitionState copy = Fixtures.state();
        copy.rest();
        for (Change change : state.log().after(0).orElseThrow()) {
            copy.follow(change, 0);
        }
        copy.lead(Fixtures.EPOCH + 1, 0);
        Served next = new Served(3, copy, 0);
        next.admit(GATEWAY);
        return next;
    }

    @Test
    void retryAfterTheDataHasMovedGetsTheFirstAnswer() {
        Optional<Reply> created = handle(1, 1, put("k", "v", Condition.absent()));
        Optional<Reply> replaced = handle(2, 1, put("k", "w"));
        Optional<Reply> removed = handle(3, 1, Fixtures.remove("k", Condition.present()));
        Served next = next();
        Request create = new Request(GATEWAY, 1, 1, DEADLINE, put("k", "v", Condition.absent()));
        Request replace = new Request(GATEWAY, 2, 1, DEADLINE, put("k", "w"));
        Request remove = new Request(GATEWAY, 3, 1, DEADLINE, Fixtures.remove("k", Condition.present()));
        assertThat(Fixtures.handle(next, create, 0)).isEqualTo(created);
        assertThat(Fixtures.handle(next, replace, 0)).isEqualTo(replaced);
        assertThat(Fixtures.handle(next, remove, 0)).isEqualTo(removed);
        assertThat(next.execution().size().entries()).isZero();
    }

    @Test
    void writeThatItsGatewayHasGivenUpIsNotExecutedByTheNextOwnerEither() {
        handle(5, 5, put("other", "v"));
        assertThat(Fixtures.handle(next(), new Request(GATEWAY, 4, 4, DEADLINE, put("k", "late")), 0))
                .isEmpty();
    }

    @Test
    void refusalIsAnsweredAgainButNotByTheNextOwner() {
        handle(1, 1, put("k", "v"));
        Optional<Reply> failed = handle(2, 1, put("k", "w", Condition.absent()));
        handle(3, 1, Fixtures.remove("k", Condition.always()));
        assertThat(handle(2, 1, put("k", "w", Condition.absent()))).isEqualTo(failed);
        Request retry = new Request(GATEWAY, 2, 1, DEADLINE, put("k", "w", Condition.absent()));
        assertThat(Fixtures.handle(next(), retry, 0).orElseThrow()).isInstanceOf(Reply.Created.class);
    }

    @Test
    void gatewayThatIsGoneIsForgottenByCopiesToo() {
        handle(1, 1, put("k", "v"));
        owner.dismiss(GATEWAY, 0);
        assertThat(state.receipts().gateways()).isEmpty();
        List<Change> changes = state.log().after(0).orElseThrow();
        assertThat(changes.get(changes.size() - 1)).isInstanceOf(Change.Dismiss.class);
        long version = state.lastVersion();
        owner.dismiss(GATEWAY, 0);
        assertThat(state.lastVersion()).isEqualTo(version);
    }

    @Test
    void gatewayThatNeverComesToTheNextOwnerIsForgottenInTheEnd() {
        owner.admit(GATEWAY + 1);
        Fixtures.handle(owner, new Request(GATEWAY + 1, 1, 1, DEADLINE, put("a", "v")), 0);
        handle(1, 1, put("k", "v"));
        PartitionState moved = state;
        Served next = new Served(3, moved, 1000);
        next.admit(GATEWAY);
        next.dismissStrangers(60_000);
        assertThat(moved.receipts().gateways()).hasSize(2);
        next.dismissStrangers(200_000);
        assertThat(moved.receipts().gateways()).containsExactly(GATEWAY);
    }
}
