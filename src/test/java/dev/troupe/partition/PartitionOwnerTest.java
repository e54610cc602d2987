package dev.troupe.partition;

import static dev.troupe.partition.Fixtures.get;
import static dev.troupe.partition.Fixtures.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Condition;
import dev.troupe.api.Reason;
import dev.troupe.partition.PartitionProtocol.Request;
import dev.troupe.store.StoreSettings;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionOwnerTest {
    private static final long GATEWAY = 77;
    private static final long DEADLINE = 1000;

    private final PartitionOwner owner = new PartitionOwner(3, Fixtures.state());

    @BeforeEach
    void admit() {
        owner.admit(GATEWAY);
    }

    private Optional<Reply> handle(long number, long lowest, Operation operation) {
        return owner.handle(new Request(GATEWAY, number, lowest, DEADLINE, operation), 0);
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
        assertThat(owner.handle(new Request(GATEWAY, 1, 1, DEADLINE, put("k", "v")), DEADLINE))
                .isEmpty();
        assertThat(handle(2, 2, get("k"))).contains(Reply.Absent.INSTANCE);
    }

    @Test
    void requestOfAnUnknownGatewayIsDropped() {
        assertThat(owner.handle(new Request(99, 1, 1, DEADLINE, put("k", "v")), 0))
                .isEmpty();
    }

    @Test
    void twoGatewaysMayUseTheSameNumbers() {
        owner.admit(78);
        handle(1, 1, put("k", "a"));
        Optional<Reply> other = owner.handle(new Request(78, 1, 1, DEADLINE, put("k", "b")), 0);
        assertThat(other.orElseThrow()).isInstanceOf(Reply.Replaced.class);
    }

    @Test
    void fullCacheThatEvictsNothingRefuses() {
        PartitionOwner small = new PartitionOwner(0, Fixtures.state(64 << 10, StoreSettings.Policy.NONE));
        small.admit(GATEWAY);
        Reply last = Reply.Absent.INSTANCE;
        for (int number = 1; number < 10_000 && !(last instanceof Reply.Refused); number++) {
            last = small.handle(new Request(GATEWAY, number, number, DEADLINE, put("key" + number, "v".repeat(100))), 0)
                    .orElseThrow();
        }
        assertThat(((Reply.Refused) last).reason()).isEqualTo(Reason.CACHE_FULL);
    }

    @Test
    void putThatAnEvictingCacheHasNoRoomForMayBeTriedAgain() {
        PartitionOwner small = new PartitionOwner(0, Fixtures.state(64 << 10, StoreSettings.Policy.S3_FIFO));
        small.admit(GATEWAY);
        Reply reply = small.handle(new Request(GATEWAY, 1, 1, DEADLINE, put("key", "v".repeat(100_000))), 0)
                .orElseThrow();
        assertThat(((Reply.Refused) reply).reason()).isEqualTo(Reason.OVERLOADED);
    }

    @Test
    void sweepRemovesWhatHasExpired() {
        handle(1, 1, Fixtures.putForMillis("k", 10));
        handle(2, 2, put("stays", "v"));
        owner.sweep(10, 100);
        assertThat(owner.size().entries()).isEqualTo(1);
    }
}
