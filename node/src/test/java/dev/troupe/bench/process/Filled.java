package dev.troupe.bench.process;

/**
 * A process that is full.
 *
 * @param entries it holds, above 0
 * @param puts it acknowledged, each of another key
 * @param memory it takes
 */
record Filled(long entries, long puts, ResidentMemory memory) {
    /** Bytes of the process for each entry now. */
    double bytesAnEntry() {
        return (double) memory.nowBytes() / entries;
    }
}
