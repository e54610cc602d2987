package dev.troupe.replication.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipt;
import dev.troupe.replication.state.Version;
import dev.troupe.store.PutOutcome;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a keeper answers, message by message. */
class BackupReplicaTest {
    private static final long EPOCH = 2_000_000_000L;
    private static final Writer FIRST = new Writer(EPOCH, 11);
    private static final Writer SECOND = new Writer(EPOCH + 1, 12);
    private static final int OTHER = 7;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long START = Version.opening(EPOCH);

    private final MemoryPool pool = new MemoryPool(64 << 20);
    private final Transfers transfers = new Transfers(1);
    private final BackupReplica copy =
            new BackupReplica(0, new BackupReplica.Shared(5, CopySettings.of(1), this::empty, transfers));
    private final List<FromKeeper> answers = new ArrayList<>();

    @Test
    void anEpochBelongsToTheFirstThatItWasPromisedTo() {
        hear(new ToKeeper.Question(0, FIRST));
        assertThat(answers).singleElement().isInstanceOf(FromKeeper.Answer.class);
        hear(new ToKeeper.Question(0, new Writer(EPOCH, 99)));
        assertThat(last()).isEqualTo(new FromKeeper.Outranked(0, 5, new Writer(EPOCH, 99), FIRST));
    }

    @Test
    void aPromiseFencesShipsOpeningsAndQuestionsOfLowerWriters() {
        filledBy(FIRST);
        hear(new ToKeeper.Question(0, SECOND));
        long position = copy.position();
        hear(ship(FIRST, 1, position, position + 2));
        assertThat(last()).isEqualTo(new FromKeeper.Outranked(0, 5, FIRST, SECOND));
        hear(new ToKeeper.Open(0, FIRST, position, 1));
        assertThat(last()).isInstanceOf(FromKeeper.Outranked.class);
        assertThat(copy.position()).isEqualTo(position);
    }

    @Test
    void aCopyIsNeverReplacedByAnOlderOne() {
        filledBy(FIRST);
        hear(ship(FIRST, 1, START, START + 2));
        hear(new ToKeeper.Open(0, SECOND, START, 1));
        assertThat(last()).isEqualTo(new FromKeeper.Ahead(0, 5, SECOND, START + 2));
        hear(new ToKeeper.Fill(0, SECOND, 1, 1, 3, false));
        assertThat(copy.filling()).isEmpty();
        assertThat(copy.position()).isEqualTo(START + 2);
    }

    @Test
    void anOpeningDoesNotRaiseThePosition() {
        filledBy(FIRST);
        hear(new ToKeeper.Open(0, SECOND, START + 9, 1));
        assertThat(last()).isEqualTo(ack(SECOND, START, false, false, 0));
    }

    @Test
    void changesAreTakenOnlyWithoutAHole() {
        filledBy(FIRST);
        hear(ship(FIRST, 1, START + 2, START + 4));
        assertThat(last()).isEqualTo(ack(FIRST, START, true, true, 1));
        hear(ship(FIRST, 1, START, START + 2));
        assertThat(last()).isEqualTo(ack(FIRST, START + 2, true, false, 1));
    }

    @Test
    void s12ALateReleaseDeletesNothing() {
        filledBy(FIRST);
        hear(ship(FIRST, 3, START, START + 2));
        hear(new ToKeeper.Release(0, FIRST, 2));
        hear(new ToKeeper.Release(0, FIRST, 3));
        assertThat(copy.isComplete()).isTrue();
        hear(new ToKeeper.Release(0, FIRST, 4));
        assertThat(copy.isEmpty()).isTrue();
    }

    @Test
    void whoHasNotOpenedDeletesNothingNorDoesAnybodyWhileTheDataIsLent() {
        filledBy(FIRST);
        hear(new ToKeeper.Question(0, SECOND));
        hear(new ToKeeper.Release(0, SECOND, 99));
        assertThat(copy.isComplete()).as("its opening was not heard").isTrue();
        PartitionState lent = copy.borrow(SECOND).orElseThrow();
        answers.clear();
        hear(new ToKeeper.Release(0, SECOND, 99));
        assertThat(answers).isEmpty();
        assertThat(copy.position()).as("lent").isEqualTo(START);
        copy.giveBack(lent);
        assertThat(copy.isComplete()).isTrue();
    }

