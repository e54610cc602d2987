package dev.troupe.placement;

import java.nio.charset.StandardCharsets;

/**
 * Rendezvous hashing (Thaler and Ravishankar, "Using name-based mappings to increase hit rates", 1998): every node has a
 * score for every partition, and the higher score goes first. Scores depend on nothing else, so a node that comes or
 * goes changes no order among the others.
 */
public final class Rendezvous {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    private Rendezvous() {}

    /**
     * The score of a node for a partition; any long, compared as signed.
     *
     * @param node its address, not its incarnation, so that a restarted node keeps its places
     * @param partition 0 or more
     */
    public static long score(String node, int partition) {
        return score(seed(node), partition);
    }

    /** What the scores of a node are made from; computed once where many are wanted. */
    static long seed(String node) {
        long hash = FNV_OFFSET;
        for (byte octet : node.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** The score of the node with this seed. */
    static long score(long seed, int partition) {
        return mix(seed + (partition + 1L) * GOLDEN_RATIO);
    }

    /**
     * The score of a node that wins in proportion to its weight (Schindelhauer and Schomaker, "Weighted distributed hash
     * tables", 2005): -weight / ln(u), where u is between 0 and 1 and made from the plain score by mixing it once more. So the
     * two orders have nothing to do with each other: else whoever joins, and owns little of what it scores high for, would
     * keep twice its part of the copies. The logarithm is the strict one, whose bits are the same on every machine.
     */
    static double weightedScore(long seed, int partition, int weight) {
        long drawn = mix(score(seed, partition));
        double u = ((drawn >>> 11) + 0.5) * 0x1p-53;
        return -weight / StrictMath.log(u);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014, variant 13 of Stafford): each bit depends on all. */
    private static long mix(long value) {
        long first = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
        return second ^ (second >>> 31);
    }
}
