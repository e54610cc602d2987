package dev.troupe.bench.process;

import java.io.IOException;

/** A cache in a process of its own. Owned by whoever started it, who closes it; it ends with this process too, however that ends. */
interface FilledProcess extends AutoCloseable {
    /** What it is called in the table. */
    String title();

    /** What it may take, as the table says it. */
    String limit();

    /** Its process id. */
    long pid();

    /** Puts the entries of numbers from {@code first} until before {@code end} and waits until all are acknowledged. */
    void put(Row row, long first, long end) throws IOException, InterruptedException;

    /** How many entries it holds, or held up to {@link #settleMillis} ago. */
    long entries() throws IOException, InterruptedException;

    /** How old what it tells of entries may be. */
    long settleMillis();

    /** Ends it and waits until it is gone. */
    @Override
    void close();
}
