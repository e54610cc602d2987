package dev.troupe.replication.copy;

import dev.troupe.replication.messages.Writer;

/** What a keeper has promised about one partition, and what it has heard from the writer it has promised it to. */
public class WriterPromise {
    private Writer promised = Writer.NOBODY;
    private Writer opening = Writer.NOBODY;
    private long set;
    private long fill;
    private long refusedFill;

    Writer promised() {
        return promised;
    }

    Writer opening() {
        return opening;
    }

    public boolean isTo(Writer writer) {
        return promised.equals(writer);
    }

    /** Fences all lower writers. */
    public void give(Writer writer) {
        promised = writer;
        set = 0;
        fill = 0;
        refusedFill = 0;
    }

    public void open(Writer writer) {
        opening = writer;
    }

    boolean hasOpened(Writer writer) {
        return opening.equals(writer);
    }

    /** Highest number of a set in a ship or a fill of the writer. */
    long set() {
        return set;
    }

    void sawSet(long number) {
        set = Math.max(set, number);
    }

    /** Number of the writer's latest fill. */
    long fill() {
        return fill;
    }

    void sawFill(long number) {
        fill = Math.max(fill, number);
    }

    /** There is no memory for the latest fill. */
    void refuseFill() {
        refusedFill = fill;
    }

    boolean hasRefused(long number) {
        return number > 0 && number == refusedFill;
    }
}
