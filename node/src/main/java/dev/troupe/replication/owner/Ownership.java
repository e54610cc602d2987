package dev.troupe.replication.owner;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Outbox;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.messages.Sending;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Version;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One partition's owner from its first question to its last word. Not thread safe. */
public final class Ownership {
    /** Lends what the owner's own node keeps. */
    public interface Lender {
        /** The highest writer that this node's keeper has promised. */
        Writer promisedHere();

        /** The complete copy, now lent; empty if it is lent, there is none, or another writer has been promised. */
        Optional<PartitionState> borrow(Writer writer);

        /** The writer has fetched or begun this data; it counts as lent to it. */
        void install(Writer writer, PartitionState state);

        /** An empty state. */
        PartitionState fresh(long hashSeed);

        /** Lent data comes back. */
        void giveBack(PartitionState state);
    }

    /** Where the owner is. It may go back from OPEN to RECOVERING. */
    public enum Phase {
        /** It asks and fetches. */
        RECOVERING,
        /** It serves. */
        OPEN,
        /** It has been told to stop and ships the rest. */
        STOPPING,
        /** It is nobody any more, and its data has been given back. */
        OVER
    }

    /** Whether a write may be executed. */
    public enum Verdict {
        /** Yes. */
        YES,
        /** The window is full: hold it for 50 ms at most, then refuse it. */
        LATER,
        /** It has to wait for backups, and too few are complete and reachable. */
        TOO_FEW
    }

    /** The sequence ends so far before its limit that there is time to open a new epoch. */
    private static final long LAST_SEQUENCE = Version.LAST_SEQUENCE - (1 << 20);

    private final int partition;
    private final long uid;
    private final CopySettings settings;
    private final Lender lender;
    private final RandomGenerator random;
    private final Outbox outbox = new Outbox();
    private PeerView peerView = new PeerView(List.of(), List.of(), PeerView.NO_TARGET);
    private EpochFloor floor = new EpochFloor(0, 0);
    private Phase phase = Phase.RECOVERING;
    private @Nullable Recovery recovery;
    private @Nullable ActiveOwner active;
    private Writer writer = Writer.NOBODY;
    private long nowMillis;
    private long acknowledged;
    private long fencedChanges;
    private int steppedBack;

    /**
     * Nothing is done before {@link #begin}.
     *
     * @param uid of the owner's node
     * @param random for the hash seed of a new partition and for stepping back from a rival
     */
    public Ownership(int partition, long uid, CopySettings settings, Lender lender, RandomGenerator random) {
        this.partition = partition;
        this.uid = uid;
        this.settings = settings;
        this.lender = lender;
        this.random = random;
    }

    /**
     * Asks all keepers.
     *
     * @param unixSeconds a floor of the epoch, ignored outside 2025 to 2100
     */
    public void begin(PeerView peerView, long unixSeconds, long nowMillis) {
        this.peerView = peerView;
        this.floor = new EpochFloor(unixSeconds, nowMillis);
        recover(nowMillis);
    }

    /**
     * A keeper answers.
     *
     * @param clockDifferenceMillis this node's clock minus the keeper's
     */
    public void on(FromKeeper message, long nowMillis, long clockDifferenceMillis) {
        this.nowMillis = nowMillis;
        if (phase != Phase.OVER && (message.writer().equals(writer) || message instanceof FromKeeper.Holding)) {
            message.to(new Ear(clockDifferenceMillis));
            proceed();
        }
    }

    /** The members have changed, or what is to become of them. */
    public void peerView(PeerView peerView, long nowMillis) {
        this.nowMillis = nowMillis;
        this.peerView = peerView;
        if (recovery != null) {
            recovery.peerView(peerView, nowMillis);
        }
        if (active != null) {
            active.peerView(peerView, nowMillis);
        }
        proceed();
    }

    /** Time has passed: at least every 100 ms. */
    public void tick(long nowMillis) {
        this.nowMillis = nowMillis;
        if (recovery != null) {
            recovery.tick(nowMillis);
        }
        if (active != null) {
            active.tick(nowMillis);
            if (phase == Phase.OPEN && Version.sequence(active.state().lastVersion()) >= LAST_SEQUENCE) {
                giveBack();
                recover(nowMillis);
            }
        }
        proceed();
    }

    /** Ships what the state has executed since. */
    public void flush(long nowMillis) {
        this.nowMillis = nowMillis;
        if (active != null) {
            active.flush(nowMillis);
        }
    }

    /** Whether a write may be executed now, and if it has to wait for the backups, whether there are enough. */
    public Verdict mayWrite(boolean sync, long nowMillis) {
        if (active == null || phase != Phase.OPEN) {
            return Verdict.LATER;
        }
        if (sync && active.set().good(nowMillis) < settings.backups()) {
            return Verdict.TOO_FEW;
        }
        boolean waits = active.state().log().isMemoryFull()
                || active.awaitedLag(nowMillis).fills(settings);
        return waits ? Verdict.LATER : Verdict.YES;
    }

    /**
     * The highest position that as many different backups as the cluster wants, each complete under this writer, have
     * acknowledged, 0 before that; if it wants none, the position of the state.
     */
    public long acknowledged() {
        return active == null ? acknowledged : active.acknowledged();
    }

