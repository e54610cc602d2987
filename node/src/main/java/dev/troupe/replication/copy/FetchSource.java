package dev.troupe.replication.copy;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.state.Batches;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Reading;
import java.util.List;
import java.util.Optional;

/** What a keeper hands to one that is about to take ownership: the changes it lacks, or the whole copy. */
final class FetchSource {
    private final ToKeeper.Fetch order;
    private final PartitionState state;
    private final int chunkBytes;
    private final Reading reading;
    /** The changes that are lacking, in chunks; none if the whole copy is needed. */
    private final List<List<Change>> log;

    FetchSource(ToKeeper.Fetch order, PartitionState state, int chunkBytes) {
        this.order = order;
        this.state = state;
        this.chunkBytes = chunkBytes;
        this.reading = new Reading(chunkBytes);
        this.log = (order.since() == 0
                        ? Optional.<List<Change>>empty()
                        : state.log().after(order.since()))
                .filter(changes -> !changes.isEmpty())
                .map(changes -> Batches.of(changes, chunkBytes))
                .orElse(List.of());
    }

    boolean isFor(ToKeeper.Fetch fetch) {
        return order.writer().equals(fetch.writer()) && order.fetch() == fetch.fetch();
    }

    /** Whether this is a later attempt of the same writer: the earlier one is given up. */
    boolean isAfter(ToKeeper.Fetch fetch) {
        return order.writer().equals(fetch.writer()) && order.fetch() > fetch.fetch();
    }

    Optional<FromKeeper.Fetched> piece(ToKeeper.Fetch fetch, long keeper, long nowMillis) {
        if (!log.isEmpty()) {
            if (fetch.number() < 0 || fetch.number() >= log.size()) {
                return Optional.empty();
            }
            byte[] bytes = ChangeCodec.toBytes(log.get(fetch.number()));
            return Optional.of(fetched(fetch, keeper, bytes, fetch.number() == log.size() - 1, nowMillis));
        }
        if (!reading.turnTo(fetch.number(), state, nowMillis)) {
            return Optional.empty();
        }
        return Optional.of(fetched(fetch, keeper, reading.bytes(), reading.isLast(), nowMillis));
    }

    private FromKeeper.Fetched fetched(ToKeeper.Fetch fetch, long keeper, byte[] bytes, boolean last, long nowMillis) {
        return new FromKeeper.Fetched(
                fetch.partition(),
                keeper,
                fetch.writer(),
                fetch.fetch(),
                state.hashSeed(),
                !log.isEmpty(),
                fetch.number(),
                fetch.offset(),
                bytes.length,
                last,
                Batches.piece(bytes, fetch.offset(), chunkBytes),
                nowMillis);
    }
}
