package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.client.NodePicker.Node;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NodePickerTest {
    private static final long BACK_OFF = 1000;
    /** The monotonic clock may wrap around. */
    private static final long NOW = Math.subtractExact(Long.MAX_VALUE, 10);

    private final NodePicker picker = new NodePicker(
            IntStream.range(0, 3).mapToObj(i -> URI.create("http://node" + i)).toList(), BACK_OFF, NOW);

    @Test
    void nodesTakeTurns() {
        List<Node> turns =
                IntStream.range(0, 6).mapToObj(i -> picker.next(Set.of(), NOW)).toList();
        assertThat(turns.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(turns.subList(3, 6)).isEqualTo(turns.subList(0, 3));
    }

    @Test
    void anAvoidedNodeIsLeftOutUntilItsBackOffIsOver() {
        Node avoided = picker.next(Set.of(), NOW);
        picker.avoid(avoided, NOW);
        assertThat(IntStream.range(0, 6).mapToObj(i -> picker.next(Set.of(), NOW + BACK_OFF - 1)))
                .doesNotContain(avoided);
        assertThat(IntStream.range(0, 3).mapToObj(i -> picker.next(Set.of(), NOW + BACK_OFF)))
                .contains(avoided);
    }

    @Test
    void aSilentNodeIsLeftOutUntilItAnswersAProbe() {
        Node silent = picker.next(Set.of(), NOW);
        picker.suspect(silent, NOW);
        assertThat(IntStream.range(0, 6).mapToObj(i -> picker.next(Set.of(), NOW + 19 * BACK_OFF)))
                .doesNotContain(silent);
        picker.trust(silent, NOW + 1);
        assertThat(IntStream.range(0, 3).mapToObj(i -> picker.next(Set.of(), NOW + 1)))
                .contains(silent);
    }

    @Test
    void anAnswerDoesNotBringBackANodeThatRefused() {
        Node refused = picker.next(Set.of(), NOW);
        picker.avoid(refused, NOW);
        picker.trust(refused, NOW);
        assertThat(IntStream.range(0, 6).mapToObj(i -> picker.next(Set.of(), NOW)))
                .doesNotContain(refused);
    }

    @Test
    void aNodeThatWasTriedIsNotPickedAgain() {
        Node tried = picker.next(Set.of(), NOW);
        assertThat(IntStream.range(0, 6).mapToObj(i -> picker.next(Set.of(tried), NOW)))
                .doesNotContain(tried);
    }

    @Test
    void whenAllAreAvoidedTheFirstToReturnIsTried() {
        Node first = picker.next(Set.of(), NOW);
        Node second = picker.next(Set.of(), NOW);
        Node third = picker.next(Set.of(), NOW);
        picker.avoid(second, NOW);
        picker.avoid(first, NOW + 1);
        picker.avoid(third, NOW + 2);
        assertThat(picker.next(Set.of(), NOW + 3)).isSameAs(second);
    }

    @Test
    void eachNodeIsProbedOncePerBackOff() {
        assertThat(picker.dueForProbe(NOW)).isEmpty();
        assertThat(picker.dueForProbe(NOW + BACK_OFF)).hasSize(3);
        assertThat(picker.dueForProbe(NOW + BACK_OFF)).isEmpty();
        assertThat(picker.dueForProbe(NOW + 2 * BACK_OFF)).hasSize(3);
    }
}
