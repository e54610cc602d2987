package dev.troupe.replication.owner;

import dev.troupe.replication.messages.Outbox;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import java.util.HashMap;
import java.util.Map;

/** Tells every keeper who owns, until it has heard it. */
final class EpochAnnouncements {
    private final int partition;
    private final Writer writer;
    private final long adopted;
    private final BackupSet set;
    private final Outbox outbox;
    private final long repeatMillis;
    private final Map<Long, Long> saidMillis = new HashMap<>();
    private boolean saidHere;

    EpochAnnouncements(int partition, Writer writer, long adopted, BackupSet set, Outbox outbox, long repeatMillis) {
        this.partition = partition;
        this.writer = writer;
        this.adopted = adopted;
        this.set = set;
        this.outbox = outbox;
        this.repeatMillis = repeatMillis;
    }

    void say(long nowMillis) {
        if (!saidHere) {
            saidHere = true;
            tell(writer.uid());
        }
        saidMillis.keySet().removeIf(uid -> set.keeper(uid).isEmpty());
        for (BackupProgress keeper : set.keepers()) {
            Long said = saidMillis.get(keeper.uid());
            if (!keeper.isOpened() && (said == null || nowMillis - said >= repeatMillis)) {
                saidMillis.put(keeper.uid(), nowMillis);
                tell(keeper.uid());
            }
        }
    }

    private void tell(long uid) {
        outbox.send(uid, new ToKeeper.Open(partition, writer, adopted, set.number()));
    }
}
