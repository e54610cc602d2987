package dev.troupe.cluster.moves;

import dev.troupe.placement.Move;
import java.util.List;

/**
 * Makes the moves of partitions quick and safe before they happen. Used by the shard coordinator's thread, on whichever node
 * that runs; may not block.
 */
public interface MovePreparation {
    /** Nothing to prepare: every move may happen at once. */
    MovePreparation NONE = new MovePreparation() {
        @Override
        public void plan(List<Move> moves) {
            // Nothing to be told.
        }

        @Override
        public boolean isReady(Move move) {
            return true;
        }
    };

    /**
     * All moves that shall happen now, those under way included; what was planned before and is missing here is called off.
     * Said again at every look at the partitions as long as there is any.
     */
    void plan(List<Move> moves);

    /** Whether a planned move may begin. */
    boolean isReady(Move move);
}
