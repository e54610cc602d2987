package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.client.NodePicker.Node;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NodePickerTest {
    private static final long BACK_OFF = 1_000_000;
    /** The monotonic clock may wrap around. */
    private static final long NOW = Math.subtractExact(Long.MAX_VALUE, 10);

    private static final int CONNECTIONS = 5;

    private final NodePicker picker = new NodePicker(
            ClientSettings.of(IntStream.range(0, 3)
                            .mapToObj(i -> URI.create("http://node" + i))
                            .toList())
                    .withBackOff(Duration.ofNanos(BACK_OFF))
                    .withMaxConnections(CONNECTIONS),
            NOW);

    @Test
    void nodesTakeTurns() {
        List<Node> turns = IntStream.range(0, 6).mapToObj(i -> next(NOW)).toList();
        assertThat(turns.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(turns.subList(3, 6)).isEqualTo(turns.subList(0, 3));
    }

    @Test
    void anAvoidedNodeIsLeftOutHoweverLongItsProbesTake() {
        Node avoided = next(NOW);
        picker.avoid(avoided, NOW);
        assertThat(IntStream.range(0, 6).mapToObj(i -> next(NOW + 100 * BACK_OFF)))
                .doesNotContain(avoided);
    }

    @Test
    void anAvoidedNodeIsBackWhenItSaysThatItIsReady() {
        Node avoided = next(NOW);
        picker.avoid(avoided, NOW);
        picker.trust(avoided, NOW + 1);
        assertThat(IntStream.range(0, 3).mapToObj(i -> next(NOW + 2))).contains(avoided);
    }

    @Test
    void aSilentNodeIsLeftOutUntilItAnswersAProbe() {
        Node silent = next(NOW);
        picker.suspect(silent, NOW);
        assertThat(IntStream.range(0, 6).mapToObj(i -> next(NOW + 100 * BACK_OFF)))
                .doesNotContain(silent);
        picker.trust(silent, NOW + 1);
        assertThat(IntStream.range(0, 3).mapToObj(i -> next(NOW + 1))).contains(silent);
    }

    @Test
    void anAnswerToAnEarlierProbeDoesNotBringBackANodeThatRefused() {
        Node refused = next(NOW);
        picker.avoid(refused, NOW + 1);
        picker.trust(refused, NOW);
        assertThat(IntStream.range(0, 6).mapToObj(i -> next(NOW + 2))).doesNotContain(refused);
    }

    @Test
    void aNodeThatWasTriedIsNotPickedAgain() {
        Node tried = next(NOW);
        assertThat(IntStream.range(0, 6)
                        .mapToObj(i -> picker.next(attempt(tried), NOW).orElseThrow()))
                .doesNotContain(tried);
    }

    @Test
    void whenAllAreAvoidedTheFirstToReturnIsTried() {
        Node first = next(NOW);
        Node second = next(NOW);
        Node third = next(NOW);
        picker.avoid(second, NOW);
        picker.avoid(first, NOW + 1);
        picker.avoid(third, NOW + 2);
        assertThat(next(NOW + 3)).isSameAs(second);
    }

    @Test
    void whenAllAreAvoidedForLongTheyTakeTurns() {
        List<Node> all = List.of(next(NOW), next(NOW), next(NOW));
        all.forEach(node -> picker.avoid(node, NOW));
        assertThat(IntStream.range(0, 3).mapToObj(i -> next(NOW + 2 * BACK_OFF)))
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void nodesThatAreBusyAreNotAskedForMoreAndWhoeverComesWaitsForItsTurn() {
        Node busy = next(NOW);
        for (int i = 1; i < 3 * CONNECTIONS; i++) {
            next(NOW);
        }
        NodeAttempt first = attempt();
        assertThat(picker.next(first, NOW)).isEmpty();
        assertThat(picker.next(attempt(), NOW)).isEmpty();
        assertThat(picker.release(busy)).contains(first);
    }

    @Test
    void aFreePlaceGoesToTheFirstThatHasNotTriedTheNode() {
        Node busy = next(NOW);
        for (int i = 1; i < 3 * CONNECTIONS; i++) {
            next(NOW);
        }
        NodeAttempt refused = attempt(busy);
        NodeAttempt fresh = attempt();
        assertThat(picker.next(refused, NOW)).isEmpty();
        assertThat(picker.next(fresh, NOW)).isEmpty();
        assertThat(picker.release(busy)).contains(fresh);
        assertThat(picker.release(busy)).isEmpty();
        assertThat(picker.next(attempt(), NOW)).contains(busy);
    }

    @Test
    void aNodeThatIsAvoidedIsNotAskedBecauseTheOthersAreBusy() {
        Node avoided = next(NOW);
        picker.avoid(avoided, NOW);
        for (int i = 0; i < 2 * CONNECTIONS; i++) {
            assertThat(next(NOW)).isNotSameAs(avoided);
        }
        assertThat(picker.next(attempt(), NOW)).isEmpty();
    }

    private Node next(long nowNanos) {
        return picker.next(attempt(), nowNanos).orElseThrow();
    }

    private static NodeAttempt attempt(Node... tried) {
        NodeAttempt attempt = NodeAttempt.of(Call.read("GET", "/"), NOW);
        attempt.tried().addAll(List.of(tried));
        return attempt;
    }

    @Test
    void eachNodeIsProbedOncePerBackOff() {
        assertThat(picker.dueForProbe(NOW)).isEmpty();
        assertThat(picker.dueForProbe(NOW + BACK_OFF)).hasSize(3);
        assertThat(picker.dueForProbe(NOW + BACK_OFF)).isEmpty();
        assertThat(picker.dueForProbe(NOW + 2 * BACK_OFF)).hasSize(3);
    }
}
