package dev.troupe.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Reason;
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
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipt;
import dev.troupe.replication.state.ReplicationLog;
import dev.troupe.replication.state.Version;
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
import org.junit.jupiter.api.Test;

class OwnerTest {
    private static final long SELF = 1;
    private static final long BACKUP = 2;
    private static final long GATEWAY = 9;
    private static final long NODE = 8;
    private static final CopySettings SETTINGS = new CopySettings(1, 3, 1 << 20, 1000, 5000, 200, 100_000);

    private final MemoryPool memory = new MemoryPool(64 << 20);
    private final ChangeMemory changes = new ChangeMemory(1 << 20, 1, 8 << 10, HeapArrays.EXACT);
    private final Map<Long, BackupReplica> copies = new HashMap<>(Map.of(SELF, copy(SELF), BACKUP, copy(BACKUP)));
    private final Holdings holdings = new Holdings();
    private final Tally tally = new Tally(7, new OwnNode(), holdings);
    private final Ownership ownership = new Ownership(7, SELF, SETTINGS, tally, new Random(1));
    private boolean synchronous = true;
    private final AnswerMemory answerMemory = new AnswerMemory(1000, 1000);
    private final Sessions<String> sessions = new Sessions<>();
    private final Owner owner = new Owner(7, ownership, tally, sessions, cache -> synchronous, answerMemory);
    private PeerView peerView = new PeerView(
            List.of(new Peer(SELF, Peer.REACHABLE, false, false), new Peer(BACKUP, Peer.REACHABLE, false, false)),
            List.of(BACKUP),
            PeerView.NO_TARGET);
    private boolean backupHears = true;
    private boolean backupHearsQuestions;
    private final List<Sending> late = new ArrayList<>();
    private long now = 1000;
    private long request;

    private BackupReplica copy(long uid) {
        return new BackupReplica(7, new BackupReplica.Shared(uid, SETTINGS, this::newState, new Transfers(1)));
    }

