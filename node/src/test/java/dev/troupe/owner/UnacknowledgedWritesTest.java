package dev.troupe.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.Reply;
import org.junit.jupiter.api.Test;

class UnacknowledgedWritesTest {
    private static final Operation PUT = Fixtures.put("k", "v");

    private final UnacknowledgedWrites unacknowledged = new UnacknowledgedWrites();

    private static Owner.Answered answer(long number) {
        return new Owner.Answered(1, number, Reply.Absent.INSTANCE, AnswerMemory.NOTHING);
    }

    @Test
    void keyIsUnconfirmedUntilItsLatestChangeIs() {
        unacknowledged.changed(PUT, 5);
        unacknowledged.changed(PUT, 8);
        unacknowledged.confirm(7);
        assertThat(unacknowledged.versionOf(Fixtures.get("k"))).isEqualTo(8);
        unacknowledged.confirm(8);
        assertThat(unacknowledged.versionOf(Fixtures.get("k"))).isEqualTo(UnacknowledgedWrites.CONFIRMED);
    }

    @Test
    void sameKeyOfAnotherCacheIsAnotherKey() {
        unacknowledged.changed(PUT, 5);
        assertThat(unacknowledged.versionOf(new Operation.Get(1, Fixtures.bytes("k"))))
                .isEqualTo(UnacknowledgedWrites.CONFIRMED);
    }

    @Test
    void answersComeFreeWithTheirVersionWhateverTheOrderTheyCameIn() {
        unacknowledged.hold(9, answer(2));
        unacknowledged.hold(5, answer(1));
        assertThat(unacknowledged.confirm(4)).isEmpty();
        assertThat(unacknowledged.confirm(6)).containsExactly(answer(1));
        assertThat(unacknowledged.confirm(Long.parseUnsignedLong("9223372036854775809")))
                .containsExactly(answer(2));
    }

    @Test
    void clearIsAChangeOfEveryKeyOfItsCache() {
        unacknowledged.changed(PUT, 5);
        unacknowledged.changed(new Operation.Clear(Fixtures.CACHE), 8);
        assertThat(unacknowledged.versionOf(Fixtures.get("k"))).isEqualTo(8);
        assertThat(unacknowledged.versionOf(Fixtures.get("other"))).isEqualTo(8);
        assertThat(unacknowledged.versionOf(new Operation.Get(Fixtures.CACHE + 1, Fixtures.bytes("k"))))
                .isEqualTo(UnacknowledgedWrites.CONFIRMED);
        unacknowledged.confirm(8);
        assertThat(unacknowledged.versionOf(Fixtures.get("other"))).isEqualTo(UnacknowledgedWrites.CONFIRMED);
    }
}
