package dev.troupe.cli.console;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error if that is a terminal, else nothing. Owned by a running command, who closes it. */
public interface Progress extends AutoCloseable {
    /** So much is done. */
    void to(long done);

    @Override
    void close();

    /** A bar from 0 to a total. */
    static Progress of(Console console, String task, long total) {
        return console.terminal() ? new Bar(console, task, total) : new Silent();
    }

    /** A drawn one. */
    final class Bar implements Progress {
        private static final int WIDTH = 79;
        private static final int REDRAW_MILLIS = 200;

        private final ProgressBar bar;

        private Bar(Console console, String task, long total) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(REDRAW_MILLIS)
                    .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH))
                    .build();
        }

        @Override
        public void to(long done) {
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** None. */
    final class Silent implements Progress {
        private Silent() {}

        @Override
        public void to(long done) {
            // Nobody watches.
        }

        @Override
        public void close() {
            // Nothing was drawn.
        }
    }
}
