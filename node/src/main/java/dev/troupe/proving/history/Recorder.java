package dev.troupe.proving.history;

import java.util.ArrayList;
import java.util.List;

/** Collects what happens while it happens. Safe for use by many threads. */
public final class Recorder {
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Disturbance> disturbances = new ArrayList<>();

    /** Adds an attempt that has ended. */
    public synchronized void add(Attempt attempt) {
        attempts.add(attempt);
    }

    /** Adds a disturbance that is over. */
    public synchronized void add(Disturbance disturbance) {
        disturbances.add(disturbance);
    }

    /** All there is so far. */
    public synchronized History history() {
        return new History(attempts, disturbances);
    }
}
