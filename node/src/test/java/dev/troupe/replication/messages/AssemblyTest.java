package dev.troupe.replication.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AssemblyTest {
    private final Assembly assembly = new Assembly();

    @Test
    void piecesInOrderMakeTheWhole() {
        byte[] whole = new byte[1000];
        new Random(7).nextBytes(whole);
        for (int from = 0; from < whole.length; from += 64) {
            int to = Math.min(whole.length, from + 64);
            assertThat(assembly.isComplete() && from > 0).isFalse();
            assertThat(assembly.add(from, whole.length, Arrays.copyOfRange(whole, from, to)))
                    .isTrue();
        }
        assertThat(assembly.isComplete()).isTrue();
        assertThat(assembly.take()).isEqualTo(whole);
    }

    /** A length of two gigabytes would end the process. */
    @Test
    void lengthThatIsAnnouncedTakesNoMemory() {
        assertThat(assembly.add(0, Integer.MAX_VALUE, new byte[10])).isTrue();
        assertThat(assembly.add(10, Integer.MAX_VALUE, new byte[10])).isTrue();
        assertThat(assembly.filled()).isEqualTo(20);
        assertThat(assembly.isComplete()).isFalse();
    }

    @Test
    void negativeLengthIsRefused() {
        assertThat(assembly.add(0, -1, new byte[10])).isFalse();
        assertThat(assembly.add(0, Integer.MIN_VALUE, new byte[0])).isFalse();
    }

    @Test
    void pieceThatIsNotTheNextIsRefused() {
        assertThat(assembly.add(0, 30, new byte[10])).isTrue();
        assertThat(assembly.add(20, 30, new byte[10])).isFalse();
        assertThat(assembly.add(10, 31, new byte[10])).isFalse();
        assertThat(assembly.add(10, 30, new byte[21])).isFalse();
        assertThat(assembly.add(10, 30, new byte[20])).isTrue();
        assertThat(assembly.take()).hasSize(30);
    }

    @Test
    void pieceAtTheBeginningBeginsAnew() {
        assertThat(assembly.add(0, 30, new byte[10])).isTrue();
        assertThat(assembly.add(0, 5, new byte[5])).isTrue();
        assertThat(assembly.isComplete()).isTrue();
        assertThat(assembly.take()).hasSize(5);
    }
}
