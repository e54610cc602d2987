package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.bench.Sought.Subject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LookupRunTest {
    @ParameterizedTest
    @EnumSource(Subject.class)
    void presentKeysAreFoundAndAbsentOnesAreNot(Subject subject) {
        Sought sought = subject.filled(300);

        assertThat(sought.hits(new Keys(), 1000)).isEqualTo(1000);
        assertThat(sought.misses(new Keys(), 1000)).isZero();
    }

    @Test
    void aRowIsPrintedForEachSizeAndOperation() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            new LookupRun(List.of(Subject.STORE, Subject.HASH_MAP), List.of(10, 100), 3, 10_000).print("off");
        } finally {
            System.setOut(out);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(6)
                .anySatisfy(line -> assertThat(line).startsWith("| hit | 10 | off | "))
                .anySatisfy(line -> assertThat(line).startsWith("| miss | 100 | off | "));
    }
}
