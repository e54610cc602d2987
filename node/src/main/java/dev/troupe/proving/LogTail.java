package dev.troupe.proving;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a log that another process is writing. */
final class LogTail {
    private static final int MOST_BYTES = 16 << 20;

    private LogTail() {}

    /** What was written since an offset, at most the first 16 MiB of it; empty if there is no file. */
    static String since(Path log, long offset) {
        if (!Files.exists(log)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(MOST_BYTES, Math.max(0, file.length() - offset))];
            file.seek(offset);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The last lines of a log. */
    static List<String> last(Path log, int lines) {
        long length = length(log);
        List<String> all = since(log, Math.max(0, length - (64 << 10))).lines().toList();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /** How long it is now, 0 if there is none. */
    static long length(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
