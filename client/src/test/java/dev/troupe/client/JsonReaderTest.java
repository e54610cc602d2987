package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonReaderTest {
    @Test
    void everyKindOfValueIsRead() {
        Object value = JsonReader.read(
                " {\"a\" : [1, -2.5e3, true, false, null, {}, []] , \"b\":\"x\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9é\"} ");
        assertThat(value)
                .isEqualTo(Map.of(
                        "a",
                        List.of(
                                BigDecimal.ONE,
                                new BigDecimal("-2.5e3"),
                                true,
                                false,
                                JsonReader.NULL,
                                Map.of(),
                                List.of()),
                        "b",
                        "x\"\\/\b\f\n\r\téé"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "{\"a\":1,\"a\":2}",
                "[1 2]",
                "01",
                "+1",
                "1.",
                ".5",
                "nul",
                "truex",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u+123\"",
                "\"\\u12",
                "\"open",
                "\"tab\there\"",
                "1\u0000",
                "{} {}",
                "1e99999",
                "'a'",
                "NaN"
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Read as a number it would take a processor for minutes. */
    @Test
    void aNumberIsNotLongerThanATimeThatNobodyNotices() {
        assertThat(JsonReader.read("7".repeat(JsonReader.LONGEST_NUMBER))).isInstanceOf(BigDecimal.class);
        for (int length : List.of(JsonReader.LONGEST_NUMBER + 1, 10_000_000)) {
            assertThatThrownBy(() -> JsonReader.read("7".repeat(length))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        for (int wrong : List.of(0x80, 0xc3, 0xff)) {
            assertThatThrownBy(() -> JsonReader.read(new byte[] {'"', (byte) wrong, '"'}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nestingIsBounded() {
        int deepest = JsonReader.DEEPEST;
        assertThat(JsonReader.read("[".repeat(deepest) + "1" + "]".repeat(deepest)))
                .isInstanceOf(List.class);
        assertThatThrownBy(() -> JsonReader.read("[".repeat(deepest + 1) + "]".repeat(deepest + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
    }
}
