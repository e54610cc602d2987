package dev.troupe.bench;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The worst of several leaves: how much of a leaver's load fell on one survivor, beside ceil(load / survivors). */
final class Domino {
    private int worstTaken;
    private int worstLoad;
    private double worstRatio;

    /** @param takers the new owner of each partition that the leaver had */
    void leave(Collection<String> takers, int survivors) {
        Map<String, Integer> taken = new HashMap<>();
        takers.forEach(taker -> taken.merge(taker, 1, Integer::sum));
        int most = taken.isEmpty() ? 0 : Collections.max(taken.values());
        double ratio = most / Math.max(1, Math.ceil((double) takers.size() / survivors));
        if (ratio > worstRatio) {
            worstRatio = ratio;
            worstTaken = most;
            worstLoad = takers.size();
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d of %d (%.1f)", worstTaken, worstLoad, worstRatio);
    }
}
