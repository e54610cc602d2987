package dev.troupe.proving.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All attempts of all clients, in the order in which they began, and what was done to the nodes meanwhile.
 *
 * @param attempts by {@code invokedNanos}
 * @param disturbances in any order
 */
public record History(List<Attempt> attempts, List<Disturbance> disturbances) {
    /** Copies and sorts. */
    public History {
        List<Attempt> sorted = new ArrayList<>(attempts);
        sorted.sort(Comparator.comparingLong(Attempt::invokedNanos));
        attempts = List.copyOf(sorted);
        disturbances = List.copyOf(disturbances);
    }

    /** A history in which nothing was done to the nodes. */
    public static History calm(List<Attempt> attempts) {
        return new History(attempts, List.of());
    }

    /** The attempts of each key, in their order. */
    Map<String, List<Attempt>> byKey() {
        Map<String, List<Attempt>> keys = new TreeMap<>();
        attempts.forEach(attempt ->
                keys.computeIfAbsent(attempt.key(), key -> new ArrayList<>()).add(attempt));
        return keys;
    }

    /** The attempts of each group, in their order: keys with one hash tag are one partition's. */
    Map<String, List<Attempt>> byGroup() {
        Map<String, List<Attempt>> groups = new TreeMap<>();
        attempts.forEach(attempt -> groups.computeIfAbsent(group(attempt.key()), group -> new ArrayList<>())
                .add(attempt));
        return groups;
    }

    /** The hash tag of a key, or the key if it has none. */
    static String group(String key) {
        int open = key.indexOf('{');
        int close = key.indexOf('}', open + 1);
        return open >= 0 && close > open + 1 ? key.substring(open + 1, close) : key;
    }

    /** When the first attempt began. */
    public long startNanos() {
        return attempts.isEmpty() ? 0 : attempts.get(0).invokedNanos();
    }
}
