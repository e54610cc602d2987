package dev.troupe.lifecycle;

import dev.troupe.keeper.CopyTable;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where owners of partitions began last, as this node's keeper has heard. Used by the shard coordinator, which may start before there is
 * a keeper; until then nobody has. Safe for use by many threads.
 */
public final class LastOwners implements IntToLongFunction {
    private static final long NOBODY = 0;

    private volatile @Nullable CopyTable table;

    /** From now on it is known what that has heard. */
    public void connect(CopyTable heard) {
        table = heard;
    }

    @Override
    public long applyAsLong(int partition) {
        CopyTable heard = table;
        return heard == null ? NOBODY : heard.lastOwner(partition);
    }
}
