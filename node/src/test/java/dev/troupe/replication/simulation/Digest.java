package dev.troupe.replication.simulation;

import dev.troupe.replication.state.PartitionState;
import dev.troupe.store.EntryView;
import dev.troupe.store.Store;
import dev.troupe.store.segment.EntryAttributes;
import java.util.Arrays;

/** A number that tells the content of two partitions apart: entries, versions, expiries and receipts. */
final class Digest {
    private Digest() {}

    /** @param clockSkewMillis of the clock that the state's times are on */
    static long of(PartitionState state, long clockSkewMillis) {
        long[] sum = {1};
        state.stores().forEach((cache, store) -> {
            long cursor = Store.START;
            do {
                cursor = store.scan(
                        cursor,
                        entry -> {
                            sum[0] += mix(cache, of(entry, clockSkewMillis));
                            return true;
                        },
                        Long.MIN_VALUE / 2);
            } while (cursor != Store.END);
        });
        state.receipts()
                .from(0)
                .values()
                .forEach(window -> window.answers()
                        .forEach(recall -> sum[0] += mix(
                                mix(recall.version(), recall.receipt().gateway()),
                                recall.receipt().number())));
        return sum[0] == 0 ? 1 : sum[0];
    }

    private static long of(EntryView entry, long clockSkewMillis) {
        long expires = entry.expiresAtMillis();
        long time = expires == EntryAttributes.NEVER ? 0 : expires - clockSkewMillis;
        return mix(mix(Arrays.hashCode(entry.key()), Arrays.hashCode(entry.value())), mix(entry.version(), time));
    }

    private static long mix(long a, long b) {
        long mixed = (a * 0x9e3779b97f4a7c15L) ^ (b + 0x632be59bd9b4e019L);
        mixed = (mixed ^ (mixed >>> 29)) * 0xbf58476d1ce4e5b9L;
        return mixed ^ (mixed >>> 32);
    }
}
