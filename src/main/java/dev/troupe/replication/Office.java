package dev.troupe.replication;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One partition's owner from its first question to its last word. Not thread safe. */
public final class Office {
    /** Lends what the owner's own node keeps. */
    public interface Lender {
        /** The highest writer that this node's keeper has promised. */
        Writer promisedHere();

        /** The complete copy, now lent; empty if it is lent, there is none, or another writer has been promised. */
        Optional<PartitionState> borrow(Writer writer);

        /** The writer has fetched or begun this data; it counts as lent to it. */
        void install(Writer writer, PartitionState state);

        /** An empty state. */
        PartitionState fresh(long hashSeed);

        /** Lent data comes back. */
        void giveBack(PartitionState state);
    }

    /** Where the owner is. It may go back from OPEN to RECOVERING. */
    public enum Phase {
        /** It asks and fetches. */
        RECOVERING,
        /** It serves. */
        OPEN,
        /** It has been told to stop and ships the rest. */
        STOPPING,
        /** It is nobody any more, and its data has been given back. */
        OVER
    }

    /**
     * A message to the keeper of a node.
     *
     * @param to uid of the node, maybe the own one
     */
    public record Sending(long to, ToKeeper message) {}

    /** Whether a write may be executed. */
    public enum Verdict {
        /** Yes. */
        YES,
        /** The window is full: hold it for 50 ms at most, then refuse it. */
        LATER,
        /** It has to wait for backups, and too few are complete and reachable. */
        TOO_FEW
    }

    /**
     * @param uid of the owner's node
     * @param random for the hash seed of a new partition and for stepping back from a rival
     */
    public Office(int partition, long uid, CopySettings settings, Lender lender, RandomGenerator random) {}

    /**
     * Asks all keepers.
     *
     * @param unixSeconds a floor of the epoch, ignored outside 2025 to 2100
     */
    public void begin(Roster roster, long unixSeconds, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /**
     * A keeper answers.
     *
     * @param clockDifferenceMillis this node's clock minus the keeper's
     */
    public void on(FromKeeper message, long nowMillis, long clockDifferenceMillis) {
        throw new UnsupportedOperationException();
    }

    /** The members have changed, or what is to become of them. */
    public void roster(Roster roster, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** Time has passed: at least every 100 ms. */
    public void tick(long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** The state has executed changes; they ship at the next flush. */
    public void changed(long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** Ships what has not been shipped. */
    public void flush(long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** Whether a write may be executed now, and if it has to wait for the backups, whether there are enough. */
    public Verdict mayWrite(boolean sync, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /**
     * The highest position that as many different backups as the cluster wants, each complete under this writer, have
     * acknowledged; if it wants none, the position of the state.
     */
    public long acknowledged() {
        throw new UnsupportedOperationException();
    }

    /** The owner is to stop: ships the rest, waits 2 s at most, marks one copy final, and is over. */
    public void stop(long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** The own keeper has promised a higher writer, or this node is excluded: over at once, the data is given back. */
    public void depose(long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** Where it is. */
    public Phase phase() {
        throw new UnsupportedOperationException();
    }

    /** Who it is, or would be. */
    public Writer writer() {
        throw new UnsupportedOperationException();
    }

    /** @throws IllegalStateException if it is neither OPEN nor STOPPING */
    public PartitionState state() {
        throw new UnsupportedOperationException();
    }

    /** How well the partition is protected. */
    public Standing standing() {
        throw new UnsupportedOperationException();
    }

    /** What is to be sent, in order; each is given out once. */
    public List<Sending> takeSendings() {
        throw new UnsupportedOperationException();
    }
}
