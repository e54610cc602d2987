package dev.troupe.replication.simulation;

import dev.troupe.heap.HeapArrays;
import dev.troupe.replication.copy.BackupReplica;
import dev.troupe.replication.copy.Transfers;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.memory.Slabs;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.SegmentSizes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One node: its keeper's copy, its owner if it has one, and what it sees of the others. */
public final class SimNode implements Ownership.Lender {
    private static final int MOST_ENTRIES = 9;
    /** More than it ever needs. */
    private static final long POOL_BYTES = 1 << 20;
    /** Memory for changes: plenty, little, and so much that half of it still holds the largest operation. */
    private static final long[] CHANGE_BYTES = {Long.MAX_VALUE, 12_000, 8_000};

    private final long uid;
    private final World world;
    private final MemoryPool pool = new MemoryPool(POOL_BYTES, 1, new Slabs(POOL_BYTES, ByteBuffer::allocate));
    private final Transfers transfers = new Transfers(3);
    private final ChangeMemory memory;
    private final Random crowd;
    private final BackupReplica copy;
    private final MemberView view;
    private final ArrayDeque<Runnable> missed = new ArrayDeque<>();
    private final long skewMillis;
    private long wallSkewSeconds;
    private final PendingReplies pending = new PendingReplies();
    private @Nullable Ownership ownership;
    private Ownership.Phase phase = Ownership.Phase.OVER;
    private Writer openedAs = Writer.NOBODY;
    private boolean alive = true;
    private boolean paused;
    private boolean flushing;

    SimNode(long uid, World world) {
        this.uid = uid;
        this.world = world;
        this.memory = new ChangeMemory(
                world.settings().windowBytes(),
                1,
                CHANGE_BYTES[(int) Math.floorMod(world.seed() / 6, 3L)],
                HeapArrays.EXACT);
        this.crowd = new Random(31 * world.seed() + uid);
        Random random = world.random();
        this.view = new MemberView(uid);
        this.skewMillis = random.nextInt(100_000) - 50_000L;
        this.wallSkewSeconds = switch (random.nextInt(6)) {
            case 0 -> 40;
            case 1 -> -5;
            case 2 -> -World.WALL_SECONDS;
            default -> 0;
        };
        this.copy = world.mutation().copy(new BackupReplica.Shared(uid, world.settings(), this::fresh, transfers));
    }

    public long uid() {
        return uid;
    }

    ChangeMemory memory() {
        return memory;
    }

    /** What the tails of its states hold, as the heap counts. */
    long tailBytes() {
        return copy.resting().map(state -> state.log().heapBytes()).orElse(0L)
                + copy.filling().map(state -> state.log().heapBytes()).orElse(0L)
                + (copy.isLent() && ownership != null ? ownership.state().log().heapBytes() : 0);
    }

    public BackupReplica copy() {
        return copy;
    }

    public MemberView view() {
        return view;
    }

    @Nullable
    public Ownership ownership() {
        return ownership;
    }

    public PendingReplies pending() {
        return pending;
    }

    /** Its wall clock differs by so much more from now on. */
    void jump(long seconds) {
        wallSkewSeconds += seconds;
    }

    public long skewMillis() {
        return skewMillis;
    }

    boolean isAlive() {
        return alive;
    }

    boolean isPaused() {
        return paused;
    }

    public boolean isRunning() {
        return alive && !paused;
    }

    public boolean isOpen() {
        return ownership != null && ownership.phase() == Ownership.Phase.OPEN;
    }

    public long clock() {
        return world.clockwork().nowMillis() + skewMillis;
    }

    // ---- what happens to it

