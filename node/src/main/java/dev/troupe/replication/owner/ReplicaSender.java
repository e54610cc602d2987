package dev.troupe.replication.owner;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Repeats;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.state.Batches;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The owner's side of one fill: it answers the keeper's pulls. */
final class ReplicaSender {
    private final ToKeeper.Fill order;
    private final int chunkBytes;
    private final Reading reading;
    private final Repeats orders;
    private long pulledPosition;
    private boolean begun;

    ReplicaSender(ToKeeper.Fill order, CopySettings settings) {
        this.order = order;
        this.chunkBytes = settings.chunkBytes();
        this.reading = new Reading(chunkBytes);
        this.orders = new Repeats(settings.repeatMillis());
    }

    ToKeeper.Fill order() {
        return order;
    }

    /** The order, if it is time to say it: the keeper may not have heard it, or it is not its turn yet. */
    Optional<ToKeeper.Fill> orderDue(long nowMillis) {
        if (!orders.isDue(nowMillis)) {
            return Optional.empty();
        }
        orders.said(nowMillis);
        return Optional.of(order);
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
     * The answer to a pull: the changes between the keeper's position and the one at which the chunk was read, and a piece
     * of the chunk.
     *
     * @return nothing if the log does not reach back any more, and the fill has to begin again
     */
    Optional<List<ToKeeper>> answer(FromKeeper.Pull pull, PartitionState state, Shipping shipping, long nowMillis) {
        if (!reading.turnTo(pull.number(), state, nowMillis)) {
            return Optional.of(List.of());
        }
        // It has the order, and gets it again only if no pull follows this one.
        orders.over();
        orders.said(nowMillis);
        boolean stands = pull.number() > 0;
        pulledPosition = stands ? pull.position() : reading.position();
        begun = true;
        return stands
                ? shipping.between(pull.position(), reading.position(), nowMillis)
                        .map(ships -> with(ships, pull, nowMillis))
                : Optional.of(with(List.of(), pull, nowMillis));
    }

    private List<ToKeeper> with(List<ToKeeper> ships, FromKeeper.Pull pull, long nowMillis) {
        List<ToKeeper> answer = new ArrayList<>(ships);
        answer.add(chunk(pull.position() == reading.position() ? pull.offset() : 0, nowMillis));
        return answer;
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
