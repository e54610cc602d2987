package dev.troupe.cli.replay;

import dev.troupe.cli.io.GzipStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A file of requests, one key a line, plain or gzip. What begins with the first byte of gzip, or is named {@code .gz}, has to be
 * gzip, so that one that was cut is never taken for keys. Keys are bytes; empty lines are left out.
 * Several threads may take requests from one trace.
 */
final class Trace implements AutoCloseable {
    /** Longer lines are refused: what has such is no trace. */
    static final int LONGEST_LINE_BYTES = 1 << 16;

    private static final int GZIP_FIRST_BYTE = 0x1f;
    private static final String GZIP_SUFFIX = ".gz";
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final InputStream content;
    private final long limit;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int end;
    private long taken;

    /** Opens a trace; after {@code limit} requests it ends. */
    Trace(Path path, long limit) throws IOException {
        this.path = path;
        this.limit = limit;
        InputStream file = Files.newInputStream(path);
        try {
            this.content = unpacked(new BufferedInputStream(file, BUFFER_BYTES), path);
        } catch (IOException failure) {
            file.close();
            throw new IOException(path + ": " + failure.getMessage(), failure);
        }
    }

    private static InputStream unpacked(BufferedInputStream file, Path path) throws IOException {
        file.mark(1);
        int first = file.read();
        file.reset();
        boolean isGzip = first == GZIP_FIRST_BYTE
                || path.toString().toLowerCase(Locale.ROOT).endsWith(GZIP_SUFFIX);
        return isGzip ? new GzipStream(file) : file;
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

    /**
     * The next key, empty at the end.
     *
     * @throws UncheckedIOException if the file cannot be read to its end, or has a line that is too long
     */
    synchronized Optional<byte[]> next() {
        try {
            Optional<byte[]> key = taken < limit ? line() : Optional.empty();
            taken += key.isPresent() ? 1 : 0;
            return key;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + path + " beyond request " + taken, failure);
        }
    }

    private Optional<byte[]> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (next < end || fill()) {
            int start = next;
            while (next < end && buffer[next] != '\n' && buffer[next] != '\r') {
                next++;
            }
            line.write(buffer, start, next - start);
            if (line.size() > LONGEST_LINE_BYTES) {
                throw new IOException(
                        "a line is longer than " + LONGEST_LINE_BYTES + " bytes; a trace has one key a line");
            }
            if (next < end) {
                next++;
                if (line.size() > 0) {
                    break;
                }
            }
        }
        return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, content.read(buffer, 0, BUFFER_BYTES));
        return end > 0;
    }

    /** How many were taken. */
    synchronized long taken() {
        return taken;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
