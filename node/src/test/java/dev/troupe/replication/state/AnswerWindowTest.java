package dev.troupe.replication.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerWindowTest {
    private final AnswerWindow<String> window = new AnswerWindow<>();

    @Test
    void remembersExactlyWhatMayBeAskedAgain() {
        for (long number = 1; number <= 100; number++) {
            window.remember(number, "answer " + number);
        }
        window.forgetBelow(51);
        assertThat(window.answers()).hasSize(50);
        assertThat(window.answer(50)).isNull();
        assertThat(window.isOver(50)).isTrue();
        assertThat(window.answer(51)).isEqualTo("answer 51");
        assertThat(window.isOver(51)).isFalse();
    }

    @Test
    void lowestNeverGoesBack() {
        window.forgetBelow(10);
        window.forgetBelow(5);
        assertThat(window.isOver(9)).isTrue();
    }

    @Test
    void forgettingOverAHugeGapCostsNoMoreThanWhatIsRemembered() {
        window.remember(1, "removed");
        window.forgetBelow(Long.MAX_VALUE - 1);
        assertThat(window.answers()).isEmpty();
    }

    @Test
    void theRoomOfManyAnswersIsGivenBackWhenFewAreLeft() {
        for (long number = 1; number <= 10_000; number++) {
            window.remember(number, "answer " + number);
        }
        window.forgetBelow(9_990);
        assertThat(window.slots()).isLessThanOrEqualTo(AnswerWindow.MOST_IDLE_SLOTS);
        assertThat(window.answers()).hasSize(11);
        assertThat(window.answer(9_990)).isEqualTo("answer 9990");
        assertThat(window.answer(10_000)).isEqualTo("answer 10000");
        window.remember(10_001, "next");
        assertThat(window.answer(10_001)).isEqualTo("next");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersAsAMapByNumberWouldInWhateverOrderRequestsCome(long seed) {
        Random random = new Random(seed);
        SortedMap<Long, String> model = new TreeMap<>();
        long lowest = 0;
        for (int step = 0; step < 5_000; step++) {
            long number = lowest + random.nextInt(40);
            if (random.nextInt(4) == 0) {
                lowest = Math.max(lowest, number - random.nextInt(20));
                window.forgetBelow(lowest);
                model.headMap(lowest).clear();
            } else {
                window.remember(number, "answer " + step);
                model.put(number, "answer " + step);
            }
            assertThat(window.answers()).as("seed %d, step %d", seed, step).containsExactlyElementsOf(model.values());
            long asked = lowest + random.nextInt(50) - 5;
            assertThat(window.answer(asked)).isEqualTo(model.get(asked));
        }
    }
}
