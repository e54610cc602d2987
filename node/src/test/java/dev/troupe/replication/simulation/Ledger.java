package dev.troupe.replication.simulation;

import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipt;
import dev.troupe.replication.state.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has truly happened: every owner's history, and what was promised to clients. */
public final class Ledger {
    /** A broken promise. */
    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1;

        Broken(String what) {
            super(what);
        }
    }

    private record Moment(long parent, @Nullable Receipt receipt, long digest) {}

    private static final long UNKNOWN = 0;

    private final Map<Long, Moment> moments = new HashMap<>();
    private final Map<Long, String> acknowledged = new TreeMap<>(Long::compareUnsigned);
    private int executed;

    /** An owner starts; whether it is the one that clients are to go by. */
    void opened(String who, PartitionState state, boolean legitimate, long clockSkewMillis) {
        long position = state.lastVersion();
        if (Version.sequence(position) == 0 && !moments.containsKey(position)) {
            moments.put(position, new Moment(0, null, Digest.of(state, clockSkewMillis)));
        }
        held(who, state, clockSkewMillis);
        if (legitimate) {
            complete(who, position);
        }
    }

    /** An owner has applied changes. */
    public void executed(PartitionState state, long before, long clockSkewMillis) {
        long parent = before;
        List<Change> changes = state.log().after(before).orElseThrow();
        for (Change change : changes) {
            boolean last = change.version() == state.lastVersion();
            Receipt receipt = change instanceof Change.Put put ? put.receipt() : null;
            Moment moment = new Moment(parent, receipt, last ? Digest.of(state, clockSkewMillis) : UNKNOWN);
            if (moments.put(change.version(), moment) != null) {
                throw new Broken("version used twice: " + text(change.version()));
            }
            parent = change.version();
            executed++;
        }
    }

    /** A client was told that this is safe. */
    void acknowledged(long version, String by) {
        acknowledged.putIfAbsent(version, by);
    }

    int acknowledgements() {
        return acknowledged.size();
    }

    int executions() {
        return executed;
    }

    public boolean isAcknowledged(long version) {
        return acknowledged.containsKey(version);
    }

    /** A complete copy must be what some owner had at that position. */
    void held(String who, PartitionState state, long clockSkewMillis) {
        Moment moment = moments.get(state.lastVersion());
        if (moment == null) {
            throw new Broken(who + " holds " + text(state.lastVersion()) + ", which nobody has ever had");
        }
        if (moment.digest() != UNKNOWN && moment.digest() != Digest.of(state, clockSkewMillis)) {
            throw new Broken(who + " holds something else than its owner at " + text(state.lastVersion()));
        }
    }

    /** A copy at this position must have all that was acknowledged, and each request once. */
    public void complete(String who, long position) {
        Set<Long> history = new HashSet<>();
        Set<List<Long>> requests = new HashSet<>();
        for (long at = position; at != 0; ) {
            Moment moment = moments.get(at);
            if (moment == null) {
                throw new Broken(who + " has no history at " + text(at));
            }
            Receipt receipt = moment.receipt();
            if (receipt != null && !requests.add(List.of(receipt.gateway(), receipt.number()))) {
                throw new Broken(who + " has applied a request twice: " + receipt);
            }
            history.add(at);
            at = moment.parent();
        }
        List<String> lost = new ArrayList<>();
        acknowledged.forEach((version, by) -> {
            if (!history.contains(version)) {
                lost.add(text(version) + " by " + by);
            }
        });
        if (!lost.isEmpty()) {
            throw new Broken(who + " at " + text(position) + " lacks " + lost.size() + " acknowledged writes: "
                    + lost.subList(0, Math.min(3, lost.size())));
        }
    }

    static String text(long version) {
        return Version.epoch(version) % 100_000 + "." + Version.sequence(version);
    }
}
