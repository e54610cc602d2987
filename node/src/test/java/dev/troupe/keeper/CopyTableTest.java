package dev.troupe.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.ChangeCodec;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Version;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyTableTest {
    private static final int PARTITIONS = 8;
    private static final Writer ONE = new Writer(2_000_000_000L, 11);
    private static final Writer OTHER = new Writer(2_000_000_000L, 12);
    private static final long START = Version.opening(ONE.epoch());

    private final MemoryPool pool = new MemoryPool(64 << 20);
    private final CopyTable table = new CopyTable(5, PARTITIONS, CopySettings.of(1), this::empty);
    private final List<FromKeeper> said = new ArrayList<>();

    @Test
    void aNodeThatGetsManyCopiesPullsAFewAtATimeAndFewerOfOneOwnerIfOthersWait() {
        order(ONE, 0, 1, 2, 3, 4);
        order(OTHER, 5, 6, 7);
        assertThat(pulled()).containsExactly(0, 1, 2, 3);
        complete(ONE, 0);
        assertThat(pulled()).as("of the owner that has less than its share").endsWith(3, 5);
        complete(ONE, 1);
        assertThat(pulled()).endsWith(5, 6);
        complete(ONE, 2);
        assertThat(pulled()).as("in turn").endsWith(6, 4);
        complete(OTHER, 5);
        assertThat(pulled()).endsWith(4, 7);
    }

    private void order(Writer owner, int... partitions) {
        for (int partition : partitions) {
            tell(new ToKeeper.Question(partition, owner));
            tell(new ToKeeper.Open(partition, owner, START, 1));
            tell(new ToKeeper.Fill(partition, owner, 1, 1, 3, false));
        }
    }

    private void complete(Writer owner, int partition) {
        byte[] bytes = ChangeCodec.toBytes(List.of());
        tell(new ToKeeper.Chunk(partition, owner, 1, 0, START, 0, bytes.length, true, bytes, 0));
        assertThat(table.status(partition).complete()).isTrue();
    }

    /** As the keeper does. */
    private void tell(ToKeeper message) {
        table.tell(message, 0, 0, said::add);
        table.fillNext(0, said::add);
    }

    private List<Integer> pulled() {
        return said.stream()
                .filter(message -> message instanceof FromKeeper.Pull)
                .map(FromKeeper::partition)
                .toList();
    }

    private PartitionState empty(long seed) {
        return new PartitionState(
                (cache, hashSeed, drops) ->
                        new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, hashSeed), pool, drops),
                seed,
                ChangeMemory.unbounded(CopySettings.of(1).windowBytes()));
    }
}