    /** A write waits until the copies have acknowledged others, which they may not do at once where nobody waits for it. */
    public void hurry(long nowMillis) {
        if (phase == Phase.OPEN && active != null) {
            active.hurry(nowMillis);
        }
    }

    /** The owner is to stop: ships the rest, waits 2 s at most, marks one copy final, and is over. */
    public void stop(long nowMillis) {
        this.nowMillis = nowMillis;
        if (phase == Phase.OPEN && active != null) {
            phase = Phase.STOPPING;
            active.stop(nowMillis);
            proceed();
        } else if (phase == Phase.RECOVERING) {
            end();
        }
    }

    /** The own keeper has promised a higher writer, or this node is excluded: over at once, the data is given back. */
    public void depose(long nowMillis) {
        this.nowMillis = nowMillis;
        if (active != null) {
            fencedChanges += active.unheardChanges();
        }
        end();
    }

    /** Where it is. */
    public Phase phase() {
        return phase;
    }

    /** Who it is, or would be. */
    public Writer writer() {
        return writer;
    }

    /**
     * What it holds.
     *
     * @throws IllegalStateException if it is neither OPEN nor STOPPING
     */
    public PartitionState state() {
        if (active == null) {
            throw new IllegalStateException("partition " + partition + " has no state while " + phase);
        }
        return active.state();
    }

    /** How well the partition is protected. */
    public ReplicationStatus status() {
        ReplicationStatuses statuses = new ReplicationStatuses(settings, fencedChanges, steppedBack);
        return active != null
                ? statuses.inOffice(active, nowMillis)
                : statuses.outside(peerView, recovery == null ? List.of() : recovery.waitingFor());
    }

    /**
     * Somebody has taken note that all copies were lost: it counts as lost no more. The next owner, here or elsewhere, starts
     * from a copy of what this one holds and counts it as lost only if there is none again.
     */
    public void acknowledgeLoss() {
        if (active != null) {
            active.acknowledgeLoss();
        }
    }

    /** What is to be sent, in order; each is given out once. */
    public List<Sending> takeSendings() {
        return outbox.take();
    }

    @Override
    public String toString() {
        return writer + " " + phase + (active == null ? "" : " " + active.set())
                + (recovery == null ? "" : " " + recovery);
    }

    private void recover(long nowMillis) {
        Recovery begun = new Recovery(partition, uid, settings, lender, random, floor, outbox, peerView);
        this.nowMillis = nowMillis;
        phase = Phase.RECOVERING;
        recovery = begun;
        begun.begin(writer.epoch(), nowMillis);
        writer = begun.writer();
    }

    /** Opens, or ends, as soon as it may. */
    private void proceed() {
        Recovery going = recovery;
        if (going != null) {
            writer = going.writer();
            going.takeAdopted().ifPresent(adopted -> {
                recovery = null;
                phase = Phase.OPEN;
                active = new ActiveOwner(partition, settings, adopted, peerView, outbox, nowMillis);
            });
        }
        ActiveOwner serving = active;
        if (serving != null) {
            acknowledged = serving.acknowledged();
            if (phase == Phase.STOPPING && serving.isStopped(nowMillis)) {
                serving.markFinal();
                end();
            }
        }
    }

    private void giveBack() {
        if (active != null) {
            lender.giveBack(active.state());
            active = null;
        }
    }

    private void end() {
        if (recovery != null) {
            recovery.stop();
            recovery = null;
        }
        giveBack();
        phase = Phase.OVER;
    }

    /** Takes what keepers say to where it belongs. */
    private final class Ear implements FromKeeper.Receiver {
        private final long clockDifferenceMillis;

        Ear(long clockDifferenceMillis) {
            this.clockDifferenceMillis = clockDifferenceMillis;
        }

        @Override
        public void answer(FromKeeper.Answer message) {
            if (recovery != null) {
                recovery.answered(message, nowMillis);
            }
        }

        @Override
        public void outranked(FromKeeper.Outranked message) {
            if (recovery != null) {
                recovery.outranked(message.promised(), nowMillis);
            } else {
                depose(nowMillis);
            }
        }

        @Override
        public void ahead(FromKeeper.Ahead message) {
            if (phase == Phase.OPEN) {
                steppedBack++;
                giveBack();
                recover(nowMillis);
            } else if (phase == Phase.STOPPING) {
                end();
            }
        }

        @Override
        public void ack(FromKeeper.Ack message) {
            if (active != null) {
                active.acknowledged(message, nowMillis);
            }
        }

        @Override
        public void pull(FromKeeper.Pull message) {
            if (active != null) {
                active.pulled(message, nowMillis);
            }
        }

        @Override
        public void noRoom(FromKeeper.NoRoom message) {
            if (active != null) {
                active.noRoom(message, nowMillis);
            }
        }

        @Override
        public void fetched(FromKeeper.Fetched message) {
            if (recovery != null) {
                recovery.fetched(message, nowMillis, clockDifferenceMillis);
            }
        }

        @Override
        public void holding(FromKeeper.Holding message) {
            if (active != null) {
                active.holding(message, nowMillis);
            }
        }
    }
}
