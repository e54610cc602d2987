package dev.troupe.cli.verify;

import dev.troupe.proving.history.Disturbance;
import dev.troupe.proving.history.Figures;
import dev.troupe.proving.history.Finding;
import dev.troupe.proving.history.Judge;
import dev.troupe.proving.history.Judgement;
import dev.troupe.proving.history.Judgement.Verdict;
import dev.troupe.proving.history.Promise;
import dev.troupe.proving.history.recording.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param recording what happened
 * @param judgement of it
 * @param file that keeps both, if one does
 */
record VerifyReport(Recording recording, Judgement judgement, Optional<Path> file) {
    private static final int MOST_EXAMPLES = 3;

    /** Judges a recording. */
    static VerifyReport of(Recording recording) {
        return new VerifyReport(recording, Judge.judge(recording.history(), recording.rules()), Optional.empty());
    }

    /** The same, kept in a file. */
    VerifyReport in(Path kept) {
        return new VerifyReport(recording, judgement, Optional.of(kept));
    }

    boolean kept() {
        return judgement.verdict() == Verdict.KEPT;
    }

    /** For people. */
    List<String> text() {
        Figures figures = judgement.figures();
        List<String> lines = new ArrayList<>();
        lines.add(line("requests     %,d  %s", figures.requests(), recording.what()));
        lines.add(line("failures     %,d  refused: nothing happened", figures.refused()));
        lines.add(line("unknown      %,d  writes without an answer, taken as either", figures.unknown()));
        lines.add(counted("lost         %,d  acknowledged writes", Promise.ACKNOWLEDGED_WRITES_STAY, lossRoom()));
        lines.add(counted("stale        %,d  reads", Promise.READS_ARE_CURRENT, "during a pause or a cut"));
        lines.add(line(
                "longest gap  %,d ms without a success for some partition, from %.1f s on",
                millis(figures.longestGap()), fractional(figures.longestGapStart()) / 1000));
        lines.add(line(
                "latency      p50 %.1f ms  p99 %.1f ms  max %.1f ms",
                fractional(figures.p50()), fractional(figures.p99()), fractional(figures.slowest())));
        lines.addAll(verdict());
        return lines;
    }

    private String lossRoom() {
        return "of the last " + recording.rules().lossWindow().toMillis()
                + " ms before a crash, or acknowledged during a cut";
    }

    private String counted(String format, Promise promise, String room) {
        long excused = judgement.count(promise, true);
        return line(format, judgement.count(promise, false))
                + (excused == 0 ? "" : line(", and %,d %s, for which the promise has room", excused, room));
    }

    private List<String> verdict() {
        List<String> lines = new ArrayList<>();
        for (Promise promise : judgement.broken()) {
            lines.add(line("BROKEN       %s: %s (%,d)", promise.id(), promise.sentence(), count(promise)));
            judgement.findings().stream()
                    .filter(finding -> finding.promise() == promise && !finding.excused())
                    .limit(MOST_EXAMPLES)
                    .forEach(finding -> lines.add("             " + finding.key() + ": " + finding.text()));
        }
        if (!judgement.undecided().isEmpty()) {
            lines.add(line(
                    "undecided    %,d keys, such as %s: the search for an order took too long",
                    judgement.undecided().size(), judgement.undecided().get(0)));
        }
        file.ifPresent(kept -> lines.add("history      " + kept + ", with the logs beside it"));
        lines.add(
                switch (judgement.verdict()) {
                    case KEPT -> "all promises were kept";
                    case BROKEN -> "promises were broken";
                    case UNDECIDED -> "no promise was seen broken, but not all could be judged";
                });
        return lines;
    }

    private long count(Promise promise) {
        return judgement.count(promise, false);
    }

    /** For scripts. */
    Map<String, Object> json() {
        Figures figures = judgement.figures();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("verdict", judgement.verdict().name().toLowerCase(Locale.ROOT));
        members.put("broken", judgement.broken().stream().map(Promise::id).toList());
        members.put("requests", figures.requests());
        members.put("failures", figures.refused());
        members.put("unknown", figures.unknown());
        members.put("lost", count(Promise.ACKNOWLEDGED_WRITES_STAY));
        members.put("lostWithinWindow", judgement.count(Promise.ACKNOWLEDGED_WRITES_STAY, true));
        members.put("stale", count(Promise.READS_ARE_CURRENT));
        members.put("staleDuringFaults", judgement.count(Promise.READS_ARE_CURRENT, true));
        members.put("longestGapMillis", millis(figures.longestGap()));
        members.put("longestGapStartMillis", millis(figures.longestGapStart()));
        members.put("p50Micros", figures.p50().toNanos() / 1000);
        members.put("p99Micros", figures.p99().toNanos() / 1000);
        members.put("maxMicros", figures.slowest().toNanos() / 1000);
        members.put("undecided", judgement.undecided().size());
        members.put(
                "faults",
                recording.history().disturbances().stream()
                        .filter(disturbance -> disturbance.kind() != Disturbance.Kind.START)
                        .map(VerifyReport::fault)
                        .toList());
        members.put(
                "findings",
                judgement.findings().stream()
                        .filter(finding -> !finding.excused())
                        .map(VerifyReport::finding)
                        .limit(20)
                        .toList());
        file.ifPresent(kept -> members.put("history", kept.toString()));
        return members;
    }

    private static String fault(Disturbance disturbance) {
        return disturbance.kind().name().toLowerCase(Locale.ROOT) + " " + disturbance.node();
    }

    private static String finding(Finding finding) {
        return finding.promise().id() + ": " + finding.key() + ": " + finding.text();
    }

    private static long millis(Duration duration) {
        return duration.toMillis();
    }

    private static double fractional(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
