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
        long hash = FNV_OFFSET;
        for (byte octet : node.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
        }
        return mix(mix(hash) + (partition + 1L) * GOLDEN_RATIO);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014, variant 13 of Stafford): each bit depends on all. */
    private static long mix(long value) {
        long first = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
        return second ^ (second >>> 31);
    }
}
