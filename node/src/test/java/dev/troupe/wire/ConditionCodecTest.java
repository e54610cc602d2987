package dev.troupe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Condition;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionCodecTest {
    static List<ConditionCodec> codecs() {
        return List.of(ConditionCodec.NUMBERED, ConditionCodec.LETTERED);
    }

    private static ByteBuffer written(ConditionCodec codec, Condition condition) {
        ByteBuffer buffer = ByteBuffer.allocate(2000);
        codec.write(buffer, condition);
        return buffer.flip();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyConditionSurvives(ConditionCodec codec) throws NotSerializableException {
        Condition most = Condition.versionIn(LongStream.range(-32, 32).toArray());
        List<Condition> single = List.of(
                Condition.always(),
                Condition.present(),
                Condition.absent(),
                Condition.versionIn(),
                Condition.versionNotIn(1, -2),
                most);
        List<Condition> pairs = single.stream()
                .flatMap(first -> single.stream().<Condition>map(second -> new Condition.Both(first, second)))
                .toList();
        for (Condition condition :
                Stream.concat(single.stream(), pairs.stream()).toList()) {
            ByteBuffer buffer = written(codec, condition);
            assertThat(codec.read(buffer)).isEqualTo(condition);
            assertThat(buffer.hasRemaining()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void conditionsNestedWithoutEndAreRefused(ConditionCodec codec) {
        byte[] nested = new byte[200_000];
        Arrays.fill(
                nested,
                written(codec, new Condition.Both(Condition.always(), Condition.always()))
                        .get());
        assertThatThrownBy(() -> codec.read(ByteBuffer.wrap(nested)))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("more than two parts");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void unknownTagsAreRefused(ConditionCodec codec) {
        byte[] unknown = new byte[100];
        unknown[0] = '?';
        assertThatThrownBy(() -> codec.read(ByteBuffer.wrap(unknown)))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("unknown condition");
    }

    @Test
    void moreVersionsThanAConditionHasAreRefused() {
        for (String hex : List.of("0300000041", "03ffffffff", "047fffffff")) {
            assertRefusesVersions(ConditionCodec.NUMBERED, hex);
        }
        assertRefusesVersions(ConditionCodec.LETTERED, "4941");
        assertRefusesVersions(ConditionCodec.LETTERED, "4eff");
    }

    private static void assertRefusesVersions(ConditionCodec codec, String hex) {
        ByteBuffer buffer =
                ByteBuffer.allocate(5000).put(HexFormat.of().parseHex(hex)).position(0);
        assertThatThrownBy(() -> codec.read(buffer))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("versions in a condition");
    }
}
