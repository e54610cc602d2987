package dev.troupe.replication.state;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The receipts of the changes that may be asked for again, by gateway and number. They come with the changes and go with
 * later ones of the same gateway, so all copies of a partition have the same. Not thread safe: part of a
 * {@link PartitionState}.
 */
public final class Receipts {
    private final SortedMap<Long, AnswerWindow<Change.Recall>> windows = new TreeMap<>(Long::compareUnsigned);

    /** What was answered to a request that has changed something, with the number of the change; null if it has not. */
    public Change.@Nullable Recall answer(long gateway, long number) {
        AnswerWindow<Change.Recall> window = windows.get(gateway);
        return window == null ? null : window.answer(number);
    }

    /** Whether a gateway is done with this number, so that it must not be executed any more. */
    public boolean isOver(long gateway, long number) {
        AnswerWindow<Change.Recall> window = windows.get(gateway);
        return window != null && window.isOver(number);
    }

    /** Whether a gateway has receipts here. */
    public boolean hasAny(long gateway) {
        return windows.containsKey(gateway);
    }

    /** The gateways that have receipts here now. */
    public Set<Long> gateways() {
        return Set.copyOf(windows.keySet());
    }

    /** Remembers the receipt of a change, unless nobody asked for it, and forgets what its gateway has finished. */
    void remember(long version, Receipt receipt) {
        if (receipt.equals(Receipt.NONE)) {
            return;
        }
        AnswerWindow<Change.Recall> window =
                windows.computeIfAbsent(receipt.gateway(), unknown -> new AnswerWindow<>());
        window.forgetBelow(receipt.lowestUnfinished());
        if (!window.isOver(receipt.number())) {
            window.remember(receipt.number(), new Change.Recall(version, receipt));
        }
    }

    /** Forgets a gateway. */
    void dismiss(long gateway) {
        windows.remove(gateway);
    }

    /** What is remembered of each gateway from a uid on, by uid as unsigned numbers. */
    public SortedMap<Long, AnswerWindow<Change.Recall>> from(long gateway) {
        return windows.tailMap(gateway);
    }
}
