package dev.troupe.bench.nodes;

import dev.troupe.proving.history.Figures;
import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Judge;
import dev.troupe.proving.history.Judgement;
import dev.troupe.proving.history.Promise;
import dev.troupe.proving.history.Rules;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one kill came to.
 *
 * @param coordinator whether it was the node of the shard coordinator
 * @param writeGap longest time without a write to some partition, after the kill
 * @param readGap the same for reads
 * @param backGap longest time without a write or a read while the node came back
 * @param lost acknowledged writes that are gone against the promise
 * @param excused acknowledged writes that are gone and for which the promise has room
 * @param figures of all requests
 * @param broken promises that were not kept, in words
 */
record CrashRun(
        boolean coordinator,
        Duration writeGap,
        Duration readGap,
        Duration backGap,
        long lost,
        long excused,
        Figures figures,
        String broken) {

    /** @param crash until the node is started again */
    static CrashRun of(History history, boolean sync, boolean coordinator, Period crash, Period back) {
        Judgement judgement = Judge.judge(history, Rules.standard(sync));
        Duration writes = back.longestWriteGap(history);
        Duration reads = back.longestReadGap(history);
        return new CrashRun(
                coordinator,
                crash.longestWriteGap(history),
                crash.longestReadGap(history),
                writes.compareTo(reads) > 0 ? writes : reads,
                judgement.count(Promise.ACKNOWLEDGED_WRITES_STAY, false),
                judgement.count(Promise.ACKNOWLEDGED_WRITES_STAY, true),
                judgement.figures(),
                broken(judgement));
    }

    /** The promises that were not kept, or a dash. */
    static String broken(Judgement judgement) {
        return judgement.broken().isEmpty()
                ? "-"
                : judgement.broken().stream().map(Promise::id).collect(Collectors.joining(", "));
    }

    static List<String> columns() {
        return List.of(
                "run",
                "killed",
                "write gap, ms",
                "read gap, ms",
                "back, ms",
                "lost",
                "requests",
                "refused",
                "unknown",
                "promises broken");
    }

    List<String> cells(int run) {
        return List.of(
                Integer.toString(run),
                coordinator ? "coordinator's" : "another",
                Cells.millis(writeGap),
                Cells.millis(readGap),
                Cells.millis(backGap),
                lost + " (" + excused + ")",
                Cells.count(figures.requests()),
                Cells.count(figures.refused()),
                Cells.count(figures.unknown()),
                broken);
    }
}
