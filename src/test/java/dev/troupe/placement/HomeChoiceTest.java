package dev.troupe.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HomeChoiceTest {
    @Property(tries = 200)
    void placedOneByOneInAnyOrderEveryNodeEndsWithItsShare(
            @ForAll @IntRange(min = 1, max = 12) int nodes,
            @ForAll @IntRange(min = 1, max = 300) int partitions,
            @ForAll long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, partitions).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        Map<String, Integer> loads = idle(nodes);
        for (int partition : order) {
            loads.merge(HomeChoice.of(partition, loads).orElseThrow(), 1, Integer::sum);
        }
        assertThat(loads.values())
                .allSatisfy(load -> assertThat(load).isBetween(partitions / nodes, (partitions + nodes - 1) / nodes));
    }

    @Test
    void tiesGoToTheHighestScore() {
        for (int partition = 0; partition < 100; partition++) {
            String home = HomeChoice.of(partition, idle(5)).orElseThrow();
            for (String other : idle(5).keySet()) {
                assertThat(Rendezvous.score(home, partition))
                        .isGreaterThanOrEqualTo(Rendezvous.score(other, partition));
            }
        }
    }

    @Test
    void theLeastLoadedWinsWhateverItsScore() {
        assertThat(IntStream.range(0, 100).mapToObj(partition -> HomeChoice.of(partition, Map.of("a:1", 3, "b:1", 2))))
                .allSatisfy(home -> assertThat(home).contains("b:1"));
    }

    @Test
    void withoutCandidatesThereIsNoHome() {
        assertThat(HomeChoice.of(0, Map.of())).isEmpty();
    }

    private static Map<String, Integer> idle(int nodes) {
        Map<String, Integer> loads = new HashMap<>();
        IntStream.range(0, nodes).forEach(node -> loads.put("127.0.0.1:" + (17355 + node), 0));
        return loads;
    }
}
