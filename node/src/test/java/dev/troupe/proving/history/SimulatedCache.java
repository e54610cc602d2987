package dev.troupe.proving.history;

import dev.troupe.proving.history.Action.Read;
import dev.troupe.proving.history.Action.Remove;
import dev.troupe.proving.history.Action.Write;
import dev.troupe.proving.history.Outcome.Plain;
import dev.troupe.proving.history.Outcome.Saw;
import dev.troupe.proving.history.Outcome.Wrote;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A cache of one partition, as clients see it, with every request taking effect at a random moment between its beginning
 * and its end. With a bug it goes wrong once, in a way that its clients can notice.
 */
final class SimulatedCache {
    /** What can be planted. */
    enum Bug {
        NONE,
        LOSES_A_WRITE,
        READS_STALE,
        MIXES_KEYS_UP,
        IGNORES_A_CONDITION,
        REUSES_A_VERSION,
        FORGETS_A_REMOVE,
        APPLIES_A_REFUSED_WRITE,
        APPLIES_TWICE
    }

    private record Stored(long value, long version) {}

    private static final Stored NOTHING = new Stored(Action.NOTHING, 0);
    private static final int CLIENTS = 5;
    private static final int REQUESTS = 300;
    private static final List<String> KEYS = List.of("{g}1", "{g}2", "{g}3");

    private final Random random;
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<String, Stored> entries = new HashMap<>();
    private long clock;
    private long sequence = 1L << 32;
    private long values;

    private SimulatedCache(long seed) {
        this.random = new Random(seed);
    }

    /** What clients saw of a run. */
    static List<Attempt> run(long seed, Bug bug) {
        SimulatedCache cache = new SimulatedCache(seed);
        cache.mixedLoad();
        cache.showBug(bug);
        return cache.attempts;
    }

    private void mixedLoad() {
        long[] free = new long[CLIENTS];
        record Request(long at, int client, long from, long to) {}
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            int client = random.nextInt(CLIENTS);
            long from = free[client] + random.nextInt(5);
            long at = from + random.nextInt(8);
            free[client] = at + random.nextInt(8) + 1;
            requests.add(new Request(at, client, from, free[client] - 1));
        }
        requests.sort(Comparator.comparingLong(Request::at));
        for (Request request : requests) {
            String key = KEYS.get(random.nextInt(KEYS.size()));
            Action action = randomAction(key);
            boolean reached = random.nextInt(40) != 0;
            boolean answered = reached && random.nextInt(40) != 0;
            Outcome outcome = reached ? apply(key, action) : Plain.UNKNOWN;
            Outcome told = answered ? outcome : action instanceof Read ? Plain.REFUSED : Plain.UNKNOWN;
            attempts.add(new Attempt(request.client(), key, action, told, request.from(), request.to()));
            clock = Math.max(clock, request.to() + 1);
        }
    }

    private Action randomAction(String key) {
        long current = entries.getOrDefault(key, NOTHING).value();
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3, 4 -> new Read();
            case 5, 6 -> Write.of(++values);
            case 7 -> Write.over(current, ++values);
            case 8 -> Write.over(1 + random.nextInt((int) values + 1), ++values);
            default -> new Remove();
        };
    }

    private Outcome apply(String key, Action action) {
        Stored current = entries.getOrDefault(key, NOTHING);
        if (action instanceof Write write) {
            if (write.expected() != Action.ANYTHING && write.expected() != current.value()) {
                return Plain.UNMET;
            }
            entries.put(key, new Stored(write.value(), ++sequence));
            return new Wrote(sequence);
        }
        if (action instanceof Remove) {
            return entries.remove(key) == null ? Plain.ABSENT : Plain.REMOVED;
        }
        return new Saw(current.value(), current.version());
    }

    /** One request after the other, correct. */
    private Outcome then(String key, Action action) {
        return then(key, action, apply(key, action));
    }

    private Outcome then(String key, Action action, Outcome outcome) {
        attempts.add(new Attempt(0, key, action, outcome, clock, clock + 2));
        clock += 3;
        return outcome;
    }

    private void showBug(Bug bug) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        long before = ++values;
        then(key, Write.of(before));
        Stored old = entries.getOrDefault(key, NOTHING);
        switch (bug) {
            case NONE -> then(key, new Read());
            case LOSES_A_WRITE -> then(key, Write.of(++values), new Wrote(++sequence));
            case READS_STALE -> {
                then(key, Write.of(++values));
                then(key, new Read(), new Saw(old.value(), old.version()));
            }
            case MIXES_KEYS_UP -> then(key, new Read(), new Saw(Action.FOREIGN, old.version()));
            case IGNORES_A_CONDITION -> {
                then(key, Write.over(before, ++values));
                entries.put(key, old);
                then(key, Write.over(before, ++values));
            }
            case REUSES_A_VERSION -> then(key, Write.of(++values), new Wrote(sequence));
            case FORGETS_A_REMOVE -> then(key, new Remove(), Plain.REMOVED);
            case APPLIES_A_REFUSED_WRITE -> {
                Action write = Write.of(++values);
                apply(key, write);
                then(key, write, Plain.REFUSED);
            }
            case APPLIES_TWICE -> entries.put(key, new Stored(before, ++sequence));
        }
        then(key, new Read());
    }
}