    @Test
    void s14AChunkOfAnotherFillOrPositionIsIgnored() {
        hear(new ToKeeper.Question(0, FIRST));
        hear(new ToKeeper.Open(0, FIRST, START, 1));
        hear(new ToKeeper.Fill(0, FIRST, 1, 2, 3, false));
        hear(chunk(1, 0, START, true));
        assertThat(copy.isComplete()).isFalse();
        hear(chunk(2, 0, START, false));
        assertThat(last()).isEqualTo(new FromKeeper.Pull(0, 5, FIRST, 2, 1, 0, START));
        hear(chunk(2, 1, START + 2, true));
        assertThat(copy.isComplete()).isFalse();
        hear(ship(FIRST, 1, START, START + 2));
        hear(chunk(2, 1, START + 2, true));
        assertThat(last()).isEqualTo(ack(FIRST, START + 2, true, false, 1));
    }

    @Test
    void lentDataAnswersNobodyUntilItHasComeBack() {
        filledBy(FIRST);
        hear(new ToKeeper.Question(0, SECOND));
        PartitionState lent = copy.borrow(SECOND).orElseThrow();
        Writer third = new Writer(EPOCH + 5, 13);
        answers.clear();
        hear(new ToKeeper.Question(0, third));
        assertThat(answers).isEmpty();
        assertThat(copy.mustReturn()).isTrue();
        assertThat(copy.borrow(third)).isEmpty();
        copy.giveBack(lent);
        hear(new ToKeeper.Question(0, third));
        assertThat(last()).isEqualTo(new FromKeeper.Answer(0, 5, third, third, SECOND, START, true, true, false));
    }

    @Test
    void aFinalMarkIsErasedByTheQuestionThatItAnswers() {
        filledBy(FIRST);
        hear(new ToKeeper.Final(0, FIRST, START + 1));
        hear(new ToKeeper.Question(0, FIRST));
        assertThat(((FromKeeper.Answer) last()).isFinal()).isFalse();
        hear(new ToKeeper.Final(0, FIRST, START));
        hear(new ToKeeper.Question(0, SECOND));
        assertThat(((FromKeeper.Answer) last()).isFinal()).isTrue();
        hear(new ToKeeper.Question(0, SECOND));
        assertThat(((FromKeeper.Answer) last()).isFinal()).isFalse();
    }

    @Test
    void aFinalMarkStandsForTenSeconds() {
        markedFinal();
        tick(9_999);
        hear(new ToKeeper.Question(0, SECOND));
        assertThat(((FromKeeper.Answer) last()).isFinal()).isTrue();
    }

    @Test
    void aFinalMarkIsVoidAfterTenSeconds() {
        markedFinal();
        tick(10_000);
        hear(new ToKeeper.Question(0, SECOND));
        assertThat(((FromKeeper.Answer) last()).isFinal()).isFalse();
    }

    @Test
    void aFinalMarkIsErasedByALaterChange() {
        markedFinal();
        hear(ship(FIRST, 1, START, START + 2));
        hear(new ToKeeper.Question(0, SECOND));
        assertThat(((FromKeeper.Answer) last()).isFinal()).isFalse();
    }

    @Test
    void aFinalMarkIsErasedByAnOpening() {
        markedFinal();
        hear(new ToKeeper.Open(0, SECOND, START, 1));
        hear(new ToKeeper.Question(0, SECOND));
        assertThat(((FromKeeper.Answer) last()).isFinal()).isFalse();
    }

    private void markedFinal() {
        filledBy(FIRST);
        hear(new ToKeeper.Final(0, FIRST, START));
    }

    @Test
    void aCopyIsPulledWhenItIsItsTurnOnTheNode() {
        assertThat(transfers.isTurnOf(OTHER, FIRST.uid())).isTrue();
        orderedBy(FIRST);
        assertThat(pulls()).isZero();
        tick(500);
        assertThat(pulls()).isZero();
        transfers.leave(OTHER);
        tick(600);
        assertThat(pulls()).isOne();
    }

