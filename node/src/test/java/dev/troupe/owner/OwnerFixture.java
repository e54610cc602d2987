package dev.troupe.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.heap.HeapArrays;
import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.copy.BackupReplica;
import dev.troupe.replication.copy.Transfers;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.messages.Sending;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;

/** An owner with one backup, whose messages are handed to and fro. */
abstract class OwnerFixture {
    static final long SELF = 1;
    static final long BACKUP = 2;
    static final long GATEWAY = 9;
    static final long NODE = 8;
    static final CopySettings SETTINGS = new CopySettings(1, 3, 1 << 20, 1000, 5000, 200, 100_000);

    final MemoryPool memory = new MemoryPool(8 << 20, 0.4);
    final ChangeMemory changes = new ChangeMemory(1 << 20, 1, 256 << 10, HeapArrays.EXACT);
    final Map<Long, BackupReplica> copies = new HashMap<>(Map.of(SELF, copy(SELF), BACKUP, copy(BACKUP)));
    final Holdings holdings = new Holdings();
    final Tally tally = new Tally(7, new OwnNode(), holdings);
    final Ownership ownership = new Ownership(7, SELF, SETTINGS, tally, new Random(1));
    boolean synchronous = true;
    final AnswerMemory answerMemory;
    final Sessions<String> sessions = new Sessions<>();
    final Owner owner;
    PeerView peerView = new PeerView(
            List.of(new Peer(SELF, Peer.REACHABLE, false, false), new Peer(BACKUP, Peer.REACHABLE, false, false)),
            List.of(BACKUP),
            PeerView.NO_TARGET);
    boolean backupHears = true;
    boolean backupHearsQuestions;
    final List<Sending> late = new ArrayList<>();
    long now = 1000;
    long request;

    OwnerFixture() {
        this(20_000);
    }

    /** One whose node has so much memory for large values that wait, or were read. */
    OwnerFixture(long answerBytes) {
        answerMemory = new AnswerMemory(answerBytes, 1000);
        owner = new Owner(7, ownership, tally, sessions, cache -> synchronous, answerMemory);
    }

    BackupReplica copy(long uid) {
        return new BackupReplica(7, new BackupReplica.Shared(uid, SETTINGS, this::newState, new Transfers(1)));
    }

    PartitionState newState(long seed) {
        return new PartitionState(
                (cache, hashSeed, drops) ->
                        new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, hashSeed), memory, drops),
                seed,
                changes);
    }

    final class OwnNode implements Ownership.Lender {
        private BackupReplica own() {
            return copies.getOrDefault(SELF, copy(SELF));
        }

        @Override
        public Writer promisedHere() {
            return own().promised();
        }

        @Override
        public Optional<PartitionState> borrow(Writer writer) {
            return own().borrow(writer);
        }

        @Override
        public void install(Writer writer, PartitionState state) {
            own().install(writer, state);
        }

        @Override
        public PartitionState fresh(long hashSeed) {
            return newState(hashSeed);
        }

        @Override
        public void giveBack(PartitionState state) {
            own().giveBack(state);
        }
    }

    /** Hands messages to and fro until there are none. */
    void exchange() {
        List<Sending> sendings = ownership.takeSendings();
        while (!sendings.isEmpty()) {
            List<FromKeeper> answers = new ArrayList<>();
            sendings.stream()
                    .filter(sending -> sending.to() == SELF || hears(sending.message()))
                    .forEach(sending -> hand(sending.to(), sending.message(), answers));
            if (!backupHears) {
                sendings.stream()
                        .filter(sending -> sending.to() == BACKUP && !hears(sending.message()))
                        .forEach(late::add);
            }
            answers.forEach(answer -> owner.hear(answer, now, 0));
            sendings = ownership.takeSendings();
        }
    }

    boolean hears(ToKeeper message) {
        return backupHears || (backupHearsQuestions && message instanceof ToKeeper.Question);
    }

    /** What the backup has not heard so far reaches it now, and it hears again. */
    void catchUp() {
        backupHears = true;
        List<FromKeeper> answers = new ArrayList<>();
        late.forEach(sending -> hand(sending.to(), sending.message(), answers));
        answers.forEach(answer -> owner.hear(answer, now, 0));
        exchange();
    }

    void hand(long to, ToKeeper message, List<FromKeeper> answers) {
        copies.getOrDefault(to, copy(to)).on(message, now, 0, answers::add);
    }

    void pass(long millis) {
        for (long end = now + millis; now < end; now += 50) {
            owner.tick(peerView, true, now);
            exchange();
        }
    }

    void ask(Operation operation) {
        request++;
        owner.handle(new Request(GATEWAY, request, 1, now + 10_000, operation), now);
    }

    List<Reply> answers() {
        return owner.takeAnswers().stream().map(Owner.Answered::reply).toList();
    }

    void ship() {
        owner.flush(now);
        exchange();
    }

    @BeforeEach
    void open() {
        sessions.admit(GATEWAY, NODE, "gateway", now);
        ownership.begin(peerView, 1_800_000_000L, now);
        pass(1000);
        assertThat(ownership.status().fullyReplicated()).isTrue();
    }
}
