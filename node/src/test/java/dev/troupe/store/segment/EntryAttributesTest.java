package dev.troupe.store.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryAttributesTest {
    @Test
    void aMediaTypeLongerThanItsLengthByteCanSayIsRefused() {
        assertThat(of(60_000, "x".repeat(255)).mediaType()).hasSize(255);
        assertThatThrownBy(() -> of(60_000, "x".repeat(256))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/pl\u00e4in", "a/b\n", "\u007f", "x/\ud83d\ude00"})
    void aMediaTypeThatIsNotPrintableAsciiIsRefused(String type) {
        assertThatThrownBy(() -> of(60_000, type)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNegativeIdleTimeIsRefused() {
        assertThatThrownBy(() -> of(-1, "a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThat(of(0, "a/b").idleMillis()).isZero();
    }

    @Test
    void anotherExpiryChangesNothingElse() {
        assertThat(of(5, "a/b").expiringAt(77)).isEqualTo(new EntryAttributes(1, 77, 5, "a/b"));
    }

    private static EntryAttributes of(long idleMillis, String mediaType) {
        return new EntryAttributes(1, EntryAttributes.NEVER, idleMillis, mediaType);
    }
}
