package dev.troupe.cluster.membership;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.members.NodeId;
import dev.troupe.wire.GoldenBytes;
import java.io.NotSerializableException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSerializerTest {
    private static final NodeId NODE = new NodeId("127.0.0.1:17355", -7);
    private static final Greeting HELLO =
            new Greeting.Hello(NODE, new Introduction(Optional.of(URI.create("http://127.0.0.1:8080")), 12, false), 3);

    private final ClusterSerializer serializer = new ClusterSerializer();

    @Test
    void greetingsSurviveInTheBytesTheyHaveAlwaysHad() {
        List<Greeting> greetings = List.of(
                HELLO,
                new Greeting.Hello(NODE, new Introduction(Optional.empty(), 0, true), 0),
                new Greeting.Answer(NODE, new Introduction(Optional.empty(), Long.MAX_VALUE, false), -1));
        GoldenBytes.assertThatBytesAreThoseOf("greetings.txt", serializer, greetings);
    }

    @Test
    void everyKindOfGreetingHasAManifestOfItsOwn() {
        assertThat(Greeting.class.getPermittedSubclasses()).hasSize(2);
        assertThat(serializer.manifest(HELLO))
                .isNotEqualTo(serializer.manifest(new Greeting.Answer(NODE, HELLO.introduction(), 1)));
    }

    @Test
    void otherVersionsAreRefused() {
        byte[] bytes = serializer.toBinary(HELLO);
        bytes[0] = 1;
        assertThatThrownBy(() -> serializer.fromBinary(bytes, "H"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessage("format 1 of message H, this node reads 2");
    }

    @Test
    void unknownKindsAreRefused() {
        assertThatThrownBy(() -> serializer.fromBinary(serializer.toBinary(HELLO), "X"))
                .isInstanceOf(NotSerializableException.class);
    }

    @Test
    void everyOtherLengthIsRefused() {
        byte[] bytes = serializer.toBinary(HELLO);
        for (int length = 0; length <= bytes.length + 1; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            if (length != bytes.length) {
                assertThatThrownBy(() -> serializer.fromBinary(cut, "H"))
                        .as("%d bytes", length)
                        .isInstanceOf(NotSerializableException.class);
            }
        }
    }

    @Test
    void flagsThatAreNoneAreRefused() {
        byte[] bytes = serializer.toBinary(new Greeting.Hello(NODE, new Introduction(Optional.empty(), 1, true), 1));
        int draining = bytes.length - 3;
        assertThat(bytes[draining]).isEqualTo((byte) 1);
        bytes[draining] = 2;
        assertThatThrownBy(() -> serializer.fromBinary(bytes, "H"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessage("a flag of 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[", "a b"})
    void badAddressesAreRefused(String uri) {
        byte[] none = serializer.toBinary(new Greeting.Hello(NODE, new Introduction(Optional.empty(), 1, false), 1));
        byte[] bytes = Arrays.copyOf(none, none.length + uri.length());
        bytes[none.length - 1] = (byte) uri.length();
        System.arraycopy(uri.getBytes(US_ASCII), 0, bytes, none.length, uri.length());
        assertThatThrownBy(() -> serializer.fromBinary(bytes, "H"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("at index");
    }
}
