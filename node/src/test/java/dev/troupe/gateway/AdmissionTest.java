package dev.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission(2, 140);

    @Test
    void countIsBoundedAndGivenBack() {
        assertThat(admission.tryEnter(1)).isTrue();
        assertThat(admission.tryEnter(1)).isTrue();
        assertThat(admission.tryEnter(1)).isFalse();
        admission.leave(1);
        assertThat(admission.tryEnter(1)).isTrue();
    }

    @Test
    void bytesAreBoundedAndARefusalLeavesNoTrace() {
        assertThat(admission.tryEnter(60)).isTrue();
        assertThat(admission.tryEnter(60)).isFalse();
        assertThat(admission.requests()).isEqualTo(1);
        assertThat(admission.tryEnter(40)).isTrue();
    }
}
