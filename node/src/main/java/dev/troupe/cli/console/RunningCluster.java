package dev.troupe.cli.console;

import dev.troupe.proving.LocalCluster;

/**
 * A cluster that is stopped when this process is told to end. Owned by the command that started
 * it, which closes it.
 */
public final class RunningCluster implements AutoCloseable {
    private final LocalCluster cluster;
    private final StopHook hook;
    private volatile boolean stopping;

    /** @param exitCode of this process if it is told to end */
    public RunningCluster(LocalCluster cluster, int exitCode) {
        this(cluster, exitCode, () -> {});
    }

    /**
     * A cluster before whose end something is done.
     *
     * @param exitCode of this process if it is told to end
     * @param first what is done then, while the nodes still run
     */
    public RunningCluster(LocalCluster cluster, int exitCode, Runnable first) {
        this.cluster = cluster;
        this.hook = new StopHook(() -> stop(first), exitCode);
    }

    private void stop(Runnable first) {
        stopping = true;
        try {
            first.run();
        } finally {
            cluster.close();
        }
    }

    /** The nodes. */
    public LocalCluster cluster() {
        return cluster;
    }

    /** Whether this process was told to end, so that nodes are expected to. */
    public boolean isStopping() {
        return stopping;
    }

    @Override
    public void close() {
        hook.close();
        cluster.close();
    }
}
