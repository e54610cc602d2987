package dev.troupe.replication.owner;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Outbox;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.Lag;
import dev.troupe.replication.state.PartitionState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An owner from its opening to its end: its changes go to its backups, copies are made where they lack, and in the end it stops. */
final class ActiveOwner {
    /** How long a stopping owner waits for acknowledgements. */
    private static final long STOP_MILLIS = 2000;

    private static final long NOT_STOPPING = Long.MAX_VALUE;

    private final int partition;
    private final CopySettings settings;
    private final Recovery.Adopted start;
    private final Outbox outbox;
    private final BackupSet set;
    private final Shipping shipping;
    private final ReplicaRepair repair;
    private final EpochAnnouncements announcements;
    private PeerView peerView;
    private boolean lossAcknowledged;
    private long stopMillis = NOT_STOPPING;

    ActiveOwner(
            int partition,
            CopySettings settings,
            Recovery.Adopted start,
            PeerView peerView,
            Outbox outbox,
            long nowMillis) {
        this.partition = partition;
        this.settings = settings;
        this.start = start;
        this.outbox = outbox;
        this.set = new BackupSet(settings, start.position());
        this.peerView = peerView;
        Writer writer = start.writer();
        this.shipping = new Shipping(partition, writer, start.state(), set, settings.chunkBytes());
        this.repair = new ReplicaRepair(partition, writer, start.state(), settings, set, outbox);
        this.announcements =
                new EpochAnnouncements(partition, writer, start.position(), set, outbox, settings.repeatMillis());
        takePeerView(start.holders());
        set.include(start.holders().keySet());
        announcements.say(nowMillis);
        regroup(nowMillis);
    }

    Writer writer() {
        return start.writer();
    }

    PartitionState state() {
        return start.state();
    }

    BackupSet set() {
        return set;
    }

    boolean isLost() {
        return start.lost() && !lossAcknowledged;
    }

    void acknowledgeLoss() {
        lossAcknowledged = true;
    }

    long acknowledged() {
        return settings.backups() == 0 ? state().lastVersion() : set.acknowledged();
    }

    void peerView(PeerView now, long nowMillis) {
        peerView = now;
        takePeerView(Map.of());
        announcements.say(nowMillis);
        regroup(nowMillis);
    }

    void tick(long nowMillis) {
        if (!isStopping() && set.isAtRest(state().lastVersion())) {
            return;
        }
        announcements.say(nowMillis);
        for (BackupProgress keeper : set.keepers()) {
            if (keeper.owes() && keeper.isRepeatDue(nowMillis)) {
                repeat(keeper, nowMillis);
            }
        }
        regroup(nowMillis);
    }

    /** Ships what has not been shipped. */
    void flush(long nowMillis) {
        set.keepers().forEach(keeper -> pump(keeper, nowMillis));
    }

    /** Somebody waits for what the complete copies have yet to acknowledge: they are asked how they stand. */
    void hurry(long nowMillis) {
        set.keepers().stream()
                .filter(keeper -> keeper.isComplete() && keeper.owes())
                .forEach(keeper -> outbox.send(keeper.uid(), shipping.probe(keeper.shipped(), nowMillis)));
    }

    void acknowledged(FromKeeper.Ack ack, long nowMillis) {
        set.keeper(ack.keeper()).ifPresent(keeper -> {
            boolean wasComplete = keeper.isComplete();
            learn(keeper, ack, nowMillis);
            keeper.measure(state().log());
            keepWhatIsLacked(nowMillis);
            set.updateAcknowledged();
            pump(keeper, nowMillis);
            if (keeper.isComplete() != wasComplete || keeper.wantsRefill() || !keeper.belongs()) {
                regroup(nowMillis);
            }
        });
    }

    void pulled(FromKeeper.Pull pull, long nowMillis) {
        set.keeper(pull.keeper()).ifPresent(keeper -> {
            repair.pulled(keeper, pull, shipping, nowMillis);
            keepWhatIsLacked(nowMillis);
        });
    }

    void noRoom(FromKeeper.NoRoom refusal, long nowMillis) {
        set.keeper(refusal.keeper()).ifPresent(keeper -> {
            ReplicaSender sender = keeper.sender();
            if (sender != null && sender.order().fill() == refusal.fill()) {
                keeper.noRoom(nowMillis);
                keeper.standsAt(0);
                regroup(nowMillis);
            }
        });
    }

    void holding(FromKeeper.Holding holding, long nowMillis) {
        set.keeper(holding.keeper()).ifPresent(keeper -> {
            keeper.holds(true);
            repair.release(nowMillis);
        });
    }

    /** Those whose acknowledgements a write waits for, the slowest of them. */
    Lag awaitedLag(long nowMillis) {
        Lag slowest = Lag.NONE;
        for (BackupProgress keeper : set.keepers()) {
            slowest = slowest.max(keeper.awaitedLag(state().log(), nowMillis));
        }
        return slowest;
    }

    // ---- stopping