    @Test
    void aFillThatStandsStillPassesItsTurnOn() {
        orderedBy(FIRST);
        assertThat(transfers.isTurnOf(OTHER, FIRST.uid())).isFalse();
        tick(4999);
        assertThat(transfers.next()).isEmpty();
        tick(5000);
        assertThat(transfers.next()).containsExactly(OTHER);
        int before = pulls();
        tick(9000);
        assertThat(pulls()).isEqualTo(before);
        transfers.leave(OTHER);
        tick(9100);
        assertThat(pulls()).isEqualTo(before + 1);
        hear(chunk(1, 0, START, true));
        assertThat(copy.isComplete()).isTrue();
        assertThat(transfers.isTurnOf(OTHER, FIRST.uid())).isTrue();
    }

    @Test
    void whatIsNotAnsweredIsPulledAgainAtIntervalsThatDouble() {
        orderedBy(FIRST);
        for (int millis = 0; millis < 1400; millis += 100) {
            tick(millis);
            copy.on(new ToKeeper.Fill(0, FIRST, 1, 1, 3, false), millis, 0, answers::add);
        }
        // At 0, 200 and 600: the next would be at 1400.
        assertThat(pulls()).isEqualTo(3);
    }

    @Test
    void aTurnIsGivenBackHoweverAFillEnds() {
        orderedBy(FIRST);
        hear(new ToKeeper.Question(0, SECOND));
        assertThat(transfers.knows(0)).as("fenced").isFalse();
        hear(new ToKeeper.Open(0, SECOND, START, 1));
        hear(new ToKeeper.Fill(0, SECOND, 1, 5, 3, false));
        assertThat(transfers.knows(0)).isTrue();
        hear(new ToKeeper.Release(0, SECOND, 2));
        assertThat(transfers.knows(0)).as("released").isFalse();
    }

    @Test
    void withoutRoomForBothTheNewCopyIsGivenUpAndTheOldOneStays() {
        filledBy(FIRST);
        hear(ship(FIRST, 1, START, START + 2));
        refilledWithoutRoom(false);
        assertThat(last()).isEqualTo(new FromKeeper.NoRoom(0, 5, FIRST, 2));
        assertThat(copy.filling()).isEmpty();
        assertThat(transfers.knows(0)).isFalse();
        assertThat(copy.position()).isEqualTo(START + 2);
        answers.clear();
        hear(new ToKeeper.Fill(0, FIRST, 1, 2, 3, false));
        assertThat(answers).as("asked again").containsExactly(new FromKeeper.NoRoom(0, 5, FIRST, 2));
        hear(new ToKeeper.Question(0, SECOND));
        assertThat(last()).isEqualTo(new FromKeeper.Answer(0, 5, SECOND, FIRST, FIRST, START + 2, true, false, false));
    }

    @Test
    void withoutRoomForBothTheOldCopyGoesTooIfTheOwnerSaidThatAnotherStands() {
        filledBy(FIRST);
        refilledWithoutRoom(true);
        assertThat(last()).isEqualTo(new FromKeeper.NoRoom(0, 5, FIRST, 2));
        assertThat(copy.isEmpty()).isTrue();
    }

