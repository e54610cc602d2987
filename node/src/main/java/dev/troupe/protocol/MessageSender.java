package dev.troupe.protocol;

import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.transport.ChunkedTransfer;
import dev.troupe.transport.LargeSend;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Sends a message the way its size asks for: straight if it fits into a frame or stays on this node, by transfer if not.
 * Safe for use by many threads.
 */
public final class MessageSender {
    private final ActorRef<ChunkedTransfer.Command> transfer;

    public MessageSender(ActorRef<ChunkedTransfer.Command> transfer) {
        this.transfer = transfer;
    }

    /** Has a message carried to another node that is too large to go straight, at most once. */
    public <T> void carry(ActorRef<T> to, T message, int sizeBytes, LargeSend departure) {
        transfer.tell(new ChunkedTransfer.Carry(to.unsafeUpcast(), message, sizeBytes, departure));
    }

    /**
     * Sends an answer, at most once.
     *
     * @param declined is run if there is no room for so large an answer; it is not delivered then
     * @param taken is run when the answer is not held here any more
     */
    public void answer(ActorRef<ToGateway> to, Answer answer, Runnable declined, Runnable taken) {
        int sizeBytes = answer.reply().sizeBytes();
        if (sizeBytes > ChunkedTransfer.CHUNK_BYTES && !isHere(to)) {
            carry(to, answer, sizeBytes, new AnswerDeparture(declined, taken));
        } else if (isHere(to) && taken != AnswerMemory.NOTHING) {
            to.tell(new PartitionProtocol.LargeAnswer(answer, taken));
        } else {
            to.tell(answer);
            taken.run();
        }
    }

    private record AnswerDeparture(Runnable declined, Runnable taken) implements LargeSend {
        @Override
        public boolean start(long nowMillis) {
            return true;
        }

        @Override
        public void decline() {
            declined.run();
        }

        @Override
        public void end() {
            taken.run();
        }
    }

    private static boolean isHere(ActorRef<?> to) {
        return to.path().address().hasLocalScope();
    }
}
