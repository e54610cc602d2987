package dev.troupe.partition;

import dev.troupe.partition.PartitionProtocol.Answer;
import dev.troupe.partition.PartitionProtocol.ToGateway;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Sends a message the way its size asks for: straight if it fits into a frame or stays on this node, by courier if not.
 * Safe for use by many threads.
 */
final class Outbox {
    private final ActorRef<Courier.Command> courier;
    private final AnswerMemory answers;

    Outbox(ActorRef<Courier.Command> courier, AnswerMemory answers) {
        this.courier = courier;
        this.answers = answers;
    }

    /**
     * Sends it, at most once.
     *
     * @param sizeBytes of the message, at most
     * @param declined is run if there is no room for so large a message; it is not delivered then
     * @param left is run when nothing is held for it here any more
     */
    <T> void tell(ActorRef<T> to, T message, int sizeBytes, Runnable declined, Runnable left) {
        if (sizeBytes <= Courier.CHUNK_BYTES || isHere(to)) {
            to.tell(message);
            left.run();
        } else {
            courier.tell(new Courier.Carry(to.unsafeUpcast(), message, sizeBytes, declined, left));
        }
    }

    /**
     * The same with an answer, which counts for the memory of answers until it has been taken.
     *
     * @param declined as above
     */
    void answer(ActorRef<ToGateway> to, Answer answer, Runnable declined) {
        int sizeBytes = answer.reply().sizeBytes();
        if (sizeBytes < AnswerMemory.LARGE_BYTES || (sizeBytes <= Courier.CHUNK_BYTES && !isHere(to))) {
            to.tell(answer);
            return;
        }
        Runnable taken = answers.hold(sizeBytes);
        if (isHere(to)) {
            to.tell(new PartitionProtocol.LargeAnswer(answer, taken));
        } else {
            courier.tell(new Courier.Carry(to.unsafeUpcast(), answer, sizeBytes, declined, taken));
        }
    }

    private static boolean isHere(ActorRef<?> to) {
        return to.path().address().hasLocalScope();
    }
}
