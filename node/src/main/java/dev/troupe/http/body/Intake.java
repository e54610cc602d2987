package dev.troupe.http.body;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Whether connections may still take requests in, and how each of them is told to stop. Safe for many threads. */
public final class Intake {
    private final Set<Runnable> stops = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /** A connection that opens; answers whether the intake has stopped already. */
    public boolean add(Runnable stop) {
        stops.add(stop);
        return stopped;
    }

    /** A connection that has closed. */
    public void remove(Runnable stop) {
        stops.remove(stop);
    }

    /** Tells all connections, now and to come. */
    public void stop() {
        stopped = true;
        stops.forEach(Runnable::run);
    }
}
