package dev.troupe.cli;

import dev.troupe.proving.LocalCluster;

/**
 * A cluster that is stopped when this process is told to end. Owned by the command that started
 * it, which closes it.
 */
public final class RunningCluster implements AutoCloseable {
    private final LocalCluster cluster;
    private final Thread hook;
    private volatile boolean stopping;

    /** @param exitCode of this process if it is told to end */
    public RunningCluster(LocalCluster cluster, int exitCode) {
        this.cluster = cluster;
        this.hook = new Thread(
                () -> {
                    stopping = true;
                    cluster.close();
                    Runtime.getRuntime().halt(exitCode);
                },
                "troupe-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The nodes. */
    public LocalCluster cluster() {
        return cluster;
    }

    /** Whether this process was told to end, so that nodes are expected to. */
    boolean isStopping() {
        return stopping;
    }

    @Override
    public void close() {
        try {
            var unused = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The hook is running already and decides how the process ends.
        }
        cluster.close();
    }
}
