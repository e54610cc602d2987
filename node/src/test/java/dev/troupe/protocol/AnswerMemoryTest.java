package dev.troupe.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Reason;
import dev.troupe.owner.Fixtures;
import dev.troupe.owner.Served;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipt;
import dev.troupe.store.segment.EntryAttributes;
import org.junit.jupiter.api.Test;

class AnswerMemoryTest {
    private static final int LARGE = 32 << 10;

    private final AnswerMemory memory = new AnswerMemory(2L * LARGE, 1);

    @Test
    void largeValuesAreBoundedAndSmallOnesAreNot() {
        Runnable first = memory.hold(LARGE);
        memory.hold(LARGE);
        assertThat(memory.hasRoomFor(LARGE)).isFalse();
        assertThat(memory.hasRoomFor(LARGE - 1)).isTrue();
        first.run();
        assertThat(memory.hasRoomFor(LARGE)).isTrue();
    }

    @Test
    void whatIsTakenIsGivenBackOnce() {
        Runnable taken = memory.hold(LARGE);
        taken.run();
        taken.run();
        memory.hold(LARGE - 1).run();
        assertThat(memory.heldBytes()).isZero();
    }

    @Test
    void ownerRefusesLargeValuesWhileNobodyTakesThem() {
        PartitionState state = Fixtures.state();
        state.execute(put(state, 1, LARGE), 0);
        state.execute(put(state, 2, 100), 0);
        Served owner = new Served(0, state, memory, 0);
        owner.admit(1);
        memory.hold(2 * LARGE);
        assertThat(owner.execute(get(1), 0))
                .matches(reply -> reply instanceof Reply.Refused refused && refused.reason() == Reason.OVERLOADED);
        assertThat(owner.execute(get(2), 0)).isInstanceOf(Reply.Found.class);
    }

    @Test
    void whatIsSmallFollowsFromTheMemoryThereIsForEachRequest() {
        AnswerMemory narrow = new AnswerMemory(1_000_000, 1000);
        narrow.hold(1_000_000);
        assertThat(narrow.hasRoomFor(999)).isTrue();
        assertThat(narrow.hasRoomFor(1000)).isFalse();
    }

    private static Change put(PartitionState state, int key, int length) {
        return new Change.Put(
                state.nextVersion(),
                0,
                new byte[] {(byte) key},
                new byte[length],
                EntryAttributes.NEVER,
                EntryAttributes.NEVER,
                "",
                Receipt.NONE);
    }

    private static Request get(int key) {
        return new Request(1, key, 1, Long.MAX_VALUE, new Operation.Get(0, new byte[] {(byte) key}));
    }
}