    /** Runs now, when the node wakes up, or never. */
    void run(Runnable action) {
        if (!alive) {
            return;
        }
        if (paused) {
            missed.add(action);
        } else {
            action.run();
        }
    }

    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
        while (!missed.isEmpty() && isRunning()) {
            missed.remove().run();
        }
    }

    public void crash() {
        alive = false;
        ownership = null;
        missed.clear();
    }

    void tick() {
        fillOthers();
        copy.tick(clock(), answer -> world.answer(this, answer));
        if (ownership != null) {
            ownership.peerView(view.peerView(world.seed()), clock());
            ownership.tick(clock());
        }
        proceed();
    }

    /** Other partitions are filled on this node too, and the copy waits for its turn. */
    private void fillOthers() {
        int other = 1 + crowd.nextInt(4);
        if (crowd.nextInt(3) == 0) {
            boolean sameOwner = crowd.nextBoolean();
            transfers.isTurnOf(other, sameOwner ? copy.promised().uid() : -other);
        } else {
            transfers.leave(other);
        }
        transfers.next();
        if (copy.filling().isEmpty() && transfers.knows(0)) {
            throw new Ledger.Broken(this + " keeps a turn that it does not need");
        }
    }

    // ---- the keeper

    void hear(long from, ToKeeper message, long senderSkewMillis) {
        if (!view.obeys(from)) {
            return;
        }
        Writer promised = copy.promised();
        long before = copy.isComplete() ? copy.position() : 0;
        copy.on(message, clock(), skewMillis - senderSkewMillis, answer -> world.answer(this, answer));
        boolean obeyed = message.writer().mayFollow(promised);
        if (!obeyed && before != (copy.isComplete() ? copy.position() : 0)) {
            throw new Ledger.Broken(this + " obeyed " + message.writer() + " after a promise to " + promised);
        }
        copy.resting().ifPresent(state -> world.ledger().held(toString(), state, skewMillis));
        if (copy.mustReturn()) {
            world.clockwork().in(world.random().nextInt(3), () -> run(this::obeyPromise));
        }
    }

    private void obeyPromise() {
        if (copy.mustReturn() && ownership != null) {
            ownership.depose(clock());
            proceed();
        }
    }

    // ---- the owner

    public void start() {
        if (ownership == null) {
            Ownership begun = new Ownership(0, uid, world.settings(), this, world.random());
            ownership = begun;
            begun.begin(view.peerView(world.seed()), World.WALL_SECONDS + wallSkewSeconds + clock() / 1000, clock());
            proceed();
        }
    }

    void hear(FromKeeper message, long senderSkewMillis) {
        if (ownership != null && view.obeys(message.keeper())) {
            ownership.on(message, clock(), skewMillis - senderSkewMillis);
            proceed();
        }
    }

    public void stop() {
        if (ownership != null) {
            ownership.stop(clock());
            proceed();
        }
    }

    /** The actor ends without a word; the copy table takes the data back. */
    public void breakOffice() {
        Ownership broken = ownership;
        ownership = null;
        phase = Ownership.Phase.OVER;
        pending.clear();
        if (broken != null && copy.isLent()) {
            copy.giveBack(broken.state());
        }
    }

    /** Changes were executed: they ship with the next flush. */
    public void changed() {
        if (ownership != null) {}
        if (!flushing) {
            flushing = true;
            world.clockwork().in(world.random().nextInt(3), () -> run(this::flush));
        }
        proceed();
    }

    private void flush() {
        flushing = false;
        if (ownership != null) {
            ownership.flush(clock());
            proceed();
        }
    }

    /** Sends what is to be sent and answers who may be answered. */
    void proceed() {
        Ownership current = ownership;
        if (current == null) {
            return;
        }
        current.takeSendings().forEach(sending -> world.say(this, sending));
        if (current.phase() == Ownership.Phase.OPEN && !current.writer().equals(openedAs)) {
            openedAs = current.writer();
            world.opened(this, current);
        }
        pending.settle(current.acknowledged(), current.writer(), world.ledger());
        if (current.phase() == Ownership.Phase.RECOVERING) {
            pending.clear();
        }
        phase = current.phase();
        if (phase == Ownership.Phase.OVER) {
            ownership = null;
            pending.clear();
        }
    }

    // ---- lending

    @Override
    public Writer promisedHere() {
        return world.mutation().promised(this);
    }

    @Override
    public Optional<PartitionState> borrow(Writer writer) {
        return copy.borrow(writer);
    }

    @Override
    public void install(Writer writer, PartitionState state) {
        copy.install(writer, state);
    }

    @Override
    public PartitionState fresh(long hashSeed) {
        SegmentSizes small = new SegmentSizes(256, 4096);
        return new PartitionState(
                (cache, seed, drops) -> new Store(
                        new StoreSettings(StoreSettings.Policy.S3_FIFO, seed)
                                .withSegments(small)
                                .withMostEntries(MOST_ENTRIES),
                        pool,
                        drops),
                hashSeed,
                memory);
    }

    @Override
    public void giveBack(PartitionState state) {
        copy.giveBack(state);
    }

    @Override
    public String toString() {
        return "node " + uid + (paused ? " (paused)" : "");
    }
}
