package dev.troupe.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.copy.BackupReplica;
import dev.troupe.replication.copy.Transfers;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipt;
import dev.troupe.replication.state.Version;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which copies may answer a read in the place of the owner, and what they say of themselves. */
class CopyReadTest {
    private static final long EPOCH = 2_000_000_000L;
    private static final Writer FIRST = new Writer(EPOCH, 11);
    private static final Writer SECOND = new Writer(EPOCH + 1, 12);
    private static final long START = Version.opening(EPOCH);

    private final MemoryPool pool = new MemoryPool(64 << 20);
    private final BackupReplica.Shared shared =
            new BackupReplica.Shared(5, CopySettings.of(1), this::empty, new Transfers(1));
    private final BackupReplica copy = new BackupReplica(0, shared);
    private long nowMillis = 1000;

    /** What a reader is told. */
    private record Told(long position, long epoch, long ageMillis) {}

    @Test
    void aCompleteCopyAnswersWithItsEpochAndSinceWhenItHasHeardNothing() {
        fill(FIRST);
        ship(FIRST, START, START + 2);
        nowMillis += 70;
        assertThat(read(EPOCH)).contains(new Told(START + 2, EPOCH, 70));
        ship(FIRST, START + 2, START + 4);
        assertThat(read(0)).contains(new Told(START + 4, EPOCH, 0));
    }

    @Test
    void aCopyThatIsBeingFilledForTheFirstTimeAnswersNothing() {
        open(FIRST, START);
        hear(new ToKeeper.Fill(0, FIRST, 1, 1, 3, false));
        assertThat(read(0)).isEmpty();
        assertThat(new BackupReplica(0, shared).read(0, 0, (state, epoch, age) -> epoch))
                .isEmpty();
    }

    @Test
    void aCopyThatIsFilledAnewAnswersWithTheOldOneAndItsAge() {
        fill(FIRST);
        nowMillis += 500;
        hear(new ToKeeper.Fill(0, FIRST, 1, 2, 3, false));
        ship(FIRST, START, START + 2);
        assertThat(read(0)).contains(new Told(START, EPOCH, 500));
    }

    @Test
    void aCopyOfAnOlderOpeningThanTheReaderHasHeardOfAnswersNothing() {
        fill(FIRST);
        assertThat(read(EPOCH)).isPresent();
        assertThat(read(EPOCH + 1)).isEmpty();
    }

    @Test
    void aCopyThatANewerOpeningHasLeftBehindAnswersNothingUntilItIsMadeAnew() {
        fill(FIRST);
        open(SECOND, START + 8);
        assertThat(read(0)).isEmpty();
    }

    @Test
    void aCopyThatTheNextOwnerHasAdoptedAnswersInItsName() {
        fill(FIRST);
        open(SECOND, START);
        assertThat(read(EPOCH + 1)).contains(new Told(START, EPOCH + 1, 0));
    }

    @Test
    void aPromiseToAnOwnerThatIsNotYetInOfficeSilencesNoCopy() {
        fill(FIRST);
        nowMillis += 40;
        hear(new ToKeeper.Question(0, SECOND));
        assertThat(read(EPOCH)).contains(new Told(START, EPOCH, 40));
    }

    @Test
    void whatIsLentIsLeftToTheOwnerAndAnswersAgainWhenItIsBack() {
        fill(FIRST);
        hear(new ToKeeper.Question(0, SECOND));
        PartitionState lent = copy.borrow(SECOND).orElseThrow();
        assertThat(read(0)).isEmpty();
        copy.giveBack(lent);
        copy.tick(nowMillis, said -> {});
        nowMillis += 90;
        assertThat(read(0)).contains(new Told(START, EPOCH + 1, 90));
    }

    private Optional<Told> read(long leastEpoch) {
        return copy.read(
                leastEpoch, nowMillis, (state, epoch, ageMillis) -> new Told(state.lastVersion(), epoch, ageMillis));
    }

    private void open(Writer writer, long adopted) {
        hear(new ToKeeper.Question(0, writer));
        hear(new ToKeeper.Open(0, writer, adopted, 1));
    }

    private void fill(Writer writer) {
        open(writer, START);
        hear(new ToKeeper.Fill(0, writer, 1, 1, 3, false));
        byte[] bytes = ChangeCodec.toBytes(List.of());
        hear(new ToKeeper.Chunk(0, writer, 1, 0, START, 0, bytes.length, true, bytes, 0));
        copy.tick(nowMillis, said -> {});
    }

    private void ship(Writer writer, long previous, long version) {
        Change put = new Change.Put(
                version,
                1,
                new byte[] {1},
                new byte[] {2},
                EntryAttributes.NEVER,
                EntryAttributes.NEVER,
                "",
                Receipt.NONE);
        hear(new ToKeeper.Ship(0, writer, 1, previous, List.of(put), 0));
    }

    private PartitionState empty(long seed) {
        return new PartitionState(
                (cache, hashSeed, drops) ->
                        new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, hashSeed), pool, drops),
                seed,
                ChangeMemory.unbounded(CopySettings.of(1).windowBytes()));
    }

    private void hear(ToKeeper message) {
        copy.on(message, nowMillis, 0, answer -> {});
    }
}
