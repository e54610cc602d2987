package dev.troupe.replication.state;

/**
 * Which request a change answers, and how, so that a retry is answered and not executed again, also by the next owner.
 *
 * @param gateway uid of the gateway's incarnation
 * @param number of the request, counted by the gateway for this partition
 * @param lowestUnfinished the gateway waits for no answer below this number
 * @param outcome what the answer was, in the owner's code
 * @param detail a number that belongs to the outcome
 */
public record Receipt(long gateway, long number, long lowestUnfinished, int outcome, long detail) {
    /** Of a change that nobody asked for. */
    public static final Receipt NONE = new Receipt(0, 0, 0, 0, 0);
}