    private void refilledWithoutRoom(boolean spared) {
        byte[] large = new byte[1 << 20];
        Store other = new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, 1), pool, (cause, hash, version) -> {});
        other.rest();
        EntryAttributes attributes = new EntryAttributes(1, EntryAttributes.NEVER, EntryAttributes.NEVER, "");
        for (int key = 0; other.put(new byte[] {(byte) key}, large, attributes, 0) == PutOutcome.STORED; key++) {
            assertThat(key).isLessThan(64);
        }
        hear(new ToKeeper.Fill(0, FIRST, 1, 2, 3, spared));
        assertThat(copy.filling()).isPresent();
        hear(chunk(2, 0, START, true, List.of(put(START, large))));
    }

    @Test
    void whatIsHeldIsToldToTheOwnerEveryTenSeconds() {
        filledBy(FIRST);
        answers.clear();
        tick(7);
        tick(10_006);
        assertThat(answers).isEmpty();
        tick(10_007);
        FromKeeper.Holding holding = new FromKeeper.Holding(0, 5, FIRST, START, true);
        assertThat(answers).containsExactly(holding);
        tick(20_006);
        assertThat(answers).hasSize(1);
        tick(20_007);
        assertThat(answers).containsExactly(holding, holding);
        answers.clear();
        hear(new ToKeeper.Release(0, FIRST, 4));
        answers.clear();
        tick(30_007);
        assertThat(answers).as("nothing is held").isEmpty();
    }

    @Test
    void withoutAnOwnerACopyStaysAsItIsAndItsKeeperSaysNothingButThatItHoldsIt() {
        filledBy(FIRST);
        hear(ship(FIRST, 1, START, START + 2));
        hear(new ToKeeper.Question(0, SECOND));
        answers.clear();
        passAnHour();
        FromKeeper.Holding holding = new FromKeeper.Holding(0, 5, FIRST, START + 2, true);
        assertThat(answers).hasSize(360).containsOnly(holding);
        assertThat(copy.isComplete()).isTrue();
        assertThat(copy.promised()).isEqualTo(SECOND);
        assertThat(copy.opening()).isEqualTo(FIRST);
        assertThat(copy.read(EPOCH, HOUR_MILLIS, (state, epoch, age) -> state.lastVersion()))
                .contains(START + 2);
    }

    @Test
    void whatAnOwnerThatIsGoneLeftHalfFilledNeverBecomesACopyAndTheOldOneStays() {
        filledBy(FIRST);
        hear(new ToKeeper.Fill(0, FIRST, 1, 2, 3, true));
        hear(chunk(2, 0, START + 8, false));
        answers.clear();
        passAnHour();
        assertThat(answers)
                .allSatisfy(said -> assertThat(said).isInstanceOfAny(FromKeeper.Pull.class, FromKeeper.Holding.class));
        assertThat(copy.isComplete()).isTrue();
        assertThat(copy.position()).isEqualTo(START);
        hear(new ToKeeper.Question(0, SECOND));
        assertThat(last()).isEqualTo(new FromKeeper.Answer(0, 5, SECOND, FIRST, FIRST, START, true, false, false));
    }

    private void passAnHour() {
        for (long millis = 0; millis <= HOUR_MILLIS; millis += 100) {
            tick(millis);
        }
    }

    private int pulls() {
        return (int) answers.stream()
                .filter(answer -> answer instanceof FromKeeper.Pull)
                .count();
    }

    private void tick(long millis) {
        copy.tick(millis, answers::add);
    }

    private void orderedBy(Writer writer) {
        hear(new ToKeeper.Question(0, writer));
        hear(new ToKeeper.Open(0, writer, START, 1));
        hear(new ToKeeper.Fill(0, writer, 1, 1, 3, false));
    }

    private void filledBy(Writer writer) {
        orderedBy(writer);
        hear(chunk(1, 0, START, true));
        assertThat(last()).isEqualTo(ack(writer, START, true, false, 1));
    }

    private static ToKeeper.Chunk chunk(long fill, int number, long position, boolean last) {
        return chunk(fill, number, position, last, List.of());
    }

    private static ToKeeper.Chunk chunk(long fill, int number, long position, boolean last, List<Change> content) {
        byte[] bytes = ChangeCodec.toBytes(content);
        return new ToKeeper.Chunk(0, FIRST, fill, number, position, 0, bytes.length, last, bytes, 0);
    }

    private static ToKeeper.Ship ship(Writer writer, long set, long previous, long version) {
        return new ToKeeper.Ship(0, writer, set, previous, List.of(put(version, new byte[] {2})), 0);
    }

    private static Change put(long version, byte[] value) {
        return new Change.Put(
                version, 1, new byte[] {1}, value, EntryAttributes.NEVER, EntryAttributes.NEVER, "", Receipt.NONE);
    }

    private static FromKeeper.Ack ack(Writer writer, long position, boolean complete, boolean gap, long set) {
        return new FromKeeper.Ack(0, 5, writer, position, complete, gap, true, set, Long.MAX_VALUE);
    }

    private PartitionState empty(long seed) {
        return new PartitionState(
                (cache, hashSeed, drops) ->
                        new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, hashSeed), pool, drops),
                seed,
                ChangeMemory.unbounded(CopySettings.of(1).windowBytes()));
    }

    private void hear(ToKeeper message) {
        copy.on(message, 0, 0, answers::add);
    }

    private FromKeeper last() {
        return answers.get(answers.size() - 1);
    }
}
