package dev.troupe.bench.process;

import java.util.Comparator;
import java.util.List;

/** Which {@code maxmemory} Redis gets so that the peak of its process is a given one. */
final class MaxMemory {
    /** How far apart two peaks may be that count as equal, as a part of the wanted one. */
    static final double TOLERANCE = 0.03;

    private final long wantedPeakBytes;

    /** @param wantedPeakBytes above 0 */
    MaxMemory(long wantedPeakBytes) {
        this.wantedPeakBytes = wantedPeakBytes;
    }

    /**
     * What was seen.
     *
     * @param maxMemoryBytes that it was given
     * @param peakBytes that its process then took, above 0
     */
    record Seen(long maxMemoryBytes, long peakBytes) {}

    /** What is tried next: what is wanted itself, then in proportion to the nearest so far. */
    long next(List<Seen> seen) {
        return seen.stream()
                .min(Comparator.comparingDouble(this::distance))
                .map(nearest -> Math.round((double) nearest.maxMemoryBytes() * wantedPeakBytes / nearest.peakBytes()))
                .orElse(wantedPeakBytes);
    }

    /** Whether it is near enough. */
    boolean isReached(Seen seen) {
        return distance(seen) <= TOLERANCE;
    }

    /** How far its peak is from the wanted one, as a part of that. */
    double distance(Seen seen) {
        return Math.abs((double) (seen.peakBytes() - wantedPeakBytes)) / wantedPeakBytes;
    }
}