    private PartitionState newState(long seed) {
        return new PartitionState(
                (cache, hashSeed, drops) ->
                        new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, hashSeed), memory, drops),
                seed,
                changes);
    }

    private final class OwnNode implements Ownership.Lender {
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
    private void exchange() {
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

    private boolean hears(ToKeeper message) {
        return backupHears || (backupHearsQuestions && message instanceof ToKeeper.Question);
    }

    /** What the backup has not heard so far reaches it now, and it hears again. */
    private void catchUp() {
        backupHears = true;
        List<FromKeeper> answers = new ArrayList<>();
        late.forEach(sending -> hand(sending.to(), sending.message(), answers));
        answers.forEach(answer -> owner.hear(answer, now, 0));
        exchange();
    }

    private void hand(long to, ToKeeper message, List<FromKeeper> answers) {
        copies.getOrDefault(to, copy(to)).on(message, now, 0, answers::add);
    }

    private void pass(long millis) {
        for (long end = now + millis; now < end; now += 50) {
            owner.tick(peerView, true, now);
            exchange();
        }
    }

    private void ask(Operation operation) {
        request++;
        owner.handle(new Request(GATEWAY, request, 1, now + 10_000, operation), now);
    }

    private List<Reply> answers() {
        return owner.takeAnswers().stream().map(Owner.Answered::reply).toList();
    }

    private void ship() {
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

    @Test
    void synchronousWriteIsAnsweredWhenTheBackupHasIt() {
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).isEmpty();
        ship();
        assertThat(answers()).hasOnlyElementsOfType(Reply.Created.class).hasSize(1);
    }

    @Test
    void whatIsCountedIsToldOnceHoweverTheOwnerEnds() {
        ask(Fixtures.get("k"));
        owner.tellFigures();
        ask(Fixtures.get("k"));
        assertThat(holdings.of(Fixtures.CACHE).misses()).isOne();
        owner.depose(now);
        assertThat(holdings.of(Fixtures.CACHE).misses()).isEqualTo(2);
        owner.tellFigures();
        assertThat(holdings.of(Fixtures.CACHE).misses()).isEqualTo(2);
    }

    @Test
    void readThatWouldShowAnUnconfirmedWriteWaitsForIt() {
        ask(Fixtures.put("k", "v"));
        ask(Fixtures.get("k"));
        ask(Fixtures.get("other"));
        assertThat(answers()).containsExactly(Reply.Absent.INSTANCE);
        ship();
        assertThat(answers()).hasSize(2);
    }

    @Test
    void whatAReadShowsIsHeldWhileItWaitsAndNotLonger() {
        ask(Fixtures.put("k", "v"));
        assertThat(answerMemory.heldBytes()).isPositive();
        ask(Fixtures.get("k"));
        long held = answerMemory.heldBytes();
        ask(Fixtures.get("k"));
        assertThat(answerMemory.heldBytes()).isGreaterThan(held);
        ship();
        owner.takeAnswers().forEach(answered -> answered.taken().run());
        assertThat(answerMemory.heldBytes()).isZero();
    }

    @Test
    void whatWaitedIsNotHeldAfterTheEnd() {
        ask(Fixtures.put("k", "v"));
        ask(Fixtures.get("k"));
        owner.depose(now);
        owner.abandon();
        assertThat(answerMemory.heldBytes()).isZero();
    }

    @Test
    void repeatedWriteIsNotAnsweredBeforeTheBackupHasItEither() {
        ask(Fixtures.put("k", "v"));
        request--;
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).isEmpty();
        ship();
        assertThat(answers()).hasSize(2).allMatch(reply -> reply instanceof Reply.Created);
    }

    @Test
    void asynchronousWriteIsAnsweredAtOnce() {
        synchronous = false;
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).hasOnlyElementsOfType(Reply.Created.class).hasSize(1);
    }

    @Test
    void synchronousWriteIsRefusedBeforeItIsDoneWhileTheBackupIsSilent() {
        backupHears = false;
        ask(Fixtures.put("k", "v"));
        ship();
        pass(3000);
        ask(Fixtures.put("k2", "v"));
        assertThat(answers())
                .singleElement()
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.INSUFFICIENT_REPLICAS));
        ask(Fixtures.get("k2"));
        assertThat(answers()).containsExactly(Reply.Absent.INSTANCE);
    }

    @Test
    void writeThatWaitsForMemoryThatOtherPartitionsHaveGoesOnWhenTheyGiveItBack() {
        synchronous = false;
        List<ReplicationLog> others =
                List.of(new ReplicationLog(changes, 0), new ReplicationLog(changes, 0), new ReplicationLog(changes, 0));
        others.forEach(log -> log.append(new Change.Remove(1, 0, new byte[3600], Receipt.NONE)));
        ask(Fixtures.put("k", "v"));
        assertThat(owner.hasPostponed()).isTrue();
        owner.retry(now);
        assertThat(answers()).isEmpty();
        others.forEach(log -> log.restart(1));
        owner.retry(now);
        assertThat(owner.hasPostponed()).isFalse();
        assertThat(answers()).hasOnlyElementsOfType(Reply.Created.class).hasSize(1);
    }

    @Test
    void asynchronousWritesGoOnWithoutASilentBackup() {
        synchronous = false;
        backupHears = false;
        ask(Fixtures.put("k", "v"));
        ship();
        pass(3000);
        for (int i = 0; i < 10; i++) {
            ask(Fixtures.put("k" + i, "v"));
            ship();
        }
        assertThat(answers()).hasSize(11).noneMatch(reply -> reply instanceof Reply.Refused);
        assertThat(ownership.status().fullyReplicated()).isFalse();
    }

    @Test
    void writeBeyondTheWindowWaitsAMomentAndIsThenRefused() {
        synchronous = false;
        backupHears = false;
        for (int i = 0; i < 4; i++) {
            ask(Fixtures.put("k" + i, "v"));
            ship();
        }
        assertThat(answers()).hasSize(3);
        pass(150);
        assertThat(answers())
                .singleElement()
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.OVERLOADED));
    }

    @Test
    void writeThatWaitsForTheWindowIsDoneWhenTheBackupHasCaughtUp() {
        synchronous = false;
        backupHears = false;
        for (int i = 0; i < 4; i++) {
            ask(Fixtures.put("k" + i, "v"));
            ship();
        }
        assertThat(answers()).hasSize(3);
        assertThat(late)
                .as("the backup is asked how it stands, once")
                .filteredOn(sending -> sending.message() instanceof ToKeeper.Ship ship
                        && ship.changes().isEmpty())
                .hasSize(1);
        now += 40;
        catchUp();
        assertThat(answers()).singleElement().isInstanceOf(Reply.Created.class);
    }

    @Test
    void backupThatLeavesIsReleasedThoughNobodyElseCanKeepACopy() {
        peerView = new PeerView(
                List.of(new Peer(SELF, Peer.REACHABLE, false, false), new Peer(BACKUP, Peer.REACHABLE, true, false)),
                List.of(),
                PeerView.NO_TARGET);
        pass(3000);
        assertThat(copies)
                .hasEntrySatisfying(BACKUP, copy -> assertThat(copy.isEmpty()).isTrue());
    }

    @Test
    void writeThatIsRepeatedWhileItWaitsForTheWindowIsDoneOnce() {
        synchronous = false;
        backupHears = false;
        for (int i = 0; i < 4; i++) {
            ask(Fixtures.put("k" + i, "v"));
            ship();
        }
        request--;
        ask(Fixtures.put("k3", "v"));
        assertThat(answers()).hasSize(3);
        now += 40;
        catchUp();
        List<Reply> answers = answers();
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0)).isInstanceOf(Reply.Created.class).isEqualTo(answers.get(1));
    }

    @Test
    void answerThatWaitsForCopiesIsDroppedWhenTheOwnerRecoversAgain() {
        backupHears = false;
        ask(Fixtures.put("k", "v"));
        ask(Fixtures.get("k"));
        ship();
        assertThat(answers()).isEmpty();
        Writer before = ownership.writer();
        long further = Version.opening(before.epoch() + 5);
        backupHears = true;
        owner.hear(new FromKeeper.Ahead(7, BACKUP, before, further), now, 0);
        assertThat(ownership.phase()).isEqualTo(Ownership.Phase.RECOVERING);
        pass(1000);
        assertThat(ownership.writer().epoch()).isGreaterThan(before.epoch());
        assertThat(ownership.status().fullyReplicated()).isTrue();
        assertThat(answers()).as("of an owner that was another one").isEmpty();
        request = 0;
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).as("when it is asked again").hasSize(1);
    }

    @Test
    void writeThatIsRepeatedAfterARecoveryIsNotAnsweredBeforeACopyHasIt() {
        backupHears = false;
        backupHearsQuestions = true;
        ask(Fixtures.put("k", "v"));
        ship();
        Writer before = ownership.writer();
        owner.hear(new FromKeeper.Ahead(7, BACKUP, before, Version.opening(before.epoch() + 5)), now, 0);
        pass(1000);
        assertThat(owner.serving()).isPresent();
        assertThat(ownership.status().fullyReplicated()).isFalse();
        request = 0;
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).isEmpty();
        backupHears = true;
        pass(3000);
        assertThat(answers()).singleElement().isInstanceOf(Reply.Created.class);
        assertThat(ownership.status().fullyReplicated()).isTrue();
    }

    @Test
    void afterARecoveryOnlyReceiptsSayWhatWasAnswered() {
        owner.tick(peerView, false, now);
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).hasOnlyElementsOfType(Reply.Refused.class);
        owner.tick(peerView, true, now);
        Writer before = ownership.writer();
        owner.hear(new FromKeeper.Ahead(7, BACKUP, before, Version.opening(before.epoch() + 5)), now, 0);
        pass(1000);
        request = 0;
        ask(Fixtures.put("k", "v"));
        ship();
        assertThat(answers()).singleElement().isInstanceOf(Reply.Created.class);
    }

    @Test
    void ownerThatSeesTooFewOthersRefusesWrites() {
        owner.tick(peerView, false, now);
        ask(Fixtures.put("k", "v"));
        ask(Fixtures.get("k"));
        assertThat(answers())
                .hasSize(2)
                .allSatisfy(
                        reply -> assertThat(((Reply.Refused) reply).reason()).isEqualTo(Reason.UNAVAILABLE));
    }
}
