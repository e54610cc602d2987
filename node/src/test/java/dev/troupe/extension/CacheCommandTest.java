package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Condition;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.PutOptions;
import dev.troupe.api.ReadOptions;
import dev.troupe.api.Reason;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CacheCommandTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ActorRef<CacheReply> ASKER =
            KIT.<CacheReply>createTestProbe().ref();
    private static final byte[] KEY = {1, 2};
    private static final byte[] VALUE = {3, 4};

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    static Stream<Record> messages() {
        return Stream.of(
                new CacheCommand.Get("c", KEY, ASKER),
                new CacheCommand.Read("c", KEY, ReadOptions.ANY, ASKER),
                new CacheCommand.Put("c", KEY, VALUE, PutOptions.DEFAULT, ASKER),
                new CacheCommand.Remove("c", KEY, Condition.always(), ASKER),
                new CacheCommand.Touch("c", KEY, Optional.empty(), ASKER),
                new CacheCommand.Increment("c", KEY, 1, CounterOptions.DEFAULT, ASKER),
                new CacheCommand.GetAll("c", List.of(KEY), ASKER),
                new CacheCommand.PutAll("c", List.of(new CacheCommand.Item(KEY, VALUE)), PutOptions.DEFAULT, ASKER),
                new CacheCommand.Item(KEY, VALUE),
                new CacheCommand.Clear("c", ASKER),
                new CacheCommand.ListKeys("c", KeyQuery.ALL, ASKER),
                new CacheReply.Failed(Reason.INTERNAL, "detail"),
                PutOptions.DEFAULT,
                CounterOptions.DEFAULT,
                ReadOptions.DEFAULT,
                KeyQuery.ALL,
                (Record) Condition.present().and(Condition.versionIn(1)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void partThatIsNullIsRefusedByName(Record message) throws Exception {
        RecordComponent[] parts = message.getClass().getRecordComponents();
        Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = message.getClass().getDeclaredConstructor(types);
        for (int part = 0; part < parts.length; part++) {
            if (types[part].isPrimitive()) {
                continue;
            }
            Object[] values = new Object[parts.length];
            for (int other = 0; other < parts.length; other++) {
                values[other] =
                        other == part ? null : parts[other].getAccessor().invoke(message);
            }
            assertThatThrownBy(() -> constructor.newInstance(values))
                    .as(parts[part].getName())
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(parts[part].getName());
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullAmongSeveralIsRefusedByItsPlace() {
        List<byte[]> keys = new ArrayList<>(Arrays.asList(KEY, null));
        assertThatThrownBy(() -> new CacheCommand.GetAll("c", keys, ASKER)).hasMessage("keys[1]");
        List<CacheCommand.Item> items = new ArrayList<>(Arrays.asList(new CacheCommand.Item(KEY, VALUE), null));
        assertThatThrownBy(() -> new CacheCommand.PutAll("c", items, PutOptions.DEFAULT, ASKER))
                .hasMessage("items[1]");
        assertThatThrownBy(() -> new CacheCommand.Put("c", "k", null, ASKER)).hasMessage("value");
    }

    @Test
    void textThatCouldNotCrossNodesIsRefusedByName() {
        String longest = "\u20ac".repeat(CacheCommand.LONGEST_TEXT);
        String longer = longest + "x";
        KeyQuery query = KeyQuery.ALL.withPrefix(longest).from(longest);
        CacheMessageSerializer serializer =
                new CacheMessageSerializer((ExtendedActorSystem) KIT.system().classicSystem());
        assertThat(serializer.toBinary(new CacheCommand.ListKeys(longest, query, ASKER)))
                .hasSizeLessThan(160 << 10);
        assertThatThrownBy(() -> new CacheCommand.Get(longer, KEY, ASKER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("length of cache must be between 0 and ");
        assertThatThrownBy(() -> new CacheCommand.Clear(longer, ASKER)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CacheCommand.ListKeys("c", query.withPrefix(longer), ASKER))
                .hasMessageStartingWith("length of prefix must be ");
        assertThatThrownBy(() -> new CacheCommand.ListKeys("c", query.from(longer), ASKER))
                .hasMessageStartingWith("length of cursor must be ");
    }

    @Test
    void whoMadeACommandMayUseItsArraysAgain() {
        byte[] key = KEY.clone();
        byte[] value = VALUE.clone();
        List<byte[]> keys = new ArrayList<>(List.of(key));
        var put = new CacheCommand.Put("c", key, value, PutOptions.DEFAULT, ASKER);
        var item = new CacheCommand.Item(key, value);
        var all = new CacheCommand.GetAll("c", keys, ASKER);
        Arrays.fill(key, (byte) 9);
        Arrays.fill(value, (byte) 9);
        Arrays.fill(put.key(), (byte) 9);
        Arrays.fill(put.value(), (byte) 9);
        Arrays.fill(all.keys().get(0), (byte) 9);
        keys.clear();
        assertThat(put.key()).isEqualTo(KEY);
        assertThat(put.value()).isEqualTo(VALUE);
        assertThat(item.key()).isEqualTo(KEY);
        assertThat(item.value()).isEqualTo(VALUE);
        assertThat(all.keys()).containsExactly(KEY);
    }
}
