package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void keysAreNumberedInTheOrderOfTheirFirstAppearance() throws IOException {
        Path file = Files.writeString(folder.resolve("shop.txt"), "b\na\nb\nc\na\n");
        Trace trace = Trace.read(file);
        assertThat(trace.name()).isEqualTo("shop");
        assertThat(trace.requests()).containsExactly(0, 1, 0, 2, 1);
        assertThat(trace.uniqueKeys()).isEqualTo(3);
    }

    @Test
    void packedFilesAreUnpacked() throws IOException {
        Path file = folder.resolve("shop.txt.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("x\ny\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Trace.read(file).requests()).containsExactly(0, 1);
    }

    @Test
    void emptyFilesAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("empty.txt"), "");
        assertThatThrownBy(() -> Trace.read(file)).isInstanceOf(IOException.class);
    }
}
