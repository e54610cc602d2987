package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DescriptorsTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Numbers process = new Numbers();
    private final Descriptors descriptors = new Descriptors(process);

    @Test
    void connectionsFollowWhatTheProcessMayOpen() {
        process.open = 80;
        process.most = 65_536;
        assertThat(descriptors.connections(1024)).isEqualTo(1024);
        process.most = 1024;
        assertThat(descriptors.connections(1024)).isEqualTo(1024 - 80 - 256);
        process.most = 200;
        assertThat(descriptors.connections(1024)).isEqualTo(200 - 80 - 50);
        assertThat(descriptors.connections(8)).isEqualTo(8);
    }

    @Test
    void serverThatCouldHaveHardlyAConnectionSaysWhatToDo() {
        process.open = 90;
        process.most = 100;
        assertThatThrownBy(() -> descriptors.connections(1024))
                .isInstanceOf(HttpBindException.class)
                .hasMessageContaining("100 files and sockets")
                .hasMessageContaining("ulimit -n");
    }

    @Test
    void noneAreAcceptedWhileFewAreLeftAndSomeAgainLater() {
        process.most = 200;
        process.open = 174;
        assertThat(descriptors.areLeft(0)).isTrue();
        descriptors.use();
        assertThat(descriptors.areLeft(1)).isTrue();
        process.open = 175;
        assertThat(descriptors.areLeft(2 * SECOND)).isFalse();
        process.open = 150;
        assertThat(descriptors.areLeft(2 * SECOND + 1)).isTrue();
    }

    @Test
    void whatIsAcceptedIsCountedBetweenTwoLooks() {
        process.most = 200;
        process.open = 173;
        assertThat(descriptors.areLeft(0)).isTrue();
        descriptors.use();
        descriptors.use();
        process.open = 175;
        assertThat(descriptors.areLeft(1)).isFalse();
    }

    private static final class Numbers implements Descriptors.Source {
        private long open;
        private long most;

        @Override
        public long open() {
            return open;
        }

        @Override
        public long most() {
            return most;
        }
    }
}
