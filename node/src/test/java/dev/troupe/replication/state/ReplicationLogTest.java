package dev.troupe.replication.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.heap.HeapArrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicationLogTest {
    private static final int ONE = Change.FIXED_BYTES;

    private final ReplicationLog log = new ReplicationLog(ChangeMemory.unbounded(3 * ONE), 10);

    private static Change change(long version) {
        return new Change.Dismiss(version, 1);
    }

    private static Change large(long version) {
        return new Change.Remove(version, 0, new byte[100 * ONE], Receipt.NONE);
    }

    private List<Long> after(long position) {
        return log.after(position).orElseThrow().stream().map(Change::version).toList();
    }

    @BeforeEach
    void aBackupLacksAll() {
        log.lacking(10, ReplicationLog.NOTHING_LACKS);
    }

    @Test
    void answersForEachPositionItHasHadAndTheOneBeforeTheOldest() {
        log.append(change(12));
        log.append(change(13));
        assertThat(after(10)).containsExactly(12L, 13L);
        assertThat(after(12)).containsExactly(13L);
        assertThat(after(13)).isEmpty();
    }

    @Test
    void numberThatWasLeftOutIsAPositionOfAnotherHistory() {
        log.append(change(12));
        assertThat(log.after(11)).isEmpty();
        assertThat(log.after(14)).isEmpty();
        assertThat(log.after(9)).isEmpty();
    }

    @Test
    void forgetsTheOldestBeyondItsBytesAndTheLatestOperation() {
        for (long version = 11; version <= 20; version++) {
            log.append(change(version));
        }
        assertThat(log.after(14)).isEmpty();
        assertThat(after(15)).hasSize(5);
        assertThat(log.bytes()).isEqualTo(5L * ONE);
        assertThat(log.lagAfter(18).bytes()).isEqualTo(2L * ONE);
    }

    @Test
    void copyWithinTheWindowIsNotLeftBehindByOneLargeOperation() {
        log.append(change(11));
        log.append(change(12));
        log.append(change(14));
        log.append(large(15));
        assertThat(after(10)).containsExactly(11L, 12L, 14L, 15L);
        log.append(change(16));
        log.append(change(17));
        assertThat(log.after(14)).isEmpty();
        assertThat(after(15)).containsExactly(16L, 17L);
    }

    @Test
    void whatFollowsAPositionIsTheSumOfTheChangesThatDo() {
        ReplicationLog many = new ReplicationLog(ChangeMemory.unbounded(1000L * ONE), 1);
        many.lacking(1, ReplicationLog.NOTHING_LACKS);
        for (int number = 1; number <= 3000; number++) {
            many.append(number % 7 == 0 ? large(2L * number) : change(2L * number));
            long position = 2L * number - number % 50;
            Lag sum = Lag.NONE;
            for (long version = 2L * (number - number % 50 / 2); version <= 2L * number; version += 2) {
                if (version > position) {
                    sum = sum.plus(version % 14 == 0 ? large(version) : change(version));
                }
            }
            assertThat(many.lagAfter(position)).isEqualTo(sum);
        }
        assertThat(many.lagAfter(6000)).isEqualTo(Lag.NONE);
        assertThat(many.lagAfter(0).bytes()).isEqualTo(many.bytes());
    }

    @Test
    void startsAgainAfterAPosition() {
        log.append(change(11));
        log.restart(50);
        assertThat(log.after(10)).isEmpty();
        assertThat(after(50)).isEmpty();
        assertThat(log.bytes()).isZero();
    }

    @Test
    void whatNoBackupLacksIsKeptWithinItsBytesWithoutException() {
        ChangeMemory memory = new ChangeMemory(3 * ONE, 2, 8 * ONE, HeapArrays.EXACT);
        ReplicationLog acknowledged = new ReplicationLog(memory, 10);
        acknowledged.append(change(11));
        acknowledged.append(change(12));
        assertThat(acknowledged.after(10)).isPresent();
        acknowledged.append(large(13));
        assertThat(acknowledged.after(12)).isEmpty();
        assertThat(acknowledged.after(13)).contains(List.of());
        assertThat(memory.tailBytes()).isZero();
    }

    @Test
    void largeChangeIsKeptUntilNoBackupLacksIt() {
        log.append(large(11));
        assertThat(after(10)).containsExactly(11L);
        log.lacking(11, ReplicationLog.NOTHING_LACKS);
        assertThat(log.after(10)).isEmpty();
        assertThat(after(11)).isEmpty();
    }

    @Test
    void whatNobodyLacksIsKeptInLittleRoomAndWhatASilentBackupLacksInItsPart() {
        long part = 4 * ChangeMemory.SETTLED_BYTES;
        ReplicationLog partly = new ReplicationLog(new ChangeMemory(16 * part, 2, 4 * part, HeapArrays.EXACT), 10);
        partly.lacking(ReplicationLog.NOTHING_LACKS, 20);
        long version = 10;
        while (partly.after(20).isPresent() || version <= 20) {
            partly.append(change(++version));
        }
        assertThat(partly.bytes()).isBetween(part - ONE, part);
        assertThat(partly.after(version - part / ONE + 1)).isPresent();
        partly.lacking(version, ReplicationLog.NOTHING_LACKS);
        assertThat(partly.bytes()).isBetween(ChangeMemory.SETTLED_BYTES - ONE, ChangeMemory.SETTLED_BYTES);
        assertThat(partly.after(version)).contains(List.of());
        partly.lacking(version, version);
        for (int more = 1; more <= part / ONE - 1; more++) {
            partly.append(change(version + more));
        }
        assertThat(partly.after(version)).isPresent();
    }

    @Test
    void latestOperationIsKeptForACopyThatLacksItThoughItIsLarge() {
        ReplicationLog copy = new ReplicationLog(new ChangeMemory(1 << 20, 1, 1 << 20, HeapArrays.EXACT), 10);
        for (long version = 11; version <= 20; version++) {
            copy.append(new Change.Remove(version, 0, new byte[2 * (int) ChangeMemory.SETTLED_BYTES], Receipt.NONE));
        }
        assertThat(copy.after(17)).isEmpty();
        assertThat(copy.after(18).orElseThrow()).hasSize(2);
    }

    @Test
    void tailsOfANodeShareOneMemory() {
        ChangeMemory memory = new ChangeMemory(3 * ONE, 2, 100 * ONE, new HeapArrays(64 * 1024));
        ReplicationLog one = new ReplicationLog(memory, 10);
        ReplicationLog other = new ReplicationLog(memory, 10);
        one.lacking(10, ReplicationLog.NOTHING_LACKS);
        other.lacking(10, ReplicationLog.NOTHING_LACKS);
        one.append(large(11));
        assertThat(memory.tailBytes()).isEqualTo(64 * 1024);
        assertThat(other.isMemoryFull()).isTrue();
        one.lacking(11, ReplicationLog.NOTHING_LACKS);
        assertThat(other.isMemoryFull()).isFalse();
        other.append(large(11));
        other.restart(20);
        assertThat(memory.tailBytes()).isZero();
    }

    @Test
    void theRoomOfALongLogIsGivenBackWhenNobodyLacksIt() {
        ReplicationLog lagging = new ReplicationLog(new ChangeMemory(1 << 20, 1, 4 << 20, HeapArrays.EXACT), 10);
        lagging.lacking(10, ReplicationLog.NOTHING_LACKS);
        for (long version = 11; version <= 8_000; version++) {
            lagging.append(change(version));
        }
        assertThat(lagging.slots()).isGreaterThan(ReplicationLog.MOST_IDLE_SLOTS);
        lagging.lacking(ReplicationLog.NOTHING_LACKS, ReplicationLog.NOTHING_LACKS);
        assertThat(lagging.slots()).isLessThanOrEqualTo(ReplicationLog.MOST_IDLE_SLOTS);
        lagging.append(change(8_001));
        assertThat(lagging.after(7_999).orElseThrow().stream().map(Change::version))
                .containsExactly(8_000L, 8_001L);
    }
}
