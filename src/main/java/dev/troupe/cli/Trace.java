package dev.troupe.cli;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A file of requests, one key a line, plain or gzip (told by its first bytes). Empty lines are left out. Several threads
 * may take requests from one trace.
 */
final class Trace implements AutoCloseable {
    private static final int GZIP_MAGIC = 0x1f8b;

    private final BufferedReader lines;
    private final long limit;
    private long taken;

    /** Opens a trace; after {@code limit} requests it ends. */
    Trace(Path path, long limit) throws IOException {
        this.limit = limit;
        BufferedInputStream content = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        content.mark(2);
        int magic = content.read() << 8 | content.read();
        content.reset();
        InputStream plain = magic == GZIP_MAGIC ? new GZIPInputStream(content, 1 << 16) : content;
        // One character a byte, so that keys stay the bytes they are.
        this.lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.ISO_8859_1), 1 << 16);
    }

    /** How many requests a trace has up to a limit; reads it once. */
    static long requests(Path path, long limit) throws IOException {
        try (Trace trace = new Trace(path, limit)) {
            Optional<byte[]> key = trace.next();
            while (key.isPresent()) {
                key = trace.next();
            }
            return trace.taken();
        }
    }

    /** The next key, empty at the end. */
    synchronized Optional<byte[]> next() {
        try {
            String line = taken < limit ? lines.readLine() : null;
            while (line != null && line.isEmpty()) {
                line = lines.readLine();
            }
            taken += line == null ? 0 : 1;
            return Optional.ofNullable(line).map(key -> key.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How many were taken. */
    synchronized long taken() {
        return taken;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
