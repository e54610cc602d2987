package dev.troupe.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.http.body.Intake;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MessageBoundTest {
    private static final String REQUEST = "GET /alive HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Intake intake = new Intake();
    private final ActorTestKit kit = ActorTestKit.create();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void piecesAreWholeAndHoldFewMessages() throws Exception {
        ByteString many = ByteString.fromString(REQUEST.repeat(1000));
        List<ByteString> pieces = pieces(List.of(many, ByteString.emptyByteString(), ByteString.fromString("rest")));
        assertThat(pieces.stream().reduce(ByteString.emptyByteString(), ByteString::concat))
                .isEqualTo(many.concat(ByteString.fromString("rest")));
        assertThat(pieces)
                .allSatisfy(piece -> assertThat(piece.utf8String().split("\r\n\r\n", -1).length - 1)
                        .isLessThanOrEqualTo(MessageBound.MOST_MESSAGES));
        assertThat(pieces).hasSize(17);
    }

    @Test
    void bareLineFeedsCountToo() {
        ByteString bytes = ByteString.fromString("GET / HTTP/1.0\n\n".repeat(1000));
        assertThat(MessageBound.pieceLength(bytes)).isEqualTo(16 * MessageBound.MOST_MESSAGES);
    }

    @Test
    void valueWithoutBlankLinesIsNotCut() {
        ByteString value = ByteString.fromArray(new byte[100_000]);
        assertThat(MessageBound.pieceLength(value)).isEqualTo(100_000);
    }

    @Test
    void stoppedIntakeHandsNothingOn() throws Exception {
        intake.stop();
        assertThat(pieces(List.of(ByteString.fromString(REQUEST)))).isEmpty();
    }

    private List<ByteString> pieces(List<ByteString> reads) throws Exception {
        return Source.from(reads)
                .via(new MessageBound(intake))
                .runWith(Sink.seq(), kit.system())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }
}
