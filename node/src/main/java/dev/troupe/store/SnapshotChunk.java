package dev.troupe.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Some of the entries of a store, in hash order.
 *
 * @param entries the entries
 * @param nextCursor where to go on, or {@link Store#END}
 */
public record SnapshotChunk(List<StoredEntry> entries, long nextCursor) {
    /** What {@link Store#chunk} answers. */
    static SnapshotChunk of(Store store, long cursor, int maxBytes, long nowMillis) {
        List<StoredEntry> entries = new ArrayList<>();
        var room = new Object() {
            long bytes = maxBytes;
        };
        long next = store.scan(
                cursor,
                entry -> {
                    byte[] key = entry.key();
                    room.bytes -= key.length + entry.valueLength();
                    if (room.bytes < 0 && !entries.isEmpty()) {
                        return false;
                    }
                    entries.add(new StoredEntry(key, entry.value(), entry.attributes()));
                    return true;
                },
                nowMillis);
        return new SnapshotChunk(entries, next);
    }
}
