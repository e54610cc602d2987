package dev.troupe.owner;

import static dev.troupe.owner.Fixtures.CACHE;
import static dev.troupe.owner.Fixtures.bytes;
import static dev.troupe.owner.Fixtures.get;
import static dev.troupe.owner.Fixtures.put;
import static dev.troupe.owner.Fixtures.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Condition;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.store.segment.EntryAttributes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private static final long NEVER = EntryAttributes.NEVER;
    private static final long LIMIT = 1000;

    private final PartitionState state = Fixtures.state();
    private final Served owner = new Served(3, state, 0);
    private long number;

    @BeforeEach
    void admit() {
        owner.admit(1);
        owner.admit(2);
    }

    private Reply handle(long gateway, Operation operation, long nowMillis) {
        Request request = new Request(gateway, ++number, 1, Long.MAX_VALUE, operation);
        return Fixtures.handle(owner, request, nowMillis).orElseThrow();
    }

    private Reply lease(long gateway, long nowMillis) {
        return handle(gateway, new Operation.Lease(CACHE, bytes("k"), 0, LIMIT), nowMillis);
    }

    private long leased(long gateway, long nowMillis) {
        return ((Reply.Leased) lease(gateway, nowMillis)).token();
    }

    private Reply fill(long gateway, long token, long nowMillis) {
        return handle(
                gateway,
                new Operation.Fill(CACHE, bytes("k"), token, bytes("loaded"), 5000, NEVER, "text/plain"),
                nowMillis);
    }

    @Test
    void firstAskerLoadsAndTheOthersWaitForWhatItStores() {
        long token = leased(1, 0);
        assertThat(lease(2, 10)).isEqualTo(Reply.Busy.INSTANCE);
        assertThat(lease(1, 10)).isEqualTo(Reply.Busy.INSTANCE);
        assertThat(fill(1, token, 20)).isInstanceOf(Reply.Created.class);
        Reply.Found found = (Reply.Found) lease(2, 30);
        assertThat(found.value()).isEqualTo(bytes("loaded"));
        assertThat(found.remainingMillis()).isEqualTo(4990);
    }

    @Test
    void requestThatIsAskedAgainGetsTheSameRight() {
        Request request = new Request(1, 9, 1, Long.MAX_VALUE, new Operation.Lease(CACHE, bytes("k"), 0, LIMIT));
        assertThat(Fixtures.handle(owner, request, 0)).isEqualTo(Fixtures.handle(owner, request, 5));
        Request done = new Request(1, 20, 15, Long.MAX_VALUE, get("k"));
        Fixtures.handle(owner, done, 5);
        assertThat(Fixtures.handle(owner, request, 6)).isEmpty();
    }

    @Test
    void writeOfAnyKindEndsTheRight() {
        for (Operation write : new Operation[] {
            put("k", "v"),
            remove("k", Condition.always()),
            new Operation.Clear(CACHE),
            new Operation.Increment(CACHE, bytes("k"), 1, 0, NEVER, NEVER)
        }) {
            handle(2, remove("k", Condition.always()), 0);
            long token = leased(1, 0);
            handle(2, write, 1);
            assertThat(fill(1, token, 2)).as("%s", write).isInstanceOf(Reply.ConditionFailed.class);
        }
    }

    @Test
    void writeThatDoesNotHappenLeavesTheRight() {
        long token = leased(1, 0);
        handle(2, put("k", "v", Condition.present()), 1);
        handle(2, remove("k", Condition.versionIn(7)), 1);
        handle(2, put("other", "v"), 1);
        assertThat(fill(1, token, 2)).isInstanceOf(Reply.Created.class);
    }

    @Test
    void rightEndsWhenItsTimeIsUpAndTheNextAskerLoads() {
        long late = leased(1, 0);
        assertThat(lease(2, LIMIT - 1)).isEqualTo(Reply.Busy.INSTANCE);
        long next = leased(2, LIMIT);
        assertThat(next).isGreaterThan(late);
        assertThat(fill(1, late, LIMIT + 1)).isInstanceOf(Reply.ConditionFailed.class);
        assertThat(fill(2, next, LIMIT + 1)).isInstanceOf(Reply.Created.class);
    }

    @Test
    void rightEndsWithItsGateway() {
        leased(1, 0);
        owner.dismiss(1, 1);
        assertThat(lease(2, 1)).isInstanceOf(Reply.Leased.class);
    }

    @Test
    void rightThatIsGivenBackGoesToTheNextAsker() {
        long token = leased(1, 0);
        handle(1, new Operation.Release(CACHE, bytes("k"), token, 0), 1);
        assertThat(lease(2, 2)).isInstanceOf(Reply.Leased.class);
        handle(1, new Operation.Release(CACHE, bytes("k"), token, 0), 3);
        assertThat(lease(1, 4)).isEqualTo(Reply.Busy.INSTANCE);
    }

    @Test
    void thatThereIsNoValueIsKnownForItsTimeOrUntilAWrite() {
        handle(1, new Operation.Release(CACHE, bytes("k"), leased(1, 0), 100), 0);
        assertThat(lease(2, 99)).isEqualTo(Reply.Nothing.INSTANCE);
        assertThat(handle(2, get("k"), 99)).isEqualTo(Reply.Absent.INSTANCE);
        handle(1, new Operation.Release(CACHE, bytes("k"), leased(1, 100), 100), 100);
        handle(2, remove("k", Condition.always()), 101);
        assertThat(lease(2, 102)).isInstanceOf(Reply.Leased.class);
    }

    @Test
    void tokenOfAnOwnerBeforeIsWorthNothing() {
        long token = leased(1, 0);
        Served next = new Served(3, state, 5);
        next.admit(1);
        Request fill = new Request(
                1,
                50,
                1,
                Long.MAX_VALUE,
                new Operation.Fill(CACHE, bytes("k"), token, bytes("v"), NEVER, NEVER, "a/b"));
        assertThat(Fixtures.handle(next, fill, 6).orElseThrow()).isInstanceOf(Reply.ConditionFailed.class);
    }

    @Test
    void firstToReadAnEntryThatIsAlmostOverMayLoadItAgain() {
        handle(1, Fixtures.putForMillis("k", 1000), 0);
        Operation ask = new Operation.Lease(CACHE, bytes("k"), 300, LIMIT);
        assertThat(handle(1, ask, 699)).isInstanceOf(Reply.Found.class);
        Reply.LeasedAgain again = (Reply.LeasedAgain) handle(1, ask, 700);
        assertThat(again.found().value()).isEqualTo(bytes("v"));
        assertThat(handle(2, ask, 701)).isInstanceOf(Reply.Found.class);
        assertThat(fill(1, again.token(), 710)).isInstanceOf(Reply.Replaced.class);
    }
}
