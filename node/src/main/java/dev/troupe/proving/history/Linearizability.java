package dev.troupe.proving.history;

import dev.troupe.proving.history.Action.Write;
import dev.troupe.proving.history.Outcome.Plain;
import dev.troupe.proving.history.Outcome.Saw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whether the attempts of one key can be put in one order that respects time and explains every answer: the search of
 * Wing and Gong in the just-in-time form of Lowe ("Testing for linearizability", 2017). It walks through beginnings and
 * ends in their order and keeps all states that the key may be in, each with the attempts under way that have taken effect
 * in it; an attempt must have taken effect when it ends. One of unknown outcome never ends. Linearizability is local, so
 * keys are judged one at a time.
 */
public final class Linearizability {
    /** More attempts than this under way at a time, unknown ones included, are not decided. */
    private static final int MOST_PENDING = 62;

    private final int mostSteps;
    private final Attempt[] pending = new Attempt[MOST_PENDING];
    private long occupied;
    private long unknown;
    private Set<State> states = new HashSet<>(Set.of(new State(Action.NOTHING, 0)));
    private int steps;

    /** What was found. */
    public enum Verdict {
        LINEARIZABLE,
        VIOLATED,
        /** The search would have taken too long. */
        UNDECIDED
    }

    /**
     * A verdict and where it fell.
     *
     * @param verdict what was found
     * @param at the attempt that no order explains, or at which the search was given up
     */
    public record Result(Verdict verdict, Optional<Attempt> at) {}

    /** Where the key may be: its value, and a bit for each attempt under way that has taken effect. */
    private record State(long value, long effective) {}

    private record Moment(long nanos, boolean end, Attempt attempt) {}

    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMuch() {
            super(null, null, false, false);
        }
    }

    private Linearizability(int mostSteps) {
        this.mostSteps = mostSteps;
    }

    /**
     * Judges the attempts of one key that had no entry at the start.
     *
     * @param attempts in any order; refused ones and reads without an answer say nothing
     * @param mostSteps states that may be looked at before the search is given up
     */
    public static Result judge(List<Attempt> attempts, int mostSteps) {
        return new Linearizability(mostSteps).walk(moments(attempts));
    }

    private static List<Moment> moments(List<Attempt> attempts) {
        List<Moment> moments = new ArrayList<>();
        for (Attempt attempt : attempts) {
            if (attempt.isSeen() || attempt.mayHaveChanged() || isInformative(attempt)) {
                moments.add(new Moment(attempt.invokedNanos(), false, attempt));
                if (!attempt.isUnknown()) {
                    moments.add(new Moment(attempt.endedNanos(), true, attempt));
                }
            }
        }
        // Those of one nanosecond overlap: beginnings first.
        moments.sort((one, other) -> one.nanos() != other.nanos()
                ? Long.compare(one.nanos(), other.nanos())
                : Boolean.compare(one.end(), other.end()));
        return moments;
    }

    private static boolean isInformative(Attempt attempt) {
        return attempt.outcome() == Plain.UNMET || attempt.outcome() == Plain.ABSENT;
    }

    private Result walk(List<Moment> moments) {
        IdentityHashMap<Attempt, Integer> slots = new IdentityHashMap<>();
        for (Moment moment : moments) {
            Attempt attempt = moment.attempt();
            try {
                if (moment.end()) {
                    end(Objects.requireNonNull(slots.remove(attempt)));
                } else {
                    slots.put(attempt, begin(attempt));
                }
            } catch (TooMuch tooMuch) {
                return new Result(Verdict.UNDECIDED, Optional.of(attempt));
            }
            if (states.isEmpty()) {
                return new Result(Verdict.VIOLATED, Optional.of(attempt));
            }
        }
        return new Result(Verdict.LINEARIZABLE, Optional.empty());
    }

    private int begin(Attempt attempt) {
        int slot = Long.numberOfTrailingZeros(~occupied);
        if (slot >= MOST_PENDING) {
            throw new TooMuch();
        }
        pending[slot] = attempt;
        occupied |= 1L << slot;
        if (attempt.isUnknown()) {
            unknown |= 1L << slot;
        }
        return slot;
    }

    /** Keeps only the states in which the attempt of a slot has taken effect, at last now. */
    private void end(int slot) {
        long bit = 1L << slot;
        Set<State> reached = new HashSet<>();
        Set<State> tried = new HashSet<>(states);
        List<State> open = new ArrayList<>(states);
        while (!open.isEmpty()) {
            State state = open.remove(open.size() - 1);
            if ((state.effective() & bit) != 0) {
                reached.add(new State(state.value(), state.effective() & ~bit));
                continue;
            }
            for (long left = occupied & ~state.effective(); left != 0; left &= left - 1) {
                Optional<State> next = after(state, Long.numberOfTrailingZeros(left));
                if (next.isPresent() && tried.add(next.get())) {
                    open.add(next.get());
                }
            }
        }
        occupied &= ~bit;
        states = withoutDominated(reached);
    }

    private Optional<State> after(State state, int slot) {
        if (++steps > mostSteps) {
            throw new TooMuch();
        }
        OptionalLong value = effect(pending[slot], state.value());
        return value.isPresent()
                ? Optional.of(new State(value.getAsLong(), state.effective() | 1L << slot))
                : Optional.empty();
    }

    /** What an attempt leaves of a value, if it can have been answered as it was. */
    private static OptionalLong effect(Attempt attempt, long value) {
        if (attempt.outcome() instanceof Saw saw) {
            return when(saw.value() == value, value);
        }
        if (attempt.action() instanceof Write write) {
            boolean met = write.expected() == Action.ANYTHING || write.expected() == value;
            return attempt.outcome() == Plain.UNMET ? when(!met, value) : when(met, write.value());
        }
        return attempt.outcome() == Plain.ABSENT
                ? when(value == Action.NOTHING, value)
                : when(value != Action.NOTHING, Action.NOTHING);
    }

    private static OptionalLong when(boolean possible, long value) {
        return possible ? OptionalLong.of(value) : OptionalLong.empty();
    }

    /** Of states alike but for unknown attempts, one in which fewer of them have taken effect can do all the other can. */
    private Set<State> withoutDominated(Set<State> found) {
        Map<State, List<Long>> alike = new HashMap<>();
        for (State state : found) {
            alike.computeIfAbsent(new State(state.value(), state.effective() & ~unknown), key -> new ArrayList<>())
                    .add(state.effective() & unknown);
        }
        Set<State> kept = new HashSet<>();
        alike.forEach((state, masks) -> masks.stream()
                .filter(mask -> masks.stream().noneMatch(other -> other.longValue() != mask && (other & ~mask) == 0))
                .forEach(mask -> kept.add(new State(state.value(), state.effective() | mask))));
        return kept;
    }
}
