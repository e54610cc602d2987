package dev.troupe.replication.copy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose turn it is to be filled on a node: a few copies at a time, fewer of one owner if others wait, the rest in the order in which they asked. Whatever
 * else is said to the node waits behind the chunks that are on their way to it, so one that pulled all its copies at once would hear nothing
 * for seconds. Safe for use by many threads; one a node.
 */
public final class Transfers {
    /** Copies at a time: a chunk of each is on its way while another is put in place. */
    public static final int MOST = 4;

    /** Of these, from one owner's node as long as others wait: one that stands still does not keep all others waiting. */
    private static final int SHARE_OF_ONE = 2;

    private final int most;
    /** Owners' nodes by partition. */
    private final Map<Integer, Long> running = new HashMap<>();

    private final Map<Integer, Long> waiting = new LinkedHashMap<>();

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

    /** Whether it is the turn of a partition, of an owner on a node; if not, it waits from now on. */
    public synchronized boolean isTurnOf(int partition, long owner) {
        if (running.containsKey(partition)) {
            return true;
        }
        waiting.put(partition, owner);
        return first().filter(next -> next == partition).map(this::begin).isPresent();
    }

    /** Nothing of this partition is to be filled any more. */
    public synchronized void leave(int partition) {
        running.remove(partition);
        waiting.remove(partition);
    }

    /** The turn of this partition passes to those who wait, if there are any; then it waits behind them. Whether it has passed. */
    synchronized boolean pass(int partition) {
        Long owner = waiting.isEmpty() ? null : running.remove(partition);
        if (owner != null) {
            waiting.put(partition, owner);
        }
        return owner != null;
    }

    /** Gives free turns to those who have waited longest; who they are. Called for every message, so it is quick if there is nobody. */
    public synchronized List<Integer> next() {
        if (waiting.isEmpty() || running.size() >= most) {
            return List.of();
        }
        List<Integer> begun = new ArrayList<>();
        for (Optional<Integer> next = first(); next.isPresent(); next = first()) {
            begun.add(begin(next.get()));
        }
        return begun;
    }

    /** Whether this partition has its turn or waits for it. */
    public synchronized boolean knows(int partition) {
        return running.containsKey(partition) || waiting.containsKey(partition);
    }

    /** Who is next: the first whose owner has not its share of turns, or else simply the first. */
    private Optional<Integer> first() {
        if (running.size() >= most) {
            return Optional.empty();
        }
        return waiting.entrySet().stream()
                .filter(next -> Collections.frequency(running.values(), next.getValue()) < SHARE_OF_ONE)
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> waiting.keySet().stream().findFirst());
    }

    private int begin(int partition) {
        Long owner = waiting.remove(partition);
        if (owner != null) {
            running.put(partition, owner);
        }
        return partition;
    }
}
