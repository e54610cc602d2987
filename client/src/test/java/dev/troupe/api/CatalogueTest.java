package dev.troupe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
    private static CacheSpec spec(String name) {
        return CacheSpec.of(new CacheName(name));
    }

    @Test
    void defaultIsAlwaysThere() {
        assertThat(new Catalogue(List.of()).specs()).containsExactly(spec("default"));
        assertThat(new Catalogue(List.of(spec("default"))).specs()).hasSize(1);
    }

    @Test
    void numbersDependOnNamesAndNotOnTheOrderOfDeclaration() {
        List<CacheSpec> specs = List.of(spec("b"), spec("a"), spec("z"));
        Catalogue one = new Catalogue(specs);
        Catalogue other = new Catalogue(List.of(spec("z"), spec("b"), spec("a")));
        for (CacheSpec spec : one.specs()) {
            int number = one.number(spec.name()).orElseThrow();
            assertThat(other.number(spec.name())).contains(number);
            assertThat(one.spec(number)).contains(spec);
        }
        assertThat(one.spec(-1)).isEmpty();
        assertThat(one.spec(4)).isEmpty();
        assertThat(one.number(new CacheName("other"))).isEmpty();
    }

    @Test
    void twoOfOneNameAndTooManyAreRefused() {
        assertThatThrownBy(() -> new Catalogue(Collections.nCopies(2, spec("a"))))
                .hasMessageContaining("two caches are named 'a'");
        List<CacheSpec> many = IntStream.rangeClosed(0, Catalogue.MOST_CACHES)
                .mapToObj(i -> spec("c" + i))
                .toList();
        assertThatThrownBy(() -> new Catalogue(many)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "CON", "Ünïcode", "-a", ".a", "a b", "a/b", "a\n"})
    void illegalNameIsRefused(String name) {
        assertThat(CacheName.isLegal(name)).isFalse();
        assertThatThrownBy(() -> new CacheName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nameOfMoreThan64CharactersIsRefused() {
        assertThat(CacheName.isLegal("a".repeat(64))).isTrue();
        assertThat(CacheName.isLegal("a".repeat(65))).isFalse();
    }

    @Test
    void durationsOutOfRangeAndIllegalMediaTypesAreRefused() {
        PutOptions options = PutOptions.DEFAULT;
        assertThatThrownBy(() -> options.withTtl(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withTtl(Duration.ofDays(3651))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withIdle(Duration.ofNanos(1))).isInstanceOf(IllegalArgumentException.class);
        for (String none : List.of("", "text", "text plain/x", "/plain", "text/", "text/plain, text/html")) {
            assertThatThrownBy(() -> options.withMediaType(none)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> options.withMediaType("a\r\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withMediaType("é")).isInstanceOf(IllegalArgumentException.class);
    }
}
