package dev.troupe.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One thing that the bench command measures.
 *
 * @param operation what is asked for
 * @param place where the keys are owned
 * @param caller how it is asked
 */
public record BenchRow(Operation operation, Place place, Caller caller) {
    /** What is asked for. */
    public enum Operation {
        GET,
        PUT
    }

    /** Where the keys are owned, as seen from the caller. */
    public enum Place {
        LOCAL,
        REMOTE,
        MIXED
    }

    /** How it is asked: without waiting, or by threads that wait for each answer. */
    public enum Caller {
        ASYNC("256 in flight"),
        BLOCKING("2 blocking threads");

        /** Calls at a time, of those that do not wait. */
        public static final int IN_FLIGHT = 256;
        /** Threads that wait. */
        public static final int THREADS = 2;

        private final String text;

        Caller(String text) {
            this.text = text;
        }
    }

    /** All rows whose label contains a text, in the order of the table. */
    public static List<BenchRow> containing(String text) {
        List<BenchRow> rows = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            for (Place place : Place.values()) {
                for (Caller caller : Caller.values()) {
                    rows.add(new BenchRow(operation, place, caller));
                }
            }
        }
        return rows.stream().filter(row -> row.label().contains(text)).toList();
    }

    /** For people. */
    public String label() {
        return lower(operation) + ", " + lower(place) + ", " + caller.text;
    }

    /** The first cells of its row. */
    public List<String> cells() {
        return List.of(lower(operation), lower(place), caller.text);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
