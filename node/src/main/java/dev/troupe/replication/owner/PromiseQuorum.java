package dev.troupe.replication.owner;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Outbox;
import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.CopySettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The questions of one who would be owner, and who has answered what. */
final class PromiseQuorum {
    /** How long a final mark lets silent members be waited for. */
    private static final long FINAL_WAIT_MILLIS = 200;

    private final int partition;
    private final Writer writer;
    private final CopySettings settings;
    private final Map<Long, FromKeeper.Answer> answers = new HashMap<>();
    private final long begunMillis;
    private List<Long> members = List.of();
    private long askedMillis;
    private boolean heardOfOpening;

    PromiseQuorum(int partition, Writer writer, CopySettings settings, long nowMillis) {
        this.partition = partition;
        this.writer = writer;
        this.settings = settings;
        this.begunMillis = nowMillis;
    }

    /** Who must answer: read anew with each change of the members. */
    void peerView(PeerView peerView) {
        members = peerView.peers().stream()
                .filter(peer -> !peer.down())
                .map(Peer::uid)
                .toList();
    }

    void ask(long nowMillis, Outbox outbox) {
        askedMillis = nowMillis;
        waitingFor().forEach(uid -> outbox.send(uid, new ToKeeper.Question(partition, writer)));
    }

    boolean isAskingDue(long nowMillis) {
        return nowMillis - askedMillis >= settings.repeatMillis();
    }

    /** The first answer counts: asked again, a keeper has no final mark any more. */
    void answer(FromKeeper.Answer answer) {
        answers.putIfAbsent(answer.keeper(), answer);
        heardOfOpening |= !answer.opening().equals(Writer.NOBODY);
    }

    List<Long> waitingFor() {
        return members.stream().filter(uid -> !answers.containsKey(uid)).toList();
    }

    /**
     * Whether all have answered, or there is a final copy and the others had their time. Most must have answered in any
     * case: to a node that was removed and does not know it all others are silent.
     */
    boolean isEnough(long nowMillis) {
        int silent = waitingFor().size();
        return silent == 0
                || (nowMillis - begunMillis >= FINAL_WAIT_MILLIS
                        && 2 * silent < members.size()
                        && answers.containsKey(writer.uid())
                        && isFinal());
    }

    /** What to start from, by the answers of those who are members still. */
    RecoveryChoice choice() {
        RecoveryChoice choice = RecoveryChoice.of(present(), writer.uid(), settings.backups());
        return choice.source() == RecoveryChoice.NOWHERE
                ? new RecoveryChoice(RecoveryChoice.NOWHERE, 0, heardOfOpening)
                : choice;
    }

    /** The complete copies that were reported, by uid. */
    Map<Long, Long> holders() {
        Map<Long, Long> holders = new HashMap<>();
        present().stream()
                .filter(FromKeeper.Answer::complete)
                .forEach(answer -> holders.put(answer.keeper(), answer.position()));
        return holders;
    }

    /** A mark counts if nobody who answered knows of anything newer. */
    private boolean isFinal() {
        Collection<FromKeeper.Answer> present = present();
        Writer opening = RecoveryChoice.highestOpening(present);
        long highest = RecoveryChoice.of(present, writer.uid(), CopySettings.MOST_BACKUPS)
                .position();
        return present.stream()
                .anyMatch(answer -> answer.isFinal()
                        && answer.position() == highest
                        && answer.opening().equals(opening));
    }

    private List<FromKeeper.Answer> present() {
        return answers.values().stream()
                .filter(answer -> members.contains(answer.keeper()))
                .toList();
    }
}
