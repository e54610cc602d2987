package dev.troupe.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgumentsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "key", "@x", "-x", "ä", "日本", "𝄞", "\n\u0001"})
    void whatWasReadAsUtf8IsTaken(String argument) {
        assertThat(Arguments.complaint(List.of("put", argument), "UTF-8")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFFFD", "k\uFFFD\uFFFD", "\uD834", "\uDD1E\uD834"})
    void whatCouldNotBeReadIsRefused(String argument) {
        assertThat(Arguments.complaint(List.of("put", argument, "v"), "UTF-8"))
                .hasValueSatisfying(sentence -> assertThat(sentence).startsWith("argument 2 is not UTF-8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ANSI_X3.4-1968", "ISO-8859-1", "Cp1252", ""})
    void underOtherCharactersOnlyAsciiIsTaken(String encoding) {
        assertThat(Arguments.complaint(List.of("put", "k", "~v"), encoding)).isEmpty();
        for (String argument : List.of("Ã¤", "\uFFFD\uFFFD", "\u0080")) {
            assertThat(Arguments.complaint(List.of(argument), encoding))
                    .hasValueSatisfying(sentence -> assertThat(sentence).contains("'" + encoding + "'", "LC_ALL"));
        }
    }

    @Test
    void noArgumentsAreFine() {
        assertThat(Arguments.complaint(List.of(), "")).isEmpty();
    }
}
