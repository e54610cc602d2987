package dev.troupe.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DescriptorsTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Numbers process = new Numbers();
    private final Descriptors descriptors = new Descriptors(process);
    private final DescriptorBudget budget = new DescriptorBudget(descriptors);

    @Test
    void connectionsFollowWhatTheProcessMayOpen() {
        process.open = 80;
        process.most = 65_536;
        assertThat(budget.connections(1024)).isEqualTo(1024);
        process.most = 1024;
        assertThat(budget.connections(1024)).isEqualTo(1024 - 80 - 256);
        process.most = 200;
        assertThat(budget.connections(1024)).isEqualTo(200 - 80 - 50);
        assertThat(budget.connections(8)).isEqualTo(8);
    }

    @Test
    void serverThatCouldHaveHardlyAConnectionSaysWhatToDo() {
        process.open = 90;
        process.most = 100;
        assertThatThrownBy(() -> budget.connections(1024))
                .isInstanceOf(HttpBindException.class)
                .hasMessageContaining("100 files and sockets")
                .hasMessageContaining("ulimit -n");
    }

    @Test
    void noneAreAcceptedWhileFewAreLeftAndSomeAgainLater() {
        process.most = 200;
        process.open = 174;
        assertThat(budget.areLeft(0)).isTrue();
        budget.use();
        assertThat(budget.areLeft(1)).isTrue();
        process.open = 175;
        assertThat(budget.areLeft(2 * SECOND)).isFalse();
        process.open = 150;
        assertThat(budget.areLeft(2 * SECOND + 1)).isTrue();
    }

    @Test
    void whatIsAcceptedIsCountedBetweenTwoLooks() {
        process.most = 200;
        process.open = 173;
        assertThat(budget.areLeft(0)).isTrue();
        budget.use();
        budget.use();
        process.open = 175;
        assertThat(budget.areLeft(1)).isFalse();
    }

    @Test
    void whereTheyCannotBeCountedNoneIsLeftUntilTheyCanAgain() {
        process.most = 200;
        process.open = 80;
        process.uncountable = true;
        assertThat(budget.areLeft(0)).isFalse();
        assertThat(descriptors.areShort()).isTrue();
        assertThatThrownBy(() -> budget.connections(1024)).isInstanceOf(HttpBindException.class);
        process.uncountable = false;
        assertThat(budget.areLeft(1)).isTrue();
        assertThat(descriptors.areShort()).isFalse();
    }

    @Test
    void failureIsExplainedOnceAndOnlyWhereDescriptorsAreShort() {
        process.most = 200;
        process.open = 80;
        assertThat(descriptors.explain("it failed")).isEqualTo("it failed");
        process.uncountable = true;
        String explained = descriptors.explain("it failed");
        assertThat(explained).startsWith("it failed; ").contains("ulimit -n");
        assertThat(descriptors.explain(explained)).isEqualTo(explained);
        assertThatThrownBy(() -> budget.connections(1024))
                .extracting(refused -> String.valueOf(refused.getMessage()))
                .satisfies(told -> assertThat(descriptors.explain(told)).isEqualTo(told));
    }

    private static final class Numbers implements Descriptors.Source {
        private long open;
        private long most;
        private boolean uncountable;

        /** As the JDK's. */
        @Override
        public long open() {
            if (uncountable) {
                throw new InternalError("Unable to open directory /proc/self/fd");
            }
            return open;
        }

        @Override
        public long most() {
            return most;
        }
    }
}