    void stop(long nowMillis) {
        stopMillis = nowMillis;
        flush(nowMillis);
        hurry(nowMillis);
    }

    boolean isStopping() {
        return stopMillis != NOT_STOPPING;
    }

    /** Whether all that can be counted on have everything, or have had their time. */
    boolean isStopped(long nowMillis) {
        return nowMillis - stopMillis >= STOP_MILLIS
                || set.keepers().stream()
                        .filter(keeper -> keeper.belongs() && keeper.isGood(nowMillis))
                        .allMatch(this::isLevel);
    }

    /** Marks one copy final: the target's, else that of the best-ranked node. */
    void markFinal() {
        Optional<BackupProgress> heir = set.target()
                .filter(this::isLevel)
                .or(() -> peerView.ranked().stream()
                        .flatMap(uid -> set.keeper(uid).stream())
                        .filter(this::isLevel)
                        .findFirst());
        heir.ifPresent(
                keeper -> outbox.send(keeper.uid(), new ToKeeper.Final(partition, writer(), state().lastVersion())));
    }

    /** Changes that no keeper has acknowledged. */
    long unheardChanges() {
        return set.keepers().stream()
                .filter(BackupProgress::isComplete)
                .map(BackupProgress::position)
                .max(Long::compareUnsigned)
                .map(position -> state().log().lagAfter(position).changes())
                .orElse(state().log().lagAfter(start.position()).changes());
    }

    private boolean isLevel(BackupProgress keeper) {
        return keeper.isComplete() && keeper.position() == state().lastVersion();
    }

    // ---- one keeper

    private void learn(BackupProgress keeper, FromKeeper.Ack ack, long nowMillis) {
        keeper.opened(ack.opened());
        if (!ack.opened()) {
            announcements.say(nowMillis);
            return;
        }
        keeper.holds(ack.position() != 0 || keeper.sender() != null);
        boolean fromMember = keeper.belongs() && ack.set() >= keeper.since();
        ReplicaSender sender = keeper.sender();
        if (!fromMember) {
            hint(keeper, ack);
        } else if (sender != null) {
            if (ack.complete() && sender.endsAt(ack.position())) {
                keeper.reached(ack.position());
            }
        } else if (ack.roomBytes() == 0) {
            keeper.noRoom(nowMillis);
            keeper.standsAt(0);
        } else if (ack.complete()) {
            keeper.reached(ack.position());
            if (ack.gap()) {
                keeper.rewind(nowMillis);
            }
        } else if (keeper.isComplete() || keeper.position() != ack.position() || keeper.position() == 0) {
            keeper.standsAt(ack.position());
        }
        keeper.heard(nowMillis);
    }

    private static void hint(BackupProgress keeper, FromKeeper.Ack ack) {
        if (!keeper.isComplete() && keeper.sender() == null && keeper.position() != ack.position()) {
            keeper.standsAt(ack.position());
        }
    }

    /** Sends what it lacks, or finds that it needs to be filled. */
    private void pump(BackupProgress keeper, long nowMillis) {
        if (!keeper.belongs()
                || !keeper.isOpened()
                || keeper.sender() != null
                || keeper.wantsRefill()
                || keeper.isSilent(nowMillis)) {
            return;
        }
        Optional<List<ToKeeper>> messages =
                keeper.position() == 0 ? Optional.empty() : shipping.after(keeper.shipped(), nowMillis);
        if (messages.isEmpty()) {
            keeper.wantRefill();
        } else if (!messages.get().isEmpty()) {
            messages.get().forEach(message -> outbox.send(keeper.uid(), message));
            keeper.sent(state().lastVersion(), nowMillis);
        } else if (!keeper.isComplete() && !keeper.owes()) {
            probe(keeper, nowMillis);
        }
    }

    private void probe(BackupProgress keeper, long nowMillis) {
        outbox.send(keeper.uid(), shipping.probe(keeper.position(), nowMillis));
        keeper.asked(nowMillis);
    }

    private void repeat(BackupProgress keeper, long nowMillis) {
        ReplicaSender sender = keeper.sender();
        if (sender != null) {
            repair.repeat(keeper, sender, nowMillis);
        } else if (keeper.isSilent(nowMillis) || keeper.shipped() == keeper.position()) {
            probe(keeper, nowMillis);
        } else if (keeper.rewind(nowMillis)) {
            pump(keeper, nowMillis);
        }
    }

    private void takePeerView(Map<Long, Long> reported) {
        set.peerView(peerView, writer().uid(), reported);
    }

    private void keepWhatIsLacked(long nowMillis) {
        state().log().lacking(set.lacksAfter(nowMillis), set.silentLacksAfter(nowMillis));
    }

    private void regroup(long nowMillis) {
        if (isStopping()) {
            return;
        }
        set.regroup(nowMillis);
        keepWhatIsLacked(nowMillis);
        flush(nowMillis);
        repair.fill(nowMillis);
        repair.release(nowMillis);
    }
}
