package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.index.KeyIndex;
import dev.troupe.store.segment.EntryLayout;
import dev.troupe.store.segment.Queue;
import dev.troupe.store.segment.Segment;
import dev.troupe.store.segment.SegmentChain;
import dev.troupe.store.segment.SegmentLog;

/** What holds of a store between any two calls. */
public final class StoreInvariants {
    private StoreInvariants() {}

    public static void check(Store store) {
        SegmentLog log = store.table().log;
        int entries = 0;
        long live = 0;
        long used = 0;
        for (int id = 0; id < log.idBound(); id++) {
            Segment segment = log.byId(id);
            if (segment != null) {
                checkSegment(store, segment);
                entries += segment.entries;
                live += segment.live;
                used += segment.used;
            }
        }
        StoreStats stats = store.stats();
        assertThat(stats.entries()).as("entries in index and log").isEqualTo(entries);
        assertThat(log.liveBytes()).as("live bytes").isEqualTo(live);
        assertThat(log.deadBytes()).as("dead bytes").isEqualTo(used - live);
        assertThat(stats.bytes()).as("bytes taken and held").isEqualTo(store.takenBytes());
        checkChain(log, Queue.SMALL);
        checkChain(log, Queue.MAIN);
    }

    private static void checkSegment(Store store, Segment segment) {
        SegmentLog log = store.table().log;
        KeyIndex index = store.table().index;
        int entries = 0;
        int timed = 0;
        int live = 0;
        int offset = 0;
        while (offset < segment.used) {
            int header = EntryLayout.header(segment, offset);
            if (!EntryLayout.isFiller(header)) {
                int location = log.location(segment, offset);
                byte[] key = EntryLayout.key(segment.bytes(), segment.at(offset));
                int slot = index.find(log.hashAt(location), key);
                assertThat(slot).as("slot of an entry").isNotEqualTo(KeyIndex.NONE);
                assertThat(index.location(slot)).as("location in the index").isEqualTo(location);
                entries++;
                timed += EntryLayout.hasDeadline(segment, offset) ? 1 : 0;
                live += EntryLayout.extent(segment, offset);
            }
            offset += EntryLayout.extent(segment, offset);
        }
        assertThat(offset).as("end of the last entry").isEqualTo(segment.used);
        assertThat(segment.freed).isFalse();
        assertThat(segment.entries).as("entries of a segment").isEqualTo(entries);
        assertThat(segment.deadlines.timed).as("timed entries of a segment").isEqualTo(timed);
        assertThat(segment.live).as("live bytes of a segment").isEqualTo(live);
    }

    private static void checkChain(SegmentLog log, Queue queue) {
        SegmentChain chain = log.chain(queue);
        long live = 0;
        Segment older = null;
        for (Segment each = chain.oldest; each != null; each = each.newer) {
            assertThat(each.older).isSameAs(older);
            assertThat(each.queue).isEqualTo(queue);
            assertThat(log.byId(each.id)).isSameAs(each);
            live += each.live;
            older = each;
        }
        assertThat(chain.newest).isSameAs(older);
        assertThat(chain.live).as("live bytes of a queue").isEqualTo(live);
    }
}
