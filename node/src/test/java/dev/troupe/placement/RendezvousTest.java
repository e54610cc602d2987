package dev.troupe.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    @Test
    void scoresOfAllPairsDiffer() {
        Set<Long> scores = new HashSet<>();
        for (int node = 0; node < 20; node++) {
            for (int partition = 0; partition < 1000; partition++) {
                scores.add(Rendezvous.score(address(node), partition));
            }
        }
        assertThat(scores).hasSize(20_000);
    }

    @Test
    void scoresNeverChange() {
        assertThat(Rendezvous.score("127.0.0.1:17355", 7)).isEqualTo(7630846859636958960L);
    }

    @Test
    void neighbouringAddressesWinEquallyOften() {
        int nodes = 8;
        int partitions = 16_384;
        int[] wins = new int[nodes];
        for (int partition = 0; partition < partitions; partition++) {
            wins[winner(nodes, partition)]++;
        }
        double share = (double) partitions / nodes;
        double chiSquare = Arrays.stream(wins)
                .mapToDouble(won -> (won - share) * (won - share) / share)
                .sum();
        assertThat(chiSquare).as("7 degrees of freedom, 1 in 1000").isLessThan(24.3);
    }

    private static int winner(int nodes, int partition) {
        int best = 0;
        for (int node = 1; node < nodes; node++) {
            if (Rendezvous.score(address(node), partition) > Rendezvous.score(address(best), partition)) {
                best = node;
            }
        }
        return best;
    }

    private static String address(int node) {
        return "127.0.0.1:" + (17355 + node);
    }
}
