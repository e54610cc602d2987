package dev.troupe.owner;

import dev.troupe.protocol.Operation;
import dev.troupe.protocol.Reply;
import dev.troupe.store.EntryView;
import dev.troupe.store.Store;
import dev.troupe.store.segment.EntryAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers keys of a store in hash order, within a bound on what it looks at. Not thread safe: one per question. */
final class KeyLister {
    /** Walks of the index that one question may take. */
    private static final int MOST_WALKS = 64;

    private final Operation.Keys question;
    private final long nowMillis;
    private final List<Reply.Listed> found = new ArrayList<>();

    private KeyLister(Operation.Keys question, long nowMillis) {
        this.question = question;
        this.nowMillis = nowMillis;
    }

    /** The answer; it may hold fewer keys than were asked for though there are more. */
    static Reply.Keys list(Store store, Operation.Keys question, long nowMillis) {
        KeyLister lister = new KeyLister(question, nowMillis);
        long cursor = store.scan(question.cursor(), lister::visit, nowMillis);
        for (int walks = 1; walks < MOST_WALKS && cursor != Store.END && !lister.isFull(); walks++) {
            cursor = store.scan(cursor, lister::visit, nowMillis);
        }
        return new Reply.Keys(lister.found, cursor);
    }

    private boolean isFull() {
        return found.size() >= question.limit();
    }

    private boolean visit(EntryView entry) {
        if (isFull()) {
            return false;
        }
        byte[] key = entry.key();
        byte[] prefix = question.prefix();
        if (key.length >= prefix.length
                && Arrays.mismatch(key, prefix) == (key.length == prefix.length ? -1 : prefix.length)) {
            found.add(new Reply.Listed(key, entry.valueLength(), remaining(entry)));
        }
        return true;
    }

    private long remaining(EntryView entry) {
        long deadlineMillis = entry.deadlineMillis();
        return deadlineMillis == EntryAttributes.NEVER ? deadlineMillis : deadlineMillis - nowMillis;
    }
}
