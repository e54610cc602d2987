package dev.troupe.proving.history;

import dev.troupe.proving.history.Action.Read;
import dev.troupe.proving.history.Action.Remove;
import dev.troupe.proving.history.Action.Write;
import dev.troupe.proving.history.Outcome.Plain;
import dev.troupe.proving.history.Outcome.Saw;
import dev.troupe.proving.history.Outcome.Wrote;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The plain definition of linearizability, for few attempts: tries every order that respects time. */
final class AllOrders {
    private static final int MOST_ATTEMPTS = 6;
    private static final int VALUES = 3;

    private AllOrders() {}

    /** Whether some order explains all answers. */
    static boolean explain(List<Attempt> attempts) {
        return explain(attempts, Action.NOTHING);
    }

    private static boolean explain(List<Attempt> left, long value) {
        if (left.stream().allMatch(Attempt::isUnknown)) {
            return true;
        }
        for (Attempt next : left) {
            boolean first = left.stream().noneMatch(other -> !other.isUnknown() && other.isBefore(next));
            if (!first || !fits(next, value)) {
                continue;
            }
            List<Attempt> rest = new ArrayList<>(left);
            rest.remove(next);
            if (explain(rest, left(next, value))) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(Attempt attempt, long value) {
        if (attempt.action() instanceof Write write) {
            boolean met = write.expected() == Action.ANYTHING || write.expected() == value;
            return met != (attempt.outcome() == Plain.UNMET);
        }
        if (attempt.outcome() instanceof Saw saw) {
            return saw.value() == value;
        }
        return (attempt.outcome() == Plain.ABSENT) == (value == Action.NOTHING);
    }

    private static long left(Attempt attempt, long value) {
        if (attempt.outcome() == Plain.UNMET || attempt.isSeen()) {
            return value;
        }
        return attempt.isWrite() ? attempt.value() : Action.NOTHING;
    }

    /** Up to six attempts that overlap much and were answered at random. */
    static List<Attempt> randomAttempts(Random random) {
        List<Attempt> attempts = new ArrayList<>();
        int count = 2 + random.nextInt(MOST_ATTEMPTS - 1);
        for (int value = 1; value <= count; value++) {
            int from = random.nextInt(20);
            attempts.add(randomAttempt(random, value, from, from + random.nextInt(8)));
        }
        return attempts;
    }

    private static Attempt randomAttempt(Random random, int value, int from, int to) {
        int seen = random.nextInt(VALUES + 1);
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> Attempts.of(from, to, new Read(), new Saw(seen, seen));
            case 3 -> Attempts.of(from, to, Write.of(value), new Wrote(value));
            case 4 -> Attempts.of(from, to, Write.of(value), Plain.UNKNOWN);
            case 5 ->
                Attempts.of(from, to, Write.over(seen, value), random.nextBoolean() ? new Wrote(value) : Plain.UNMET);
            case 6 -> Attempts.of(from, to, new Remove(), random.nextBoolean() ? Plain.REMOVED : Plain.ABSENT);
            default -> Attempts.of(from, to, new Remove(), Plain.UNKNOWN);
        };
    }
}
