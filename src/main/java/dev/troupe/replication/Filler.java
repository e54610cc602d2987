package dev.troupe.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The owner's side of one fill: it answers the keeper's pulls. */
final class Filler {
    private final ToKeeper.Fill order;
    private final int chunkBytes;
    private final Reading reading;
    private long pulledPosition;
    private boolean begun;

    Filler(ToKeeper.Fill order, int chunkBytes) {
        this.order = order;
        this.chunkBytes = chunkBytes;
        this.reading = new Reading(chunkBytes);
    }

    ToKeeper.Fill order() {
        return order;
    }

    /** Whether the keeper has pulled and the copy stands somewhere. */
    boolean isBegun() {
        return begun;
    }

    /** Where the keeper's copy stood at its last pull. */
    long pulledPosition() {
        return pulledPosition;
    }

    /** Whether a complete copy at this position can only be the one that was filled. */
    boolean endsAt(long position) {
        return reading.isLast() && Long.compareUnsigned(position, reading.position()) >= 0;
    }

    /**
     * The answer to a pull: all changes after the keeper's position, and the chunk as it was read there.
     *
     * @return nothing if the tail does not reach back any more, and the fill has to begin again
     */
    Optional<List<ToKeeper>> answer(FromKeeper.Pull pull, PartitionState state, Shipping shipping, long nowMillis) {
        if (reading.keeps(pull.number(), pull.position()) && pull.offset() > 0) {
            return Optional.of(List.of(chunk(pull.offset(), nowMillis)));
        }
        if (!reading.canRead(pull.number())) {
            return Optional.of(List.of());
        }
        List<ToKeeper> answer = List.of();
        if (pull.number() > 0) {
            Optional<List<ToKeeper>> ships = shipping.after(pull.position(), nowMillis);
            if (ships.isEmpty()) {
                return Optional.empty();
            }
            answer = ships.get();
        }
        if (!reading.keeps(pull.number(), state.lastVersion())) {
            reading.read(pull.number(), state, nowMillis);
        }
        pulledPosition = pull.number() > 0 ? pull.position() : reading.position();
        begun = true;
        List<ToKeeper> all = new ArrayList<>(answer);
        all.add(chunk(0, nowMillis));
        return Optional.of(all);
    }

    private ToKeeper.Chunk chunk(int offset, long nowMillis) {
        byte[] bytes = reading.bytes();
        return new ToKeeper.Chunk(
                order.partition(),
                order.writer(),
                order.fill(),
                reading.number(),
                reading.position(),
                offset,
                bytes.length,
                reading.isLast(),
                Batches.piece(bytes, offset, chunkBytes),
                nowMillis);
    }
}
