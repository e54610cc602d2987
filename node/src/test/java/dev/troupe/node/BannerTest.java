package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BannerTest {
    /** As a process's own output: what it writes is one system call each. */
    private static final class Writes extends OutputStream {
        private final List<String> all = new ArrayList<>();

        @Override
        public void write(int single) {
            all.add(String.valueOf((char) single));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            all.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }
    }

    @Test
    void theReadyLineIsWrittenInOnePieceSoThatNoLogLineGetsIntoIt() {
        Writes writes = new Writes();
        PrintStream out = new PrintStream(writes, true, StandardCharsets.UTF_8);

        Banner.writeReady(out, "http://127.0.0.1:8080");

        assertThat(writes.all).hasSize(1);
        assertThat(writes.all.get(0)).endsWith("ready http://127.0.0.1:8080\n");
    }
}
