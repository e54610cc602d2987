package dev.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.owner.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PendingWindowTest {
    private static final int CREDIT = 20;
    private static final int SPAN = 100;

    private static GatewayCall call() {
        return new GatewayCall(Fixtures.get("k"), 0, reply -> {});
    }

    /** Even numbers add, odd ones finish one of those that are unfinished. */
    @Property
    void behavesLikeASortedMapWithTwoBounds(
            @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 1000) Integer> steps) {
        PendingWindow window = new PendingWindow(CREDIT, SPAN);
        TreeMap<Long, Pending> model = new TreeMap<>();
        long next = 1;
        for (int step : steps) {
            if (step % 2 == 0) {
                boolean fits = model.size() < CREDIT && (model.isEmpty() || next - model.firstKey() < SPAN);
                Pending added = window.add(call());
                assertThat(added != null).isEqualTo(fits);
                if (added != null) {
                    assertThat(added.number).isEqualTo(next);
                    model.put(next++, added);
                }
            } else if (!model.isEmpty()) {
                Long number = new ArrayList<>(model.keySet()).get(step % model.size());
                assertThat(window.finish(number)).isSameAs(model.remove(number));
                assertThat(window.finish(number)).isNull();
            }
            assertThat(window.lowestUnfinished()).isEqualTo(model.isEmpty() ? next : model.firstKey());
            List<Pending> seen = new ArrayList<>();
            window.forEach(seen::add);
            assertThat(seen).containsExactlyElementsOf(model.values());
        }
    }

    @Test
    void oneThatIsStuckHoldsBackTheOthersOnlyAtTheSpan() {
        PendingWindow window = new PendingWindow(CREDIT, SPAN);
        window.add(call());
        for (long number = 2; number <= SPAN; number++) {
            assertThat(window.add(call())).isNotNull();
            window.finish(number);
        }
        assertThat(window.add(call())).isNull();
        window.finish(1);
        assertThat(window.add(call())).isNotNull();
    }

    @Test
    void requestMayBeFinishedWhileAllAreLookedAt() {
        PendingWindow window = new PendingWindow(CREDIT, SPAN);
        for (int i = 0; i < 10; i++) {
            window.add(call());
        }
        window.forEach(pending -> window.finish(pending.number));
        assertThat(window.isEmpty()).isTrue();
    }
}
