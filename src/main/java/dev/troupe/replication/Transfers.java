package dev.troupe.replication;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose turn it is to be filled on a node: a few copies at a time, the others in the order in which they asked. Whatever else is said to the
 * node waits behind the chunks that are on their way to it, so one that pulled all its copies at once would hear nothing for seconds. Safe
 * for use by many threads; one a node.
 */
public final class Transfers {
    /** Copies at a time: a chunk of each is on its way while another is put in place. */
    public static final int MOST = 4;

    private final int most;
    private final Set<Integer> running = new HashSet<>();
    private final Set<Integer> waiting = new LinkedHashSet<>();

    /**
     * Nobody asks yet.
     *
     * @param most copies at a time, at least 1
     */
    public Transfers(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at least one copy at a time, got " + most);
        }
        this.most = most;
    }

    /** Whether it is the turn of a partition; if not, it waits from now on. */
    synchronized boolean isTurnOf(int partition) {
        if (running.contains(partition)) {
            return true;
        }
        waiting.add(partition);
        if (running.size() == most || waiting.iterator().next() != partition) {
            return false;
        }
        waiting.remove(partition);
        return running.add(partition);
    }

    /** Nothing of this partition is to be filled any more. */
    synchronized void leave(int partition) {
        running.remove(partition);
        waiting.remove(partition);
    }

    /** The turn of this partition passes to those who wait, if there are any; then it waits behind them. Whether it has passed. */
    synchronized boolean pass(int partition) {
        return !waiting.isEmpty() && running.remove(partition) && waiting.add(partition);
    }

    /** Gives free turns to those who have waited longest; who they are. */
    public synchronized List<Integer> next() {
        List<Integer> begun = waiting.stream().limit(most - running.size()).toList();
        begun.forEach(waiting::remove);
        running.addAll(begun);
        return begun;
    }
}
