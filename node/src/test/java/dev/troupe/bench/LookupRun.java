package dev.troupe.bench;

import dev.troupe.bench.Sought.Subject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Looks keys up in the subjects in turn. The first two are compared. */
final class LookupRun {
    private static final int WARM_UPS = 5;

    private enum Operation {
        HIT("hit"),
        MISS("miss");

        private final String title;

        Operation(String title) {
            this.title = title;
        }
    }

    private final List<Subject> subjects;
    private final List<Integer> sizes;
    private final int rounds;
    private final int block;
    private final Keys keys = new Keys();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    /** Medians at the first size. */
    private final Map<String, Double> first = new HashMap<>();

    LookupRun(List<Subject> subjects, List<Integer> sizes, int rounds, int block) {
        this.subjects = subjects;
        this.sizes = sizes;
        this.rounds = rounds;
        this.block = block;
    }

    /** Measures at each size and prints a row for each operation. */
    void print(String pages) {
        List<String> columns = new ArrayList<>(List.of("get", "entries", "huge pages"));
        subjects.forEach(subject -> columns.add(subject.title() + ", ns"));
        columns.add(subjects.get(0).title() + " / " + subjects.get(1).title());
        columns.add("lowest to highest round");
        subjects.forEach(subject -> columns.add(subject.title() + " grown"));
        Table table = new Table(columns);
        for (int size : sizes) {
            List<Sought> filled = new ArrayList<>();
            for (Subject subject : subjects) {
                try (Progress progress = new Progress("filling " + subject.title() + " with " + size, size)) {
                    filled.add(subject.filled(size));
                    progress.at(size);
                }
            }
            for (Operation operation : Operation.values()) {
                List<String> row =
                        new ArrayList<>(List.of(operation.title, String.format(Locale.ROOT, "%,d", size), pages));
                row.addAll(cells(operation, filled));
                table.row(row);
            }
        }
    }

    /** Times, ratio and growth of one operation. */
    private List<String> cells(Operation operation, List<Sought> filled) {
        double[][] nanos = measure(operation, filled);
        double[] ratios = IntStream.range(0, rounds)
                .mapToDouble(round -> nanos[0][round] / nanos[1][round])
                .sorted()
                .toArray();
        List<String> times = new ArrayList<>();
        List<String> growths = new ArrayList<>();
        for (int i = 0; i < nanos.length; i++) {
            double time = median(nanos[i]);
            times.add(String.format(Locale.ROOT, "%.1f", time));
            double before = first.computeIfAbsent(operation + subjects.get(i).title(), name -> time);
            growths.add(String.format(Locale.ROOT, "%.1f", time / before));
        }
        times.add(String.format(Locale.ROOT, "%.2f", median(ratios)));
        times.add(String.format(Locale.ROOT, "%.2f to %.2f", ratios[0], ratios[rounds - 1]));
        times.addAll(growths);
        return times;
    }

    /** Nanoseconds a get by subject and round. */
    private double[][] measure(Operation operation, List<Sought> filled) {
        double[][] nanos = new double[filled.size()][rounds];
        for (int round = -WARM_UPS; round < rounds; round++) {
            for (int turn = 0; turn < filled.size(); turn++) {
                int subject = round % 2 == 0 ? turn : filled.size() - 1 - turn;
                double time = time(operation, filled.get(subject));
                if (round >= 0) {
                    nanos[subject][round] = time;
                }
            }
        }
        return nanos;
    }

    private double time(Operation operation, Sought sought) {
        long start = threads.getCurrentThreadCpuTime();
        int found = operation == Operation.HIT ? sought.hits(keys, block) : sought.misses(keys, block);
        double nanos = (threads.getCurrentThreadCpuTime() - start) / (double) block;
        if (found != (operation == Operation.HIT ? block : 0)) {
            throw new IllegalStateException(found + " of " + block + " found");
        }
        return nanos;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
