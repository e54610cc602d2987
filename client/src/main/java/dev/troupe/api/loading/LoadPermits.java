package dev.troupe.api.loading;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the loads of one cache in this JVM need to run, so that there are not more than there may be. Safe for use by many threads. */
public final class LoadPermits {
    /** More tasks do not wait. */
    public static final int MOST_WAITING = 10_000;

    private final Set<LoadTask> waiting = new LinkedHashSet<>();
    private int running;

    /** Begins a task now, or when its turn comes, unless it needs no permit any more; false if too many wait. */
    boolean enter(LoadTask task, int most) {
        synchronized (this) {
            if (running >= most) {
                return !task.wantsPermit() || (waiting.size() < MOST_WAITING && waiting.add(task));
            }
            running++;
        }
        if (!task.begin(this::leave)) {
            leave();
        }
        return true;
    }

    /** A task does not wait any longer. */
    synchronized void forget(LoadTask task) {
        waiting.remove(task);
    }

    synchronized int waitingCount() {
        return waiting.size();
    }

    private void leave() {
        Trampoline.run(this::handOn);
    }

    private void handOn() {
        LoadTask next;
        do {
            synchronized (this) {
                Iterator<LoadTask> first = waiting.iterator();
                if (!first.hasNext()) {
                    running--;
                    return;
                }
                next = first.next();
                first.remove();
            }
        } while (!next.begin(this::leave));
    }
}
