package dev.troupe.store.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.index.KeyHash;
import dev.troupe.store.index.KeyIndex;
import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.EntryLayout;
import dev.troupe.store.segment.Queue;
import dev.troupe.store.segment.SegmentLog;
import dev.troupe.store.segment.SegmentMemory;
import dev.troupe.store.segment.SegmentSizes;
import org.junit.jupiter.api.Test;

class EntryTableTest {
    private static final EntryAttributes LASTING =
            new EntryAttributes(1, EntryAttributes.NEVER, EntryAttributes.NEVER, "");
    private static final byte[] FIRST = {1};

    private final MemoryAccount account = new MemoryAccount(new MemoryPool(1 << 20));
    private final KeyHash hash = new KeyHash(7);
    private final SegmentLog log = new SegmentLog(new SegmentMemory(SegmentSizes.fixed(1024), account), hash);
    private final KeyIndex index = new KeyIndex(log, account);
    private final EntryTable table = new EntryTable(log, index, DropListener.NONE);

    @Test
    void hitsInTheSegmentThatTheSmallQueueIsWritingToDoNotCount() {
        add(FIRST, Queue.SMALL);
        hitFirst();
        hitFirst();
        assertThat(index.hits(slotOfFirst())).isZero();

        fillASegment(Queue.SMALL);
        hitFirst();
        assertThat(index.hits(slotOfFirst())).isEqualTo(1);
    }

    @Test
    void hitsInTheMainQueueCountFromTheBeginning() {
        add(FIRST, Queue.MAIN);
        hitFirst();

        assertThat(index.hits(slotOfFirst())).isEqualTo(1);
    }

    private void hitFirst() {
        int slot = slotOfFirst();
        table.hit(slot, index.location(slot));
    }

    private int slotOfFirst() {
        return index.find(hash.of(FIRST), FIRST);
    }

    private void fillASegment(Queue queue) {
        for (byte i = 2; i < 12; i++) {
            add(new byte[] {i}, queue);
        }
    }

    private void add(byte[] key, Queue queue) {
        var draft = EntryLayout.draft(key, new byte[200], LASTING, 0);
        assertThat(index.ensureRoom(hash.of(key))).isTrue();
        table.add(hash.of(key), log.claim(queue, draft.size(), 0), draft, 0, 0);
    }
}
