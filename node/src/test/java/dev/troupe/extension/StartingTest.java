package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.typesafe.config.ConfigFactory;
import dev.troupe.Await;
import dev.troupe.api.Codec;
import dev.troupe.api.Entry;
import dev.troupe.node.EmbeddedNode;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartingTest {
    private final Application application = new Application();

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void nothingStartsBeforeItIsAskedFor() {
        ActorSystem<Void> member = application.join("");
        assertThat(member.classicSystem().hasExtension(TroupeExtension.INSTANCE))
                .isFalse();
        Await.result(Troupe.get(member).ready());
    }

    @Test
    void namedAmongTheExtensionsItStartsWithTheSystem() {
        ActorSystem<Void> member = application.join("pekko.extensions = [\"dev.troupe.extension.TroupeExtension\"]");
        assertThat(member.classicSystem().hasExtension(TroupeExtension.INSTANCE))
                .isTrue();
    }

    @Test
    void systemWithoutClusterIsToldWhatIsMissing() {
        ActorSystem<Void> alone = ActorSystem.create(
                Behaviors.empty(),
                "alone",
                ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
        assertThatThrownBy(() -> Troupe.get(alone)).hasMessageContaining("pekko.actor.provider");
        alone.terminate();
        Await.result(alone.getWhenTerminated());
    }

    @Test
    void memberSaysHowMuchMemoryItsEntriesTakeIfNobodyElseHas() {
        ActorSystem<Void> untold = application.join(
                ConfigFactory.parseString("troupe.storage.max-memory = auto").withFallback(Application.config("")));
        assertThat(told(untold)).singleElement().asString().contains("entries take up to 256 MiB outside the heap");
        assertThat(told(application.join(""))).isEmpty();
    }

    /** What the start of a member tells of memory. */
    private static List<ILoggingEvent> told(ActorSystem<Void> member) {
        Logger log = (Logger) member.log();
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        log.addAppender(told);
        log.setLevel(Level.INFO);
        try {
            var unused = Troupe.get(member);
        } finally {
            log.setLevel(null);
            log.detachAppender(told);
        }
        return told.list.stream()
                .filter(event -> event.getMessage().contains("MiB"))
                .toList();
    }

    @Test
    void memberWhoseJavaAllowsTooLittleOutsideTheHeapIsToldTheOptionToSet() {
        long mib = Runtime.getRuntime().maxMemory() >> 20;
        ActorSystem<Void> member = application.join("troupe.storage.max-memory = " + mib + " MiB");
        assertThatThrownBy(() -> Troupe.get(member))
                .hasMessageContaining("-XX:MaxDirectMemorySize=" + (mib + 16) + "m");
    }

    @Test
    void settingNobodyReadsIsRefused() {
        ActorSystem<Void> member = application.join("troupe.storage.max-memry = 1 GiB");
        assertThatThrownBy(() -> Troupe.get(member)).hasMessageContaining("did you mean 'max-memory'");
    }

    @Test
    void memberWhoseCachesDifferIsRefusedIfBothCompare() {
        ActorSystem<Void> first =
                application.join(EmbeddedNode.withAgreed(Application.config("troupe.caches.users.ttl = 1m")));
        Awaitility.await().until(() -> Cluster.get(first).selfMember().status() == MemberStatus.up());
        ActorSystem<Void> other = application.join(EmbeddedNode.withAgreed(Application.config(
                "troupe.caches.users.ttl = 2m, pekko.cluster.shutdown-after-unsuccessful-join-seed-nodes = 3s")));
        Await.result(other.getWhenTerminated());
    }

    @Test
    void valueThatNoLongerDecodesIsACountedMiss() {
        Troupe troupe = Troupe.get(application.join(""));
        Await.result(troupe.ready());
        Await.result(troupe.cache("default", Codec.UTF8, Codec.UTF8).put("n", "many"));
        assertThat(Await.result(troupe.cache("default", Codec.UTF8, Codec.INT64).get("n")))
                .isEmpty();
        assertThat(troupe.meters()).contains("troupe_cache_undecodable_total{cache=\"default\"} 1");
        assertThat(Await.result(troupe.cache("default", Codec.UTF8, Codec.UTF8).get("n"))
                        .map(Entry::value))
                .contains("many");
    }
}
