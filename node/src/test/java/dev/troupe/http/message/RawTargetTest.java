package dev.troupe.http.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RawTargetTest {
    @Test
    void segmentsStayEncodedAndEmptyOnesAreKept() {
        RawTarget target = RawTarget.parse("GET", "/v1//a%2Fb/?ttl=5s?");
        assertThat(target.segments()).containsExactly("v1", "", "a%2Fb", "");
        assertThat(target.query()).isEqualTo("ttl=5s?");
        assertThat(target.path()).isEqualTo("/v1//a%2Fb/");
    }

    @Test
    void absoluteFormMeansItsPath() {
        assertThat(RawTarget.parse("GET", "http://host:80/alive")).isEqualTo(RawTarget.parse("GET", "/alive"));
    }

    @Test
    void dotSegmentsAreRefusedWhereverTheyStand() {
        for (String path : new String[] {"/.", "/a/../b", "/%2e%2E", "/a/.%2e/b", "http://h/./a", "/a/."}) {
            assertThatThrownBy(() -> RawTarget.parse("GET", path)).isInstanceOf(Refused.class);
        }
    }

    @Test
    void whatIsNoPathIsRefused() {
        for (String target : new String[] {"*", "", "http://host", "host:80", "/a#b"}) {
            assertThatThrownBy(() -> RawTarget.parse("GET", target)).isInstanceOf(Refused.class);
        }
    }
}
