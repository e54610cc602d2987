package dev.troupe.owner;

import static dev.troupe.owner.Fixtures.CACHE;
import static dev.troupe.owner.Fixtures.bytes;
import static dev.troupe.owner.Fixtures.get;
import static dev.troupe.owner.Fixtures.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Reason;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.store.segment.EntryAttributes;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountersTest {
    private static final long GATEWAY = 77;
    private static final long NEVER = EntryAttributes.NEVER;

    private final PartitionState state = Fixtures.state();
    private final Served owner = new Served(3, state, 0);
    private long number;

    @BeforeEach
    void admit() {
        owner.admit(GATEWAY);
    }

    private Reply handle(long requestNumber, Operation operation, long nowMillis) {
        Request request = new Request(GATEWAY, requestNumber, 1, Long.MAX_VALUE, operation);
        return Fixtures.handle(owner, request, nowMillis).orElseThrow();
    }

    private Reply handle(Operation operation, long nowMillis) {
        return handle(++number, operation, nowMillis);
    }

    private Reply increment(long by, long ttlMillis, long nowMillis) {
        return handle(new Operation.Increment(CACHE, bytes("k"), by, 40, ttlMillis, NEVER), nowMillis);
    }

    private static Reason reason(Reply reply) {
        return ((Reply.Refused) reply).reason();
    }

    @Test
    void counterBeginsAtItsInitialValueAndIsTextUnderANewVersionEachTime() {
        Reply.Counted first = (Reply.Counted) increment(2, NEVER, 0);
        Reply.Counted second = (Reply.Counted) increment(-50, NEVER, 0);
        assertThat(first.value()).isEqualTo(42);
        assertThat(second.value()).isEqualTo(-8);
        assertThat(second.version()).isGreaterThan(first.version());
        Reply.Found found = (Reply.Found) handle(get("k"), 0);
        assertThat(found.value()).isEqualTo(bytes("-8"));
        assertThat(found.version()).isEqualTo(second.version());
    }

    @Test
    void stepKeepsTheTimeThatRemains() {
        increment(1, 1000, 0);
        increment(1, 5000, 400);
        assertThat(((Reply.Found) handle(get("k"), 400)).remainingMillis()).isEqualTo(600);
        assertThat(((Reply.Counted) increment(1, NEVER, 1000)).value()).isEqualTo(41);
    }

    @Test
    void stepThatIsAskedAgainCountsOnce() {
        Operation step = new Operation.Increment(CACHE, bytes("k"), 1, 0, NEVER, NEVER);
        Reply first = handle(9, step, 0);
        assertThat(handle(9, step, 0)).isEqualTo(first);
        assertThat(((Reply.Found) handle(10, get("k"), 0)).value()).isEqualTo(bytes("1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "many", "+1", "1 ", "1.0", "-", "--1", "9223372036854775808", "111111111111111111111", "１"})
    void whatIsNoNumberIsLeftAlone(String value) {
        handle(put("k", value), 0);
        long version = state.lastVersion();
        assertThat(reason(increment(1, NEVER, 0))).isEqualTo(Reason.NOT_A_COUNTER);
        assertThat(state.lastVersion()).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807, 1", "-9223372036854775808, -1", "1, 9223372036854775807"})
    void sumThatDoesNotFitIsRefused(String value, long by) {
        handle(put("k", value), 0);
        assertThat(reason(increment(by, NEVER, 0))).isEqualTo(Reason.NOT_A_COUNTER);
        assertThat(((Reply.Found) handle(get("k"), 0)).value()).isEqualTo(bytes(value));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 42})
    void everyNumberIsReadAsItWasWritten(long value) {
        assertThat(CounterText.read(CounterText.write(value))).isEqualTo(OptionalLong.of(value));
    }

    @Test
    void touchMovesTheExpiryAndKeepsTheVersion() {
        handle(Fixtures.putForMillis("k", 1000), 0);
        long version = ((Reply.Found) handle(get("k"), 0)).version();
        assertThat(handle(new Operation.Touch(CACHE, bytes("k"), 5000), 900)).isEqualTo(Reply.Touched.INSTANCE);
        Reply.Found found = (Reply.Found) handle(get("k"), 2000);
        assertThat(found.remainingMillis()).isEqualTo(3900);
        assertThat(found.version()).isEqualTo(version);
        handle(new Operation.Touch(CACHE, bytes("k"), NEVER), 2000);
        assertThat(((Reply.Found) handle(get("k"), 99_000)).remainingMillis()).isEqualTo(NEVER);
    }

    @Test
    void touchOfNothingIsAbsentAndChangesNothing() {
        handle(Fixtures.putForMillis("k", 1000), 0);
        long version = state.lastVersion();
        assertThat(handle(new Operation.Touch(CACHE, bytes("other"), 5), 0)).isEqualTo(Reply.Absent.INSTANCE);
        assertThat(state.lastVersion()).isEqualTo(version);
        assertThat(handle(new Operation.Touch(CACHE, bytes("k"), 5), 1000)).isEqualTo(Reply.Absent.INSTANCE);
    }

    @Test
    void clearTakesOneCacheAndNoOther() {
        handle(put("k", "v"), 0);
        handle(new Operation.Increment(5, bytes("k"), 1, 0, NEVER, NEVER), 0);
        assertThat(handle(new Operation.Clear(CACHE), 0)).isEqualTo(Reply.Cleared.INSTANCE);
        assertThat(handle(get("k"), 0)).isEqualTo(Reply.Absent.INSTANCE);
        assertThat(handle(new Operation.Get(5, bytes("k")), 0)).isInstanceOf(Reply.Found.class);
    }
}
