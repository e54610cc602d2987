package dev.troupe.owner;

import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.state.PartitionState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an {@link Owner} holds and counts. Whatever ends an owner, its data is given back then, and this stands in that way: what was
 * counted until that moment is told, each event once, and nothing is held any more. Not thread safe.
 */
final class Tally implements Ownership.Lender {
    private final int partition;
    private final Ownership.Lender lender;
    private final Holdings holdings;
    private @Nullable OperationExecutor execution;

    /**
     * A tally of nobody yet.
     *
     * @param lender has the data
     * @param holdings of the node
     */
    Tally(int partition, Ownership.Lender lender, Holdings holdings) {
        this.partition = partition;
        this.lender = lender;
        this.holdings = holdings;
    }

    /** An owner begins; it counts from here on. */
    void begin(OperationExecutor opened) {
        execution = opened;
        tell();
    }

    /** Tells what there is now. */
    void tell() {
        if (execution != null) {
            holdings.report(partition, execution.takeFigures());
        }
    }

    @Override
    public void giveBack(PartitionState state) {
        try {
            tell();
        } finally {
            // Whatever has become of the owner, its data must not stay lent.
            execution = null;
            holdings.release(partition);
            lender.giveBack(state);
        }
    }

    @Override
    public Writer promisedHere() {
        return lender.promisedHere();
    }

    @Override
    public Optional<PartitionState> borrow(Writer writer) {
        return lender.borrow(writer);
    }

    @Override
    public void install(Writer writer, PartitionState state) {
        lender.install(writer, state);
    }

    @Override
    public PartitionState fresh(long hashSeed) {
        return lender.fresh(hashSeed);
    }
}
