package dev.troupe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedLookTest {
    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, AssertionError.class})
    void lookThatFailsIsNotTheLast(Class<? extends Throwable> failure) throws Exception {
        ActorTestKit kit = ActorTestKit.create();
        try {
            CountDownLatch looks = new CountDownLatch(3);
            var looking = RepeatedLook.start(kit.system(), Duration.ZERO, Duration.ofMillis(5), () -> {
                looks.countDown();
                if (failure == AssertionError.class) {
                    throw new AssertionError("planted");
                }
                throw new IllegalStateException("planted");
            });
            assertThat(looks.await(10, TimeUnit.SECONDS)).isTrue();
            looking.cancel();
        } finally {
            kit.shutdownTestKit();
        }
    }
}
