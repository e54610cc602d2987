package dev.troupe.http.entry;

import dev.troupe.http.message.RawTarget;
import dev.troupe.metrics.RequestMeters.Operation;
import java.util.Optional;

/** What can be done to an entry or a cache beyond the plain methods, and at which paths. */
public enum Actions {
    TOUCH("_touch", "POST", Operation.TOUCH),
    INCREMENT("_increment", "POST", Operation.INCREMENT),
    CLEAR("_clear", "POST", Operation.CLEAR),
    KEYS("keys", "GET", Operation.KEYS);

    private final String segment;
    private final String method;
    private final Operation operation;

    Actions(String segment, String method, Operation operation) {
        this.segment = segment;
        this.method = method;
        this.operation = operation;
    }

    /** The action of a path, if it is one: behind an entry's, or behind a cache's. */
    public static Optional<Actions> at(RawTarget target) {
        if (!target.segment(0).equals("v1") || !target.segment(1).equals("caches")) {
            return Optional.empty();
        }
        for (Actions action : values()) {
            boolean isHere = action.isOfEntry()
                    ? target.size() == 6
                            && target.segment(3).equals("entries")
                            && target.segment(5).equals(action.segment)
                    : target.size() == 4 && target.segment(3).equals(action.segment);
            if (isHere) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    /** Whether a path is that of an action on an entry. */
    public static boolean isOnEntry(RawTarget target) {
        return at(target).filter(Actions::isOfEntry).isPresent();
    }

    /** The one method that applies. */
    public String method() {
        return method;
    }

    /** What it is counted as. */
    public Operation operation() {
        return operation;
    }

    /** Whether it changes anything. */
    public boolean changes() {
        return this != KEYS;
    }

    private boolean isOfEntry() {
        return this == TOUCH || this == INCREMENT;
    }
}
