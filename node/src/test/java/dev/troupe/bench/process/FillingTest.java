package dev.troupe.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class FillingTest {
    private final Filling filling = new Filling(25, Duration.ofMinutes(1));

    @Test
    void itIsFullWhenAQuarterOfWhatIsHeldWasEvicted() {
        assertThat(filling.isEnough(1_249, 1_000)).isFalse();
        assertThat(filling.isEnough(1_250, 1_000)).isTrue();
    }

    @Test
    void whatHoldsAllOrNothingYetIsNotFull() {
        assertThat(filling.isEnough(0, 0)).isFalse();
        assertThat(filling.isEnough(1_000, 0)).isFalse();
        assertThat(filling.isEnough(1_000, 1_000)).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void putsThatAreNotCountedYetAreNotTakenForEvicted() throws IOException, InterruptedException {
        Filled filled = filling.fill(new Late(200_000), Row.parse("16/32"));
        assertThat(filled.entries()).isEqualTo(200_000);
        assertThat(filled.puts()).isBetween(250_000L, 300_000L);
    }

    /** Holds so many, and tells after a put first what it held before. */
    private static final class Late implements FilledProcess {
        private final long most;
        private long held;
        private long told;

        private Late(long most) {
            this.most = most;
        }

        @Override
        public String title() {
            return "late";
        }

        @Override
        public String limit() {
            return "nothing";
        }

        @Override
        public long pid() {
            return ProcessHandle.current().pid();
        }

        @Override
        public void put(Row row, long first, long end) {
            told = held;
            held = Math.min(most, end);
        }

        @Override
        public long entries() {
            long before = told;
            told = held;
            return before;
        }

        @Override
        public long settleMillis() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
