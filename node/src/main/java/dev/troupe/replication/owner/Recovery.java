package dev.troupe.replication.owner;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Outbox;
import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The way to the opening: ask all keepers, adopt the best copy, fetch what is lacking. */
final class Recovery {
    /**
     * What an owner starts with.
     *
     * @param position that was adopted
     * @param lost whether there was an owner before and no copy to start from
     * @param holders positions of the complete copies that were reported, by uid
     */
    record Adopted(Writer writer, PartitionState state, long position, boolean lost, Map<Long, Long> holders) {}

    private enum Step {
        ASKING,
        FETCHING,
        STEPPING_BACK,
        DONE
    }

    private static final long STALLED_MILLIS = 5000;
    private static final int LEAST_STEP_BACK_MILLIS = 50;
    private static final int MOST_STEP_BACK_MILLIS = 200;

    private final int partition;
    private final long uid;
    private final CopySettings settings;
    private final Ownership.Lender lender;
    private final RandomGenerator random;
    private final EpochFloor floor;
    private final Outbox outbox;
    private PeerView peerView;
    private Step step = Step.ASKING;
    private Writer writer = Writer.NOBODY;
    private long seenEpoch;
    private long askAgainMillis;
    private long fetches;
    private long fetchedMillis;
    private PromiseQuorum quorum;
    private @Nullable Fetching fetching;
    private @Nullable Adopted adopted;

    Recovery(
            int partition,
            long uid,
            CopySettings settings,
            Ownership.Lender lender,
            RandomGenerator random,
            EpochFloor floor,
            Outbox outbox,
            PeerView peerView) {
        this.partition = partition;
        this.uid = uid;
        this.settings = settings;
        this.lender = lender;
        this.random = random;
        this.floor = floor;
        this.outbox = outbox;
        this.peerView = peerView;
        this.quorum = new PromiseQuorum(partition, writer, settings, 0);
    }

    /** Asks all, in an epoch above all that are known. */
    void begin(long aboveEpoch, long nowMillis) {
        stopFetching();
        seenEpoch = Math.max(seenEpoch, aboveEpoch);
        long least = Math.max(
                        Math.max(seenEpoch, writer.epoch()),
                        lender.promisedHere().epoch())
                + 1;
        writer = new Writer(Math.max(least, floor.at(nowMillis)), uid);
        step = Step.ASKING;
        quorum = new PromiseQuorum(partition, writer, settings, nowMillis);
        quorum.peerView(peerView);
        quorum.ask(nowMillis, outbox);
    }

    Writer writer() {
        return writer;
    }

    List<Long> waitingFor() {
        return quorum.waitingFor();
    }

    /** What there is to start with, once. */
    Optional<Adopted> takeAdopted() {
        Optional<Adopted> taken = Optional.ofNullable(adopted);
        adopted = null;
        return taken;
    }

    void peerView(PeerView now, long nowMillis) {
        peerView = now;
        quorum.peerView(now);
        if (fetching != null && now.peers().stream().noneMatch(this::isSource)) {
            stopFetching();
            step = Step.ASKING;
        }
        advance(nowMillis);
    }

    void tick(long nowMillis) {
        if (step == Step.STEPPING_BACK) {
            if (nowMillis >= askAgainMillis) {
                begin(seenEpoch, nowMillis);
            }
            return;
        }
        if (quorum.isAskingDue(nowMillis)) {
            quorum.ask(nowMillis, outbox);
        }
        if (fetching != null && nowMillis - fetchedMillis >= STALLED_MILLIS) {
            stopFetching();
            step = Step.ASKING;
        } else if (fetching != null && fetching.isAskingDue(nowMillis)) {
            fetching.ask(nowMillis, outbox);
        }
        advance(nowMillis);
    }

    void answered(FromKeeper.Answer answer, long nowMillis) {
        seenEpoch = Math.max(
                seenEpoch,
                Math.max(answer.promisedBefore().epoch(), answer.opening().epoch()));
        quorum.answer(answer);
        advance(nowMillis);
    }

