package dev.troupe.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Reason;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.Receipt;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private static final Request REQUEST = new Request(1, 2, 2, 1000, Fixtures.put("k", "v"));

    @Test
    void answerOfAChangeIsReadOutOfItsReceipt() {
        for (Reply reply : List.of(new Reply.Created(8), new Reply.Replaced(8), Reply.Removed.INSTANCE)) {
            assertThat(Outcomes.reply(new Change.Recall(8, Outcomes.receipt(REQUEST, reply))))
                    .isEqualTo(reply);
        }
    }

    @Test
    void answerThatChangesNothingHasNoReceipt() {
        assertThatThrownBy(() -> Outcomes.receipt(REQUEST, Reply.Absent.INSTANCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void outcomeOfALaterReleaseIsUnknown() {
        Reply reply = Outcomes.reply(new Change.Recall(8, new Receipt(1, 2, 2, 99, 0)));
        assertThat(((Reply.Refused) reply).reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    }
}
