package dev.troupe.partition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnconfirmedTest {
    private static final byte[] KEY = Fixtures.bytes("k");

    private final Unconfirmed unconfirmed = new Unconfirmed();

    private static Tenure.Answered answer(long number) {
        return new Tenure.Answered(1, number, Reply.Absent.INSTANCE);
    }

    @Test
    void keyIsUnconfirmedUntilItsLatestChangeIs() {
        unconfirmed.changed(0, KEY, 5);
        unconfirmed.changed(0, KEY, 8);
        unconfirmed.confirm(7);
        assertThat(unconfirmed.versionOf(0, Fixtures.bytes("k"))).isEqualTo(8);
        unconfirmed.confirm(8);
        assertThat(unconfirmed.versionOf(0, KEY)).isEqualTo(Unconfirmed.CONFIRMED);
    }

    @Test
    void sameKeyOfAnotherCacheIsAnotherKey() {
        unconfirmed.changed(0, KEY, 5);
        assertThat(unconfirmed.versionOf(1, KEY)).isEqualTo(Unconfirmed.CONFIRMED);
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
}
