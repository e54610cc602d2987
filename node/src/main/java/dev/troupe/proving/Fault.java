package dev.troupe.proving;

import java.util.Locale;

/** What can be done to a node of a local cluster. */
public enum Fault {
    /** Its process is killed without a word; it is started again when the others serve all keys. */
    KILL,
    /** Its process is stopped for some seconds, and goes on. */
    PAUSE,
    /** It is cut off from all others until it gives up, or for a while. */
    PARTITION,
    /** Nothing that it sends gets through, while it hears the others. */
    ONE_WAY,
    /** It is asked to leave, and started again. */
    RESTART;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
