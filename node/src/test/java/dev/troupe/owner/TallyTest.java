package dev.troupe.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.protocol.AnswerMemory;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.PartitionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final List<PartitionState> givenBack = new ArrayList<>();
    private final Tally tally = new Tally(7, new Lending(), new Holdings());

    private final class Lending implements Ownership.Lender {
        @Override
        public Writer promisedHere() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<PartitionState> borrow(Writer writer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void install(Writer writer, PartitionState state) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PartitionState fresh(long hashSeed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void giveBack(PartitionState state) {
            givenBack.add(state);
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void dataOfAnOwnerThatCannotBeCountedIsGivenBackAllTheSame() {
        PartitionState broken = new PartitionState((cache, seed, drops) -> null, 1, ChangeMemory.unbounded(1 << 20));
        tally.begin(new OperationExecutor(7, broken, AnswerMemory.unbounded(), 0));
        broken.lead(1, 0);
        broken.store(1);
        assertThatThrownBy(() -> tally.giveBack(broken)).isInstanceOf(NullPointerException.class);
        assertThat(givenBack).containsExactly(broken);
        tally.tell();
    }
}
