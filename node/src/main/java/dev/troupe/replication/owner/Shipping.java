package dev.troupe.replication.owner;

import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.Batches;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import dev.troupe.replication.state.PartitionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes messages of the changes of one owner. */
final class Shipping {
    private final int partition;
    private final Writer writer;
    private final PartitionState state;
    private final BackupSet set;
    private final int chunkBytes;

    Shipping(int partition, Writer writer, PartitionState state, BackupSet set, int chunkBytes) {
        this.partition = partition;
        this.writer = writer;
        this.state = state;
        this.set = set;
        this.chunkBytes = chunkBytes;
    }

    /** Everything after a position, in order; nothing if the log does not reach back to it. */
    Optional<List<ToKeeper>> after(long position, long nowMillis) {
        return state.log().after(position).map(changes -> messages(position, changes, nowMillis));
    }

    /** The same up to a position. */
    Optional<List<ToKeeper>> between(long position, long last, long nowMillis) {
        return state.log()
                .after(position)
                .map(changes -> changes.stream()
                        .filter(change -> Long.compareUnsigned(change.version(), last) <= 0)
                        .toList())
                .map(changes -> messages(position, changes, nowMillis));
    }

    /** Says nothing new, so that the keeper says how it stands. */
    ToKeeper.Ship probe(long position, long nowMillis) {
        return new ToKeeper.Ship(partition, writer, set.number(), position, List.of(), nowMillis);
    }

    private List<ToKeeper> messages(long position, List<Change> changes, long nowMillis) {
        List<ToKeeper> messages = new ArrayList<>();
        long previous = position;
        for (List<Change> batch : Batches.of(changes, chunkBytes)) {
            Change last = batch.get(batch.size() - 1);
            if (batch.size() == 1 && last.sizeBytes() > chunkBytes) {
                parts(previous, last, nowMillis, messages);
            } else {
                messages.add(new ToKeeper.Ship(partition, writer, set.number(), previous, batch, nowMillis));
            }
            previous = last.version();
        }
        return messages;
    }

    private void parts(long previous, Change change, long nowMillis, List<ToKeeper> messages) {
        byte[] bytes = ChangeCodec.toBytes(List.of(change));
        for (int offset = 0; offset < bytes.length; offset += chunkBytes) {
            messages.add(new ToKeeper.Part(
                    partition,
                    writer,
                    set.number(),
                    previous,
                    change.version(),
                    offset,
                    bytes.length,
                    Batches.piece(bytes, offset, chunkBytes),
                    nowMillis));
        }
    }
}
