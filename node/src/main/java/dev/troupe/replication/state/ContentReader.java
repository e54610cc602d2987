package dev.troupe.replication.state;

import dev.troupe.store.SnapshotChunk;
import dev.troupe.store.Store;
import dev.troupe.store.StoredEntry;
import dev.troupe.store.segment.EntryAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Reads a partition piece by piece: first the receipts, a gateway's at once, then one cache after the other. What comes or
 * goes between two pieces is known to the copy by the changes that it gets beside them.
 */
final class ContentReader {
    /** The step of the receipts; the one of a cache is its number and one. */
    private static final int RECEIPTS = 0;

    private ContentReader() {}

    /** What {@link PartitionState#content} answers. */
    static Content read(PartitionState state, Content.Cursor from, int maxBytes, long nowMillis) {
        if (from.equals(Content.END)) {
            throw new IllegalArgumentException("there is nothing after the end");
        }
        return from.step() == RECEIPTS
                ? receipts(state, from.at(), maxBytes)
                : entries(state, from, maxBytes, nowMillis);
    }

    private static Content receipts(PartitionState state, long from, int maxBytes) {
        List<Change> recalls = new ArrayList<>();
        long bytes = 0;
        for (var window : state.receipts().from(from).entrySet()) {
            List<Change.Recall> more = List.copyOf(window.getValue().answers());
            bytes += more.stream().mapToInt(Change::sizeBytes).sum();
            if (bytes > maxBytes && !recalls.isEmpty()) {
                return new Content(recalls, new Content.Cursor(RECEIPTS, window.getKey()));
            }
            recalls.addAll(more);
        }
        return new Content(recalls, firstOf(state, 0));
    }

    private static Content entries(PartitionState state, Content.Cursor from, int maxBytes, long nowMillis) {
        int cache = from.step() - 1;
        Store store = state.stores().get(cache);
        if (store == null) {
            return new Content(List.of(), firstOf(state, cache + 1));
        }
        SnapshotChunk chunk = store.chunk(from.at(), maxBytes, nowMillis);
        List<Change> puts = new ArrayList<>();
        for (StoredEntry entry : chunk.entries()) {
            puts.add(put(cache, entry));
        }
        return new Content(
                puts,
                chunk.nextCursor() == Store.END
                        ? firstOf(state, cache + 1)
                        : new Content.Cursor(from.step(), chunk.nextCursor()));
    }

    private static Change.Put put(int cache, StoredEntry entry) {
        EntryAttributes attributes = entry.attributes();
        return new Change.Put(
                attributes.version(),
                cache,
                entry.key(),
                entry.value(),
                attributes.expiresAtMillis(),
                attributes.idleMillis(),
                attributes.mediaType(),
                Receipt.NONE);
    }

    /** The beginning of the first cache from a number on. */
    private static Content.Cursor firstOf(PartitionState state, int cache) {
        SortedMap<Integer, Store> rest = state.stores().tailMap(cache);
        return rest.isEmpty() ? Content.END : new Content.Cursor(rest.firstKey() + 1, Store.START);
    }
}
