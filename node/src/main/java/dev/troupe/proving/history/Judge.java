package dev.troupe.proving.history;

import dev.troupe.proving.history.Linearizability.Result;
import dev.troupe.proving.history.Linearizability.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges a history by the promises. What a promise has room for is found too, and excused: a loss within the window of an
 * asynchronous cache, a stale read while a node is paused or cut off.
 */
public final class Judge {
    /** States a key's search may look at: about a second. */
    private static final int MOST_STEPS = 2_000_000;

    private final Rules rules;
    private final History history;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> undecided = new ArrayList<>();

    private Judge(Rules rules, History history) {
        this.rules = rules;
        this.history = history;
    }

    /** Judges a history whose keys had no entries when it began. */
    public static Judgement judge(History history, Rules rules) {
        return new Judge(rules, history).judge();
    }

    private Judgement judge() {
        Map<String, List<Attempt>> keys = history.byKey();
        CurrencyCheck currency = new CurrencyCheck(rules, history);
        keys.forEach((key, attempts) -> currency.check(new KeyFacts(key, attempts)));
        TruthCheck truth = new TruthCheck(rules, history, currency.lost());
        keys.forEach((key, attempts) -> truth.check(new KeyFacts(key, attempts)));
        GroupCheck group = new GroupCheck(rules, history, currency.lost());
        PaceCheck pace = new PaceCheck(rules, history);
        history.byGroup().values().forEach(attempts -> {
            group.check(attempts);
            pace.check(attempts);
        });
        findings.addAll(currency.findings());
        findings.addAll(truth.findings());
        findings.addAll(group.findings());
        findings.addAll(pace.findings());
        if (rules.sync() || isCalm()) {
            checkOrder(keys);
        }
        return new Judgement(Figures.of(history), findings, undecided);
    }

    /** Whether nothing happened for which an asynchronous cache may lose writes. */
    private boolean isCalm() {
        return history.disturbances().stream()
                .allMatch(disturbance -> disturbance.kind().isOrderly());
    }

    /** Looks for one order for each key, unless it is known already why there is none. */
    private void checkOrder(Map<String, List<Attempt>> keys) {
        Set<String> known = findings.stream()
                .filter(finding -> !finding.excused())
                .map(Finding::key)
                .collect(Collectors.toSet());
        keys.forEach((key, attempts) -> {
            if (!known.contains(key) && !new KeyFacts(key, attempts).isExpiring()) {
                checkOrder(key, attempts.stream().filter(this::mustFit).toList());
            }
        });
    }

    private void checkOrder(String key, List<Attempt> attempts) {
        Result result = Linearizability.judge(attempts, MOST_STEPS);
        if (result.verdict() == Verdict.UNDECIDED) {
            undecided.add(key);
        } else if (result.verdict() == Verdict.VIOLATED) {
            String at =
                    result.at().map(found -> found.text(history.startNanos())).orElse("");
            findings.add(new Finding(Promise.ONE_ORDER, key, false, "no order explains: " + at));
        }
    }

    /** A plain read may be stale while a node is paused or cut off; everything else must fit. */
    private boolean mustFit(Attempt attempt) {
        return !attempt.isSeen()
                || history.disturbances().stream()
                        .noneMatch(disturbance ->
                                disturbance.mayDivide() && disturbance.overlaps(attempt, rules.detection()));
    }
}