    void outranked(Writer by, long nowMillis) {
        seenEpoch = Math.max(seenEpoch, by.epoch());
        stepBack(nowMillis);
    }

    void fetched(FromKeeper.Fetched piece, long nowMillis, long clockDifferenceMillis) {
        if (step != Step.FETCHING || fetching == null) {
            return;
        }
        fetchedMillis = nowMillis;
        Fetching current = fetching;
        switch (current.take(piece, nowMillis, clockDifferenceMillis, outbox)) {
            case MORE -> {}
            case NO_ROOM -> stepBack(nowMillis);
            case DONE -> conclude(current, nowMillis);
        }
    }

    /** Gives back what was not used. */
    void stop() {
        stopFetching();
        step = Step.DONE;
    }

    private void advance(long nowMillis) {
        if (step == Step.ASKING && quorum.isEnough(nowMillis)) {
            if (lender.promisedHere().equals(writer)) {
                adopt(quorum.choice(), nowMillis);
            } else {
                stepBack(nowMillis);
            }
        }
    }

    private void adopt(RecoveryChoice choice, long nowMillis) {
        if (choice.source() == RecoveryChoice.NOWHERE) {
            long position = Version.opening(writer.epoch());
            PartitionState fresh = lender.fresh(random.nextLong());
            fresh.arriveAt(position);
            lender.install(writer, fresh);
            done(fresh, position, choice.lost(), nowMillis);
        } else if (choice.source() == uid) {
            lender.borrow(writer).ifPresent(own -> done(own, choice.position(), false, nowMillis));
        } else {
            long since = quorum.holders().getOrDefault(uid, 0L);
            ToKeeper.Fetch first = new ToKeeper.Fetch(partition, writer, ++fetches, since, 0, 0);
            fetching = new Fetching(first, choice.source(), choice.position(), lender::fresh, settings.repeatMillis());
            fetching.ask(nowMillis, outbox);
            fetchedMillis = nowMillis;
            step = Step.FETCHING;
        }
    }

    private void conclude(Fetching complete, long nowMillis) {
        fetching = null;
        step = Step.ASKING;
        PartitionState arrived = complete.arrived();
        if (!lender.promisedHere().equals(writer)) {
            discard(arrived);
            stepBack(nowMillis);
        } else if (arrived != null) {
            lender.install(writer, arrived);
            done(arrived, complete.position(), false, nowMillis);
        } else {
            lender.borrow(writer).ifPresent(own -> follow(own, complete, nowMillis));
        }
    }

    private void follow(PartitionState own, Fetching complete, long nowMillis) {
        boolean followed = complete.log().stream().allMatch(change -> own.follow(change, nowMillis));
        if (followed && own.lastVersion() == complete.position()) {
            done(own, complete.position(), false, nowMillis);
        } else {
            lender.giveBack(own);
            stepBack(nowMillis);
        }
    }

    private void done(PartitionState state, long position, boolean lost, long nowMillis) {
        state.lead(writer.epoch(), nowMillis);
        step = Step.DONE;
        adopted = new Adopted(writer, state, position, lost, quorum.holders());
    }

    private void stepBack(long nowMillis) {
        stopFetching();
        step = Step.STEPPING_BACK;
        askAgainMillis = nowMillis + random.nextInt(LEAST_STEP_BACK_MILLIS, MOST_STEP_BACK_MILLIS + 1);
    }

    private void stopFetching() {
        if (fetching != null) {
            fetching.stop();
            fetching = null;
        }
    }

    private boolean isSource(Peer peer) {
        return fetching != null && peer.uid() == fetching.source() && !peer.down();
    }

    private static void discard(@Nullable PartitionState state) {
        if (state != null) {
            state.close();
        }
    }

    @Override
    public String toString() {
        return step + ", waits for " + quorum.waitingFor()
                + (fetching == null ? "" : ", fetches from " + fetching.source());
    }
}
