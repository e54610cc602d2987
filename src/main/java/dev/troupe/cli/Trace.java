package dev.troupe.cli;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
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

    private final Counted file;
    private final BufferedReader lines;
    private final long bytes;
    private final long limit;
    private long taken;

    /** Opens a trace; after {@code limit} requests it ends. */
    Trace(Path path, long limit) throws IOException {
        this.bytes = Files.size(path);
        this.limit = limit;
        this.file = new Counted(Files.newInputStream(path));
        BufferedInputStream content = new BufferedInputStream(file, 1 << 16);
        content.mark(2);
        int magic = content.read() << 8 | content.read();
        content.reset();
        InputStream plain = magic == GZIP_MAGIC ? new GZIPInputStream(content, 1 << 16) : content;
        // One character a byte, so that keys stay the bytes they are.
        this.lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.ISO_8859_1), 1 << 16);
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

    /** How much of it is done, in thousandths. */
    synchronized long progress() {
        long ofFile = bytes == 0 ? 1000 : file.count * 1000 / bytes;
        return Math.max(ofFile, taken * 1000 / limit);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Counts what is read, under the trace's lock. */
    private static final class Counted extends FilterInputStream {
        private long count;

        private Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
