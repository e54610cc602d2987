package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;

class RepeatedLookTest {
    @Test
    void lookThatFailsIsNotTheLast() throws Exception {
        ActorTestKit kit = ActorTestKit.create();
        try {
            CountDownLatch looks = new CountDownLatch(3);
            var looking = RepeatedLook.start(kit.system(), Duration.ZERO, Duration.ofMillis(5), () -> {
                looks.countDown();
                throw new IllegalStateException("planted");
            });
            assertThat(looks.await(10, TimeUnit.SECONDS)).isTrue();
            looking.cancel();
        } finally {
            kit.shutdownTestKit();
        }
    }
}
