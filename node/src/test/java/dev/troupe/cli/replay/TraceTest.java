package dev.troupe.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void plainAndGzipReadAlike() throws IOException {
        String content = "a\n\nü b\r\nlast";
        assertThat(keys(plain("plain.txt", content), Long.MAX_VALUE)).containsExactly("a", "ü b", "last");
        assertThat(keys(gzip("zipped.txt", content), Long.MAX_VALUE)).containsExactly("a", "ü b", "last");
    }

    @Test
    void keysThatAreNotTextStayAsTheyAre() throws IOException {
        Path file = folder.resolve("binary");
        Files.write(file, new byte[] {-1, -2, '\n'});
        try (Trace trace = new Trace(file, 10)) {
            assertThat(trace.next().orElseThrow()).containsExactly(-1, -2);
        }
    }

    @Test
    void theLimitEndsIt() throws IOException {
        assertThat(keys(plain("t", "a\nb\nc\n"), 2)).containsExactly("a", "b");
        assertThat(keys(plain("t", ""), 2)).isEmpty();
        assertThat(keys(plain("t", "x"), 2)).containsExactly("x");
    }

    @Test
    void requestsAreCountedUpToTheLimit() throws IOException {
        Path file = gzip("t", "a\n\nb\nc");
        assertThat(Trace.requests(file, Long.MAX_VALUE)).isEqualTo(3);
        assertThat(Trace.requests(file, 2)).isEqualTo(2);
        try (Trace trace = new Trace(file, 3)) {
            assertThat(trace.taken()).isZero();
            assertThat(trace.next()).isPresent();
            assertThat(trace.taken()).isEqualTo(1);
        }
    }

    @Test
    void aTruncatedGzipIsAnError() throws IOException {
        Path whole = gzip("whole", "line\n".repeat(1000));
        Path cut = folder.resolve("cut");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(whole), 30));
        assertThatThrownBy(() -> keys(cut, Long.MAX_VALUE)).isInstanceOf(UncheckedIOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "cut.gz"})
    void aGzipThatIsCutAnywhereIsAnError(String name) throws IOException {
        byte[] whole = Files.readAllBytes(gzip("whole", "a\nb\n"));
        for (int length = name.endsWith(".gz") ? 0 : 1; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve(name), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> keys(cut, Long.MAX_VALUE))
                    .as("%d bytes", length)
                    .hasStackTraceContaining("the gzip data ends early");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.gz", "T.GZ"})
    void whatIsNamedGzipAndIsNotIsAnError(String name) throws IOException {
        Path file = plain(name, "a\nsecond key of a plain trace\n");
        assertThatThrownBy(() -> keys(file, Long.MAX_VALUE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ": there is something that is not gzip");
    }

    private static List<String> keys(Path file, long limit) throws IOException {
        List<String> keys = new ArrayList<>();
        try (Trace trace = new Trace(file, limit)) {
            for (Optional<byte[]> key = trace.next(); key.isPresent(); key = trace.next()) {
                keys.add(new String(key.get(), StandardCharsets.UTF_8));
            }
        }
        return keys;
    }

    private Path plain(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private Path gzip(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
