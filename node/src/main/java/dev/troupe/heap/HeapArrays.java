package dev.troupe.heap;

/**
 * What arrays of bytes take on the heap. G1 gives an object of half a region and more whole regions of its own, so that an array of 1 MiB takes
 * two of 1 MiB, since its header does not fit into the first ("humongous objects" in the G1 chapter of the HotSpot tuning guide). What is in
 * flight is counted as what the collector reserves for it. Other collectors are taken for exact.
 *
 * @param regionBytes size of the collector's regions; 0 if it has none
 */
public record HeapArrays(int regionBytes) {
    /** Of a collector without regions. */
    public static final HeapArrays EXACT = new HeapArrays(0);

    /** Those of this JVM. */
    public static final HeapArrays HERE = new HeapArrays(regionBytesHere());

    private static final int HEADER_BYTES = 16;
    private static final int NO_REGIONS = 0;

    /** @throws IllegalArgumentException if the size is negative or no power of two */
    public HeapArrays {
        if (regionBytes < 0 || Integer.bitCount(regionBytes) > 1) {
            throw new IllegalArgumentException("a region has a power of two of bytes, or 0, got " + regionBytes);
        }
    }

    /**
     * What an array of so many bytes takes, its header and padding included.
     *
     * @param contentBytes 0 or more; above what one array can have it stands for that many in one piece
     */
    public long bytes(long contentBytes) {
        long object = (contentBytes + HEADER_BYTES + 7) & ~7L;
        return regionBytes == NO_REGIONS || object < regionBytes / 2
                ? object
                : (object + regionBytes - 1) & -(long) regionBytes;
    }

    private static int regionBytesHere() {
        boolean regions = JvmMemory.option("UseG1GC").map(Boolean::parseBoolean).orElse(false);
        return regions
                ? JvmMemory.option("G1HeapRegionSize").map(Integer::parseInt).orElse(NO_REGIONS)
                : NO_REGIONS;
    }
}
