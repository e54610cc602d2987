package dev.troupe.replication.owner;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Outbox;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import java.util.Optional;
import java.util.stream.Stream;

/** Has copies made where they are wanted, and deleted where they are not. */
final class ReplicaRepair {
    /** Fills at a time. */
    private static final int MOST_FILLS = 2;

    private final int partition;
    private final Writer writer;
    private final PartitionState state;
    private final CopySettings settings;
    private final BackupSet set;
    private final Outbox outbox;
    private long fills;

    ReplicaRepair(
            int partition, Writer writer, PartitionState state, CopySettings settings, BackupSet set, Outbox outbox) {
        this.partition = partition;
        this.writer = writer;
        this.state = state;
        this.settings = settings;
        this.set = set;
        this.outbox = outbox;
    }

    /** Begins fills, the backups first. */
    void fill(long nowMillis) {
        long running = set.keepers().stream()
                .filter(keeper -> isRunning(keeper, nowMillis))
                .count();
        Stream.concat(set.members().stream(), set.target().stream())
                .distinct()
                .filter(BackupProgress::wantsRefill)
                .limit(Math.max(0, MOST_FILLS - running))
                .toList()
                .forEach(keeper -> begin(keeper, nowMillis));
    }

    /** Says a fill again; the keeper repeats what it waits for. */
    void repeat(BackupProgress keeper, ReplicaSender sender, long nowMillis) {
        sender.orderDue(nowMillis).ifPresent(order -> {
            outbox.send(keeper.uid(), order);
            keeper.asked(nowMillis);
        });
    }

    /** Answers a pull, or has the fill begin again if the log has run away from it. */
    void pulled(BackupProgress keeper, FromKeeper.Pull pull, Shipping shipping, long nowMillis) {
        ReplicaSender sender = keeper.sender();
        if (sender == null || sender.order().fill() != pull.fill()) {
            return;
        }
        keeper.heard(nowMillis);
        sender.answer(pull, state, shipping, nowMillis)
                .ifPresentOrElse(
                        messages -> {
                            messages.forEach(message -> outbox.send(keeper.uid(), message));
                            keeper.asked(nowMillis);
                        },
                        () -> begin(keeper, nowMillis));
        keeper.measure(state.log());
    }

    /** Has the copies deleted that nobody needs, as long as enough others stand. */
    void release(long nowMillis) {
        long level = set.level(nowMillis);
        for (BackupProgress keeper : set.keepers()) {
            if (!keeper.belongs()
                    && keeper.holds()
                    && keeper.isOpened()
                    && level >= set.enoughWithout(keeper)
                    && keeper.isReleaseDue(nowMillis)) {
                outbox.send(keeper.uid(), new ToKeeper.Release(partition, writer, set.number()));
            }
        }
    }

    private void begin(BackupProgress keeper, long nowMillis) {
        Optional<BackupProgress> other = set.members().stream()
                .filter(member -> member != keeper && set.isLevel(member, nowMillis))
                .findFirst();
        ReplicaSender sender = new ReplicaSender(
                new ToKeeper.Fill(partition, writer, set.number(), ++fills, state.hashSeed(), other.isPresent()),
                settings);
        keeper.fill(sender);
        repeat(keeper, sender, nowMillis);
    }

    private static boolean isRunning(BackupProgress keeper, long nowMillis) {
        return keeper.sender() != null && !keeper.isSilent(nowMillis);
    }
}
