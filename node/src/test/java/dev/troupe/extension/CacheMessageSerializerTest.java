package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Condition;
import dev.troupe.api.Counted;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.Entry;
import dev.troupe.api.KeyPage;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.ReadOptions;
import dev.troupe.api.ReadResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import dev.troupe.wire.GoldenBytes;
import java.io.NotSerializableException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CacheMessageSerializerTest {
    private static final ActorSystem<Void> SYSTEM = GoldenBytes.system();
    private static final ActorRef<CacheReply> ASKER = GoldenBytes.ref(SYSTEM, "asker");
    private static final CacheMessageSerializer SERIALIZER = new CacheMessageSerializer(GoldenBytes.classic(SYSTEM));
    private static final byte[] KEY = {1, 2};
    private static final byte[] VALUE = {3, 4, 5};

    @AfterAll
    static void stop() {
        SYSTEM.terminate();
    }

    static Stream<Object> messages() {
        return Stream.of(reads(), others(), results()).flatMap(kinds -> kinds);
    }

    private static Stream<Object> reads() {
        return Stream.of(
                new CacheCommand.Get("users", "key", ASKER),
                new CacheCommand.Read("users", "key", ReadOptions.ANY, ASKER),
                new CacheCommand.Read("users", KEY, ReadOptions.DEFAULT, ASKER),
                new CacheReply.Read(ReadResult.ofOwner(Optional.empty())),
                new CacheReply.Read(new ReadResult<>(
                        Optional.of(new Entry<>(VALUE, 5, Optional.empty(), "text/plain")),
                        Optional.of(Duration.ofMillis(9)))));
    }

    private static Stream<Object> results() {
        return Stream.of(
                new CacheCommand.Remove(
                        "users",
                        KEY,
                        Condition.absent()
                                .and(Condition.versionIn(LongStream.range(0, 64).toArray())),
                        ASKER),
                new CacheCommand.Remove("caché \u0000\u20ac\ud83d\ude00", KEY, Condition.always(), ASKER),
                new CacheReply.Touched(false),
                new CacheReply.StoredAll(Arrays.stream(PutResult.Outcome.values())
                        .map(outcome -> new PutResult(outcome, 12))
                        .toList()),
                new CacheReply.Removed(RemoveResult.REMOVED),
                new CacheReply.Failed(Reason.UNAVAILABLE, "détail \u0000\u20ac\ud83d\ude00"));
    }

    private static Stream<Object> others() {
        PutOptions options = PutOptions.DEFAULT
                .withTtl(Duration.ofSeconds(7))
                .withCondition(Condition.present().and(Condition.versionNotIn(8, 9)))
                .withMediaType("text/plain");
        return Stream.of(
                new CacheCommand.Put("users", KEY, VALUE, options, ASKER),
                new CacheCommand.Put("users", "key", "value", ASKER),
                new CacheCommand.Remove("users", KEY, Condition.versionIn(1, -1), ASKER),
                new CacheCommand.Remove("users", KEY, Condition.absent(), ASKER),
                new CacheReply.Found(new Entry<>(VALUE, -5, Optional.of(Duration.ofMillis(3)), "text/plain")),
                new CacheReply.Found(new Entry<>(VALUE, 5, Optional.empty(), "text/plain")),
                new CacheCommand.Touch("users", "key", Duration.ofSeconds(1), ASKER),
                new CacheCommand.Touch("users", KEY, Optional.empty(), ASKER),
                new CacheCommand.Increment(
                        "users", KEY, -3, new CounterOptions(7, Optional.of(Duration.ofSeconds(1))), ASKER),
                new CacheCommand.Increment("users", "key", 3, ASKER),
                new CacheCommand.GetAll("users", List.of(KEY, VALUE), ASKER),
                new CacheCommand.PutAll("users", List.of(new CacheCommand.Item(KEY, VALUE)), options, ASKER),
                new CacheCommand.Clear("users", ASKER),
                new CacheCommand.ListKeys("users", KeyQuery.ALL, ASKER),
                new CacheCommand.ListKeys(
                        "users", KeyQuery.ALL.withPrefix("p").withLimit(9).from("c"), ASKER),
                new CacheReply.Touched(true),
                new CacheReply.Stepped(new Counted(3, 4)),
                new CacheReply.FoundAll(
                        List.of(Optional.empty(), Optional.of(new Entry<>(VALUE, 5, Optional.empty(), "text/plain")))),
                new CacheReply.StoredAll(List.of(new PutResult(PutResult.Outcome.CREATED, 12))),
                CacheReply.Cleared.INSTANCE,
                new CacheReply.Keys(new KeyPage<>(
                        List.of(new KeyPage.Key<>(KEY, 3, Optional.of(Duration.ofMillis(5)))), Optional.of("next"))),
                new CacheReply.Keys(new KeyPage<>(List.of(), Optional.empty())),
                CacheReply.Absent.INSTANCE,
                new CacheReply.Stored(new PutResult(PutResult.Outcome.CONDITION_FAILED, 12)),
                new CacheReply.Removed(RemoveResult.ABSENT),
                new CacheReply.Failed(Reason.OUTCOME_UNKNOWN, "who knows"));
    }

    @Test
    void bytesAreWhatTheyHaveAlwaysBeen() {
        GoldenBytes.assertThatBytesAreThoseOf(
                "extension.txt", SERIALIZER, messages().toList());
    }

    @Test
    void otherLengthsAreRefused() {
        GoldenBytes.assertThatOtherLengthsAreRefused(SERIALIZER, messages().toList());
    }

    @Test
    void valuesOfAnySizeSurvive() throws Exception {
        for (int length : new int[] {2000, 2048, 5000, 100_000}) {
            CacheCommand put = new CacheCommand.Put("users", KEY, new byte[length], PutOptions.DEFAULT, ASKER);
            assertThat(SERIALIZER.fromBinary(SERIALIZER.toBinary(put), SERIALIZER.manifest(put)))
                    .usingRecursiveComparison()
                    .isEqualTo(put);
        }
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
                .containsAll(Arrays.asList(CacheCommand.OfEntry.class.getPermittedSubclasses()))
                .containsAll(Arrays.stream(CacheCommand.class.getPermittedSubclasses())
                        .filter(kind -> !kind.isInterface())
                        .toList())
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

    @ParameterizedTest
    @MethodSource("messages")
    void messageWithAnotherByteIsReadOrRefused(Object message) {
        byte[] bytes = SERIALIZER.toBinary(message);
        for (int at = 0; at < bytes.length; at++) {
            for (int octet : new int[] {0, 1, 'B', 0x7f, 0x80, 0xff}) {
                byte[] other = bytes.clone();
                other[at] = (byte) octet;
                try {
                    assertThat(SERIALIZER.fromBinary(other, SERIALIZER.manifest(message)))
                            .isNotNull();
                } catch (NotSerializableException refused) {
                    assertThat(refused).hasMessageContaining(" ");
                }
            }
        }
    }

    /** So that it is refused where it arrives. */
    @Test
    void durationOutOfRangeStaysSo() {
        assertThat(touch(Duration.ofSeconds(-5))).isEqualTo(touch(Duration.ZERO));
        assertThat(touch(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(touch(Duration.ofMillis(Long.MAX_VALUE)));
    }

    private static byte[] touch(Duration ttl) {
        return SERIALIZER.toBinary(new CacheCommand.Touch("users", "key", ttl, ASKER));
    }

    /** Its stack would end, and with it the process. */
    @Test
    void conditionsNestedWithoutEndAreRefused() {
        byte[] head = SERIALIZER.toBinary(new CacheCommand.Remove("users", KEY, Condition.absent(), ASKER));
        int condition = head.length - 1 - 2 - "ABSENT".length();
        byte[] nested = Arrays.copyOf(head, 200_000);
        Arrays.fill(nested, condition, nested.length, (byte) 'B');
        assertThatThrownBy(() -> SERIALIZER.fromBinary(nested, "C"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("more than two parts");
    }

    @Test
    void commandThatNamesNobodyToAnswerIsRefused() {
        byte[] named = SERIALIZER.toBinary(new CacheCommand.Clear("users", ASKER));
        int nameBytes = ((named[1] & 0xff) << 8) | (named[2] & 0xff);
        byte[] unnamed = new byte[named.length - nameBytes];
        unnamed[0] = named[0];
        System.arraycopy(named, 3 + nameBytes, unnamed, 3, named.length - 3 - nameBytes);
        assertThatThrownBy(() -> SERIALIZER.fromBinary(unnamed, "C"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("address to reply to");
    }

    /** So that it fits where that fitted. */
    @Test
    void whatPutsDidIsNoLongerThanTheCommand() {
        CacheCommand.Item least = new CacheCommand.Item(new byte[1], new byte[0]);
        CacheCommand command =
                new CacheCommand.PutAll("users", Collections.nCopies(16_000, least), PutOptions.DEFAULT, ASKER);
        for (PutResult.Outcome outcome : PutResult.Outcome.values()) {
            CacheReply reply = new CacheReply.StoredAll(Collections.nCopies(16_000, new PutResult(outcome, -1)));
            assertThat(SERIALIZER.toBinary(reply)).hasSizeLessThan(SERIALIZER.toBinary(command).length);
        }
    }

    @Test
    void sizeOfManyEntriesAndKeysIsThatOfWhatIsWritten() {
        Entry<byte[]> entry = new Entry<>(VALUE, 5, Optional.of(Duration.ofMillis(3)), "text/" + "x".repeat(250));
        CacheReply found = new CacheReply.FoundAll(Collections.nCopies(1000, Optional.of(entry)));
        CacheReply absent = new CacheReply.FoundAll(Collections.nCopies(1000, Optional.empty()));
        CacheReply keys = new CacheReply.Keys(new KeyPage<>(
                Collections.nCopies(1000, new KeyPage.Key<>(KEY, 3, Optional.empty())), Optional.of("next")));
        for (CacheReply reply : List.of(found, absent, keys)) {
            assertThat(ReplyForm.sizeBytes(reply)).isEqualTo(SERIALIZER.toBinary(reply).length - 1);
        }
    }

    @Test
    void unknownKindOfMessageIsRefused() {
        byte[] absent = SERIALIZER.toBinary(CacheReply.Absent.INSTANCE);
        assertThatThrownBy(() -> SERIALIZER.fromBinary(absent, "X")).isInstanceOf(NotSerializableException.class);
    }

    @Test
    void referenceSettingsBindIt() {
        assertThat(SerializationExtension.get(SYSTEM).findSerializerFor(CacheReply.Absent.INSTANCE))
                .isInstanceOf(CacheMessageSerializer.class);
    }
}
