package dev.troupe.cli.console;

/**
 * What is done when this process is told to end (Ctrl-C or SIGTERM) while something runs, after which it ends with a code of its own.
 * Owned by whoever runs it, who closes it when it is over.
 */
public final class StopHook implements AutoCloseable {
    private final Thread thread;

    /**
     * A hook that is in place from now on.
     *
     * @param action what is done; the process ends whatever comes of it
     */
    public StopHook(Runnable action, int exitCode) {
        this.thread = new Thread(
                () -> {
                    try {
                        action.run();
                    } finally {
                        Runtime.getRuntime().halt(exitCode);
                    }
                },
                "troupe-stop");
        Runtime.getRuntime().addShutdownHook(thread);
    }

    /** From now on nothing is done; what has begun decides how the process ends. */
    @Override
    public void close() {
        try {
            var unused = Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException stopping) {
            // It is running already.
        }
    }
}
