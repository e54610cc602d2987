package dev.troupe.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.heap.HeapArrays;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Refused;
import dev.troupe.http.message.Replies;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;

final class ReplyAccountTest {
    private static final int TOTAL = 10_000;

    private final BytePermits permits = new BytePermits("replies", TOTAL);
    private final ReplyAccount account = new ReplyAccount(permits);

    @Test
    void smallBodiesStayWholeAndHoldNothing() {
        HttpResponse reply = reply(ReplyAccount.SMALL_BYTES);
        assertThat(account.admit(reply)).isSameAs(reply);
        assertThat(permits.free()).isEqualTo(TOTAL);
    }

    @Test
    void largerBodiesHoldTheirLengthUntilTheConnectionEnds() {
        HttpResponse reply = account.admit(reply(ReplyAccount.SMALL_BYTES + 1));
        assertThat(reply.entity().getContentLengthOption()).hasValue(ReplyAccount.SMALL_BYTES + 1);
        assertThat(permits.free()).isEqualTo(TOTAL - HeapArrays.HERE.bytes(ReplyAccount.SMALL_BYTES + 1));
        account.close();
        account.close();
        assertThat(permits.free()).isEqualTo(TOTAL);
    }

    @Test
    void refusedReplyHoldsNothing() {
        account.admit(reply(6000));
        assertThatThrownBy(() -> account.admit(reply(6000)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.type()).isEqualTo(ProblemType.OVERLOADED));
        assertThat(permits.free()).isEqualTo(TOTAL - HeapArrays.HERE.bytes(6000));
    }

    @Test
    void bodyLargerThanAllPermitsIsSentAlone() {
        account.admit(reply(TOTAL + 1));
        assertThat(permits.free()).isZero();
    }

    @Test
    void replyAfterTheEndHoldsNothing() {
        account.close();
        account.admit(reply(TOTAL));
        assertThat(permits.free()).isEqualTo(TOTAL);
    }

    private static HttpResponse reply(int bytes) {
        return Replies.body(200, HttpEntities.create(new byte[bytes]), List.of());
    }
}
