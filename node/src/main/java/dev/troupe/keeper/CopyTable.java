package dev.troupe.keeper;

import dev.troupe.replication.copy.BackupReplica;
import dev.troupe.replication.copy.Transfers;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * The data of every partition on this node, owned or copied. It outlives the actors: an owner borrows its partition and
 * gives it back however it ends, the keeper looks after what is not lent. Safe for use by many threads; one a node.
 */
public final class CopyTable {
    private final long self;
    private final LongFunction<PartitionState> newState;
    private final Transfers transfers = new Transfers(Transfers.MOST);
    private final List<Slot> slots;

    /** A copy, its lock, and whom to tell when it is wanted back. */
    private static final class Slot {
        final BackupReplica copy;
        Runnable wantedBack = () -> {};

        Slot(BackupReplica copy) {
            this.copy = copy;
        }
    }

    /**
     * An empty one.
     *
     * @param self uid of this node
     * @param partitions of the key space
     * @param settings of copies
     * @param newState an empty partition with a hash seed
     */
    public CopyTable(long self, int partitions, CopySettings settings, LongFunction<PartitionState> newState) {
        this.self = self;
        this.newState = newState;
        BackupReplica.Shared shared = new BackupReplica.Shared(self, settings, newState, transfers);
        this.slots = IntStream.range(0, partitions)
                .mapToObj(partition -> new Slot(new BackupReplica(partition, shared)))
                .toList();
    }

    /** uid of this node. */
    public long self() {
        return self;
    }

    /** Partitions of the key space. */
    public int partitions() {
        return slots.size();
    }

    /** What an owner of a partition on this node borrows from; it is told, on any thread, when it has to give back. */
    public Ownership.Lender lender(int partition, Runnable wantedBack) {
        return new SlotLender(slots.get(partition), wantedBack);
    }

    /** Whether this node holds nothing of any partition. */
    public boolean isEmpty() {
        return slots.stream().allMatch(slot -> {
            synchronized (slot) {
                return slot.copy.isEmpty();
            }
        });
    }

    /**
     * uid of the node on which an owner of a partition began last, open yet or not, as far as this node has heard; 0 for none. Each asks all
     * keepers first, so they have.
     */
    public long lastOwner(int partition) {
        Slot slot = slots.get(partition);
        synchronized (slot) {
            return slot.copy.promised().uid();
        }
    }

    /** How often data came back in which a change had broken off, and was thrown away. */
    public int thrownAway() {
        int sum = 0;
        for (Slot slot : slots) {
            synchronized (slot) {
                sum += slot.copy.thrownAway();
            }
        }
        return sum;
    }

    /** How a copy stands. */
    public CopyStanding status(int partition) {
        Slot slot = slots.get(partition);
        synchronized (slot) {
            BackupReplica copy = slot.copy;
            return new CopyStanding(copy.isLent(), copy.isComplete(), !copy.isEmpty(), copy.position());
        }
    }

    /**
     * Reads from the copy of a partition.
     *
     * @param leastEpoch of the owner that the copy follows
     * @return nothing if there is no copy that {@linkplain BackupReplica#read may be read}
     */
    public <R> Optional<R> read(int partition, long leastEpoch, long nowMillis, BackupReplica.Reader<R> reader) {
        Slot slot = slots.get(partition);
        synchronized (slot) {
            return slot.copy.read(leastEpoch, nowMillis, reader);
        }
    }

    /** Hands a message to the copy it is about. */
    void tell(ToKeeper message, long nowMillis, long clockDifferenceMillis, Consumer<FromKeeper> answers) {
        Slot slot = slots.get(message.partition());
        Runnable wantedBack = null;
        synchronized (slot) {
            slot.copy.on(message, nowMillis, clockDifferenceMillis, answers);
            if (slot.copy.mustReturn()) {
                wantedBack = slot.wantedBack;
            }
        }
        if (wantedBack != null) {
            wantedBack.run();
        }
    }

    /** Lets time pass for all copies. */
    void tick(long nowMillis, Consumer<FromKeeper> toWriters) {
        tick(slots, nowMillis, toWriters);
    }

    /** Begins to fill the copies whose turn has come: those before them are complete, were given up, or stand still. */
    void fillNext(long nowMillis, Consumer<FromKeeper> toWriters) {
        List<Integer> next = transfers.next();
        if (!next.isEmpty()) {
            tick(next.stream().map(slots::get).toList(), nowMillis, toWriters);
        }
    }

    private static void tick(List<Slot> slots, long nowMillis, Consumer<FromKeeper> toWriters) {
        List<FromKeeper> said = new ArrayList<>();
        for (Slot slot : slots) {
            synchronized (slot) {
                slot.copy.tick(nowMillis, said::add);
            }
        }
        said.forEach(toWriters);
    }

    private final class SlotLender implements Ownership.Lender {
        private final Slot slot;
        private final Runnable wantedBack;

        SlotLender(Slot slot, Runnable wantedBack) {
            this.slot = slot;
            this.wantedBack = wantedBack;
        }

        @Override
        public Writer promisedHere() {
            synchronized (slot) {
                return slot.copy.promised();
            }
        }

        @Override
        public Optional<PartitionState> borrow(Writer writer) {
            synchronized (slot) {
                Optional<PartitionState> lent = slot.copy.borrow(writer);
                if (lent.isPresent()) {
                    slot.wantedBack = wantedBack;
                }
                return lent;
            }
        }

        @Override
        public void install(Writer writer, PartitionState state) {
            synchronized (slot) {
                slot.copy.install(writer, state);
                slot.wantedBack = wantedBack;
            }
        }

        @Override
        public PartitionState fresh(long hashSeed) {
            return newState.apply(hashSeed);
        }

        @Override
        public void giveBack(PartitionState state) {
            synchronized (slot) {
                slot.copy.giveBack(state);
                slot.wantedBack = () -> {};
            }
        }
    }
}
