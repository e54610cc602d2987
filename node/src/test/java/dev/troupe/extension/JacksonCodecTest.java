package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.api.Codec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JacksonCodecTest {
    record User(String name, List<Integer> scores) {}

    private static final Codec<User, byte[]> CODEC = JacksonCodec.json(User.class);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void valueIsReadAsItWasWritten() {
        User user = new User("Zoë", List.of(1, 2));
        assertThat(CODEC.decode(CODEC.encode(user))).isEqualTo(user);
        assertThat(new String(CODEC.encode(user), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"Zoë\",\"scores\":[1,2]}");
    }

    @Test
    void fieldThatTheClassNoLongerHasIsIgnored() {
        assertThat(CODEC.decode(bytes("{\"name\":\"a\",\"scores\":[],\"age\":7}")))
                .isEqualTo(new User("a", List.of()));
    }

    @Test
    void whatIsNotOfTheClassIsRefused() {
        assertThatThrownBy(() -> CODEC.decode(bytes("{\"name\":[]}"))).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> CODEC.decode(bytes("hello"))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void mapperOfTheApplicationDecidesTheForm() {
        Codec<User, byte[]> indented = JacksonCodec.of(
                new ObjectMapper().enable(com.fasterxml.jackson.databind.SerializationFeature.INDENT_OUTPUT),
                User.class);
        assertThat(new String(indented.encode(new User("a", List.of())), StandardCharsets.UTF_8))
                .contains("\n");
    }
}
