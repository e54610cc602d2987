package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class NodeLinksTest {
    private static boolean mayBePassedBy(String settings) {
        Config artery = ConfigFactory.parseString(settings)
                .withFallback(ConfigFactory.load().getConfig("pekko.remote.artery"));
        return NodeLinks.mayBePassedBy(artery);
    }

    @Test
    void nothingGoesAroundConnectionsThatAreEncryptedOrThatATestMayCut() {
        assertThat(mayBePassedBy("transport = tcp")).isTrue();
        assertThat(mayBePassedBy("transport = tls-tcp")).isFalse();
        assertThat(mayBePassedBy("transport = aeron-udp")).isFalse();
        assertThat(mayBePassedBy("transport = tcp, advanced.test-mode = on")).isFalse();
    }
}
