package dev.troupe.replication.simulation;

import dev.troupe.replication.messages.Writer;
import java.util.ArrayDeque;

/** Writes that were executed and wait for their backups, in order. */
public final class PendingReplies {
    private record Waiting(long version, Runnable reply) {}

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    public void add(long version, Runnable reply) {
        waiting.add(new Waiting(version, reply));
    }

    void settle(long acknowledged, Writer by, Ledger ledger) {
        waiting.removeIf(one -> {
            boolean safe = Long.compareUnsigned(one.version(), acknowledged) <= 0;
            if (safe) {
                ledger.acknowledged(one.version(), by.toString());
                one.reply().run();
            }
            return safe;
        });
    }

    void clear() {
        waiting.clear();
    }
}
