package dev.troupe.replication.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.CopySettings;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When one who would be owner has asked enough keepers. */
class PromiseQuorumTest {
    private static final long SELF = 1;
    private static final long FOR_EVER = Long.MAX_VALUE / 2;
    private static final Writer ASKER = new Writer(2_000_000_009L, SELF);
    private static final Writer OPENING = new Writer(2_000_000_000L, 2);
    private static final Writer LATER_OPENING = new Writer(2_000_000_001L, 3);

    private final PromiseQuorum quorum = new PromiseQuorum(0, ASKER, CopySettings.of(1), 0);

    @Test
    void allThatAreNotDownAreWaitedForForEver() {
        members(3);
        answer(SELF, 0, OPENING, false);
        answer(2, 70, OPENING, false);
        assertThat(quorum.isEnough(FOR_EVER)).isFalse();
        assertThat(quorum.waitingFor()).containsExactly(3L);
        answer(3, 0, OPENING, false);
        assertThat(quorum.isEnough(0)).isTrue();
    }

    @Test
    void withAFinalCopyTheSilentAreWaitedFor200Millis() {
        members(3);
        answer(SELF, 0, OPENING, false);
        answer(2, 70, OPENING, true);
        assertThat(quorum.isEnough(199)).isFalse();
        assertThat(quorum.isEnough(200)).isTrue();
    }

    @Test
    void theFirstAnswerCountsSinceTheQuestionErasesTheMark() {
        members(3);
        answer(SELF, 0, OPENING, false);
        answer(2, 70, OPENING, true);
        answer(2, 70, OPENING, false);
        assertThat(quorum.isEnough(200)).isTrue();
    }

    @Test
    void aFinalMarkIsNoneForOneToWhomHalfAreSilentOrTheKeeperHere() {
        members(4);
        answer(SELF, 0, OPENING, false);
        answer(2, 70, OPENING, true);
        assertThat(quorum.isEnough(FOR_EVER)).as("two of four are silent").isFalse();
        answer(3, 0, OPENING, false);
        assertThat(quorum.isEnough(FOR_EVER)).isTrue();
        PromiseQuorum here = new PromiseQuorum(0, new Writer(ASKER.epoch(), 4), CopySettings.of(1), 0);
        here.peerView(peerView(4));
        here.answer(of(2, 70, OPENING, true));
        here.answer(of(3, 0, OPENING, false));
        here.answer(of(SELF, 0, OPENING, false));
        assertThat(here.isEnough(FOR_EVER)).as("its own keeper is silent").isFalse();
    }

    @Test
    void aFinalMarkIsNoneIfSomebodyNamesAHigherPosition() {
        members(4);
        answer(SELF, 0, OPENING, false);
        answer(2, 70, OPENING, true);
        answer(3, 80, OPENING, false);
        assertThat(quorum.isEnough(FOR_EVER)).isFalse();
    }

    @Test
    void aFinalMarkIsNoneIfSomebodyNamesAHigherOpening() {
        members(4);
        answer(SELF, 0, LATER_OPENING, false);
        answer(2, 70, OPENING, true);
        answer(3, 0, OPENING, false);
        assertThat(quorum.isEnough(FOR_EVER)).isFalse();
    }

    private void members(int count) {
        quorum.peerView(peerView(count));
    }

    private static PeerView peerView(int count) {
        List<Peer> peers = LongStream.rangeClosed(1, count + 1)
                .mapToObj(uid -> new Peer(uid, Peer.REACHABLE, false, uid > count))
                .toList();
        return new PeerView(peers, List.of(), PeerView.NO_TARGET);
    }

    private void answer(long keeper, long position, Writer opening, boolean isFinal) {
        quorum.answer(of(keeper, position, opening, isFinal));
    }

    private static FromKeeper.Answer of(long keeper, long position, Writer opening, boolean isFinal) {
        return new FromKeeper.Answer(0, keeper, ASKER, opening, opening, position, position != 0, false, isFinal);
    }
}
