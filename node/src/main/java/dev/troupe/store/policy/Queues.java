package dev.troupe.store.policy;

import dev.troupe.store.index.KeyIndex;

/**
 * Parameters of the two queues. The small one's share adapts itself between the bounds.
 *
 * @param startShare of the bytes for the small queue at the beginning, 0 to 1
 * @param lowestShare bound below
 * @param highestShare bound above
 * @param promoteAt hits that bring an entry from the small queue into the main one, 1 to 3
 * @param ghostShare hashes remembered after eviction, as a share of the entries
 */
public record Queues(double startShare, double lowestShare, double highestShare, int promoteAt, double ghostShare) {
    /** Flat optima of replays of 16 loads at four sizes each. */
    public static final Queues DEFAULT = new Queues(0.10, 0.02, 0.80, 2, 0.9);

    /** @throws IllegalArgumentException if one is out of range */
    public Queues {
        boolean shares =
                0 <= lowestShare && lowestShare <= startShare && startShare <= highestShare && highestShare <= 1;
        if (!shares || promoteAt < 1 || promoteAt > KeyIndex.MOST_HITS || ghostShare < 0 || ghostShare > 16) {
            throw new IllegalArgumentException("queues out of range: shares " + lowestShare + " <= " + startShare
                    + " <= " + highestShare + ", promoteAt " + promoteAt + ", ghostShare " + ghostShare);
        }
    }
}
