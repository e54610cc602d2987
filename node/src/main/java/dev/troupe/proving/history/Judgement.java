package dev.troupe.proving.history;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a history proves.
 *
 * @param figures the numbers
 * @param findings all that was noticed, excused or not
 * @param undecided keys whose order was not found within the bound of the search
 */
public record Judgement(Figures figures, List<Finding> findings, List<String> undecided) {
    /** In one word. */
    public enum Verdict {
        KEPT,
        BROKEN,
        UNDECIDED
    }

    /** Copies. */
    public Judgement {
        findings = List.copyOf(findings);
        undecided = List.copyOf(undecided);
    }

    /** Broken if anything is not excused. */
    public Verdict verdict() {
        if (!broken().isEmpty()) {
            return Verdict.BROKEN;
        }
        return undecided.isEmpty() ? Verdict.KEPT : Verdict.UNDECIDED;
    }

    /** The promises that were not kept. */
    public Set<Promise> broken() {
        Set<Promise> broken = new TreeSet<>();
        findings.stream().filter(finding -> !finding.excused()).forEach(finding -> broken.add(finding.promise()));
        return broken;
    }

    /** How many findings there are of a promise. */
    public long count(Promise promise, boolean excused) {
        return findings.stream()
                .filter(finding -> finding.promise() == promise && finding.excused() == excused)
                .count();
    }
}
