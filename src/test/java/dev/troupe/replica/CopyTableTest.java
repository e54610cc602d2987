package dev.troupe.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.ChangeCodec;
import dev.troupe.replication.CopySettings;
import dev.troupe.replication.FromKeeper;
import dev.troupe.replication.PartitionState;
import dev.troupe.replication.ToKeeper;
import dev.troupe.replication.Transfers;
import dev.troupe.replication.Version;
import dev.troupe.replication.Writer;
import dev.troupe.store.MemoryPool;
import dev.troupe.store.Store;
import dev.troupe.store.StoreSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyTableTest {
    private static final int PARTITIONS = Transfers.MOST + 2;
    private static final Writer OWNER = new Writer(2_000_000_000L, 11);
    private static final long START = Version.opening(OWNER.epoch());

    private final MemoryPool pool = new MemoryPool(64 << 20);
    private final CopyTable table = new CopyTable(5, PARTITIONS, CopySettings.of(1), this::empty);
    private final List<FromKeeper> said = new ArrayList<>();

    @Test
    void aNodeThatGetsManyCopiesPullsAFewAtATime() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            tell(new ToKeeper.Question(partition, OWNER));
            tell(new ToKeeper.Open(partition, OWNER, START, 1));
            tell(new ToKeeper.Fill(partition, OWNER, 1, 1, 3, false));
        }
        assertThat(pulled()).containsExactly(0, 1, 2, 3);
        complete(2);
        assertThat(pulled()).containsExactly(0, 1, 2, 3, 4);
        complete(0);
        assertThat(pulled()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    private void complete(int partition) {
        byte[] bytes = ChangeCodec.toBytes(List.of());
        tell(new ToKeeper.Chunk(partition, OWNER, 1, 0, START, 0, bytes.length, true, bytes, 0));
        assertThat(table.standing(partition).complete()).isTrue();
    }

    /** As the keeper does. */
    private void tell(ToKeeper message) {
        said.addAll(table.tell(message, 0, 0));
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
                CopySettings.of(1).windowBytes());
    }
}
