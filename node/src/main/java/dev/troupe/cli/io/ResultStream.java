package dev.troupe.cli.io;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Standard output in UTF-8. Knows why something could not be written, where a {@link PrintStream} knows only that. */
public final class ResultStream extends PrintStream {
    private final Watched target;

    /**
     * A stream of results.
     *
     * @param told gets the first failure to write, at once
     */
    public ResultStream(OutputStream target, Consumer<IOException> told) {
        this(new Watched(target, told));
    }

    private ResultStream(Watched target) {
        super(target, true, StandardCharsets.UTF_8);
        this.target = target;
    }

    /** Why what was printed so far, or a part of it, has not been written. */
    public Optional<IOException> failure() {
        flush();
        return Optional.ofNullable(target.failure);
    }

    /** Whether the reader has left, as {@code head} does when it has enough. */
    public static boolean isClosedPipe(IOException failure) {
        return String.valueOf(failure.getMessage()).contains("Broken pipe");
    }

    private static final class Watched extends FilterOutputStream {
        private final Consumer<IOException> told;
        private volatile @Nullable IOException failure;

        private Watched(OutputStream target, Consumer<IOException> told) {
            super(target);
            this.told = told;
        }

        @Override
        public void write(int b) throws IOException {
            watch(() -> out.write(b));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            watch(() -> out.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            watch(out::flush);
        }

        private void watch(Writing writing) throws IOException {
            try {
                writing.run();
            } catch (IOException failed) {
                if (failure == null) {
                    failure = failed;
                    told.accept(failed);
                }
                throw failed;
            }
        }
    }

    private interface Writing {
        void run() throws IOException;
    }
}
