package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Condition;
import dev.troupe.api.Entry;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import java.io.NotSerializableException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CacheMessageSerializerTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ActorRef<CacheReply> ASKER =
            KIT.<CacheReply>createTestProbe().ref();
    private static final CacheMessageSerializer SERIALIZER =
            new CacheMessageSerializer((ExtendedActorSystem) KIT.system().classicSystem());
    private static final byte[] KEY = {1, 2};
    private static final byte[] VALUE = {3, 4, 5};

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    static Stream<Object> messages() {
        PutOptions options = PutOptions.DEFAULT
                .withTtl(Duration.ofSeconds(7))
                .withCondition(Condition.present().and(Condition.versionNotIn(8, 9)))
                .withMediaType("text/plain");
        return Stream.of(
                new CacheCommand.Get("users", "key", ASKER),
                new CacheCommand.Put("users", KEY, VALUE, options, ASKER),
                new CacheCommand.Put("users", "key", "value", ASKER),
                new CacheCommand.Remove("users", KEY, Condition.versionIn(1, -1), ASKER),
                new CacheCommand.Remove("users", KEY, Condition.absent(), ASKER),
                new CacheReply.Found(new Entry<>(VALUE, -5, Optional.of(Duration.ofMillis(3)), "text/plain")),
                new CacheReply.Found(new Entry<>(VALUE, 5, Optional.empty(), "text/plain")),
                CacheReply.Absent.INSTANCE,
                new CacheReply.Stored(new PutResult(PutResult.Outcome.CONDITION_FAILED, 12)),
                new CacheReply.Removed(RemoveResult.ABSENT),
                new CacheReply.Failed(Reason.OUTCOME_UNKNOWN, "who knows"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageIsReadAsItWasWritten(Object message) throws Exception {
        Object read = SERIALIZER.fromBinary(SERIALIZER.toBinary(message), SERIALIZER.manifest(message));
        assertThat(read).usingRecursiveComparison().isEqualTo(message);
    }

    @Test
    void everyKindOfMessageIsTried() {
        List<Class<?>> tried =
                messages().<Class<?>>map(Object::getClass).distinct().toList();
        assertThat(tried)
                .containsAll(Arrays.asList(CacheCommand.class.getPermittedSubclasses()))
                .containsAll(Arrays.asList(CacheReply.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageThatIsCutIsRefused(Object message) {
        byte[] bytes = SERIALIZER.toBinary(message);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> SERIALIZER.fromBinary(cut, SERIALIZER.manifest(message)))
                    .isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void referenceSettingsBindIt() {
        assertThat(SerializationExtension.get(KIT.system()).findSerializerFor(CacheReply.Absent.INSTANCE))
                .isInstanceOf(CacheMessageSerializer.class);
    }
}
