package dev.troupe.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.Reply;
import org.junit.jupiter.api.Test;

class UnconfirmedTest {
    private static final Operation PUT = Fixtures.put("k", "v");

    private final Unconfirmed unconfirmed = new Unconfirmed();

    private static Tenure.Answered answer(long number) {
        return new Tenure.Answered(1, number, Reply.Absent.INSTANCE, AnswerMemory.NOTHING);
    }

    @Test
    void keyIsUnconfirmedUntilItsLatestChangeIs() {
        unconfirmed.changed(PUT, 5);
        unconfirmed.changed(PUT, 8);
        unconfirmed.confirm(7);
        assertThat(unconfirmed.versionOf(Fixtures.get("k"))).isEqualTo(8);
        unconfirmed.confirm(8);
        assertThat(unconfirmed.versionOf(Fixtures.get("k"))).isEqualTo(Unconfirmed.CONFIRMED);
    }

    @Test
    void sameKeyOfAnotherCacheIsAnotherKey() {
        unconfirmed.changed(PUT, 5);
        assertThat(unconfirmed.versionOf(new Operation.Get(1, Fixtures.bytes("k"))))
                .isEqualTo(Unconfirmed.CONFIRMED);
    }

    @Test
    void answersComeFreeWithTheirVersionWhateverTheOrderTheyCameIn() {
        unconfirmed.hold(9, answer(2));
        unconfirmed.hold(5, answer(1));
        assertThat(unconfirmed.confirm(4)).isEmpty();
        assertThat(unconfirmed.confirm(6)).containsExactly(answer(1));
        assertThat(unconfirmed.confirm(Long.parseUnsignedLong("9223372036854775809")))
                .containsExactly(answer(2));
    }

    @Test
    void clearIsAChangeOfEveryKeyOfItsCache() {
        unconfirmed.changed(PUT, 5);
        unconfirmed.changed(new Operation.Clear(Fixtures.CACHE), 8);
        assertThat(unconfirmed.versionOf(Fixtures.get("k"))).isEqualTo(8);
        assertThat(unconfirmed.versionOf(Fixtures.get("other"))).isEqualTo(8);
        assertThat(unconfirmed.versionOf(new Operation.Get(Fixtures.CACHE + 1, Fixtures.bytes("k"))))
                .isEqualTo(Unconfirmed.CONFIRMED);
        unconfirmed.confirm(8);
        assertThat(unconfirmed.versionOf(Fixtures.get("other"))).isEqualTo(Unconfirmed.CONFIRMED);
    }
}
