package dev.troupe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private final WaitingRoom<String> room = new WaitingRoom<>(3);
    private final List<String> out = new ArrayList<>();

    @Test
    void thoseWhoCanGoOnInTheirOrderAndHoldNobodyUp() {
        room.enter("large", 0);
        room.enter("small", 1);
        room.enter("tiny", 2);
        room.admit(what -> !what.equals("large"), out::add);
        assertThat(out).containsExactly("small", "tiny");
        room.admit(what -> true, out::add);
        assertThat(out).containsExactly("small", "tiny", "large");
    }

    @Test
    void noMoreThanSoManyWait() {
        assertThat(room.enter("a", 0) && room.enter("b", 0) && room.enter("c", 0))
                .isTrue();
        assertThat(room.enter("d", 0)).isFalse();
        assertThat(room.holds("c")).isTrue();
        assertThat(room.holds("d")).isFalse();
    }

    @Test
    void whoHasWaitedTooLongIsSentAway() {
        room.enter("old", 10);
        room.enter("new", 20);
        room.dismiss(10, out::add);
        assertThat(out).containsExactly("old");
        assertThat(room.holds("new")).isTrue();
    }
}
