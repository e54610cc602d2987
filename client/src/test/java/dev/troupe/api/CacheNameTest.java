package dev.troupe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheNameTest {
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "default", "a.b_c-d9", "z--", "9._-"})
    void namesOfLettersDigitsAndSeparatorsAreLegal(String name) {
        assertThat(new CacheName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".a", "_a", "-a", "A", "aB", "a b", "a/b", "a%", "\u00e4", "a\u0000", "a\n", "\u0660"})
    void everyOtherNameIsRefused(String name) {
        assertThat(CacheName.isLegal(name)).isFalse();
        assertThatThrownBy(() -> new CacheName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nameHasAtMost64Characters() {
        assertThat(CacheName.isLegal("a".repeat(64))).isTrue();
        assertThat(CacheName.isLegal("a".repeat(65))).isFalse();
    }

    @Test
    void everyCharacterIsJudgedAsTheErrorSays() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_VALUE).mapToObj(Character::toString))
                .allMatch(text -> CacheName.isLegal(text) == LEGAL.matcher(text).matches())
                .allMatch(text -> CacheName.isLegal('a' + text)
                        == LEGAL.matcher('a' + text).matches());
    }
}
