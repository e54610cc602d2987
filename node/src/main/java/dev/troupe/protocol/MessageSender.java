package dev.troupe.protocol;

import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.transport.ChunkedTransfer;
import dev.troupe.transport.Frame;
import dev.troupe.transport.LargeSend;
import dev.troupe.transport.Links;
import dev.troupe.transport.PeerLink;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and answers the way that their size and their recipient ask for: straight on this node, in a batch to another one if they
 * fit, by transfer if not. Safe for use by many threads.
 */
public final class MessageSender {
    private final ActorRef<ChunkedTransfer.Command> transfer;
    private final Links links;
    private final RequestFrames frames;

    /**
     * One that uses these ways.
     *
     * @param transfer takes what is large
     * @param links take what is not
     */
    public MessageSender(ActorRef<ChunkedTransfer.Command> transfer, Links links, RequestFrames frames) {
        this.transfer = transfer;
        this.links = links;
        this.frames = frames;
    }

    /** Has a message carried to another node that is too large to go straight, at most once. */
    public <T> void carry(ActorRef<T> to, T message, int sizeBytes, LargeSend departure) {
        transfer.tell(new ChunkedTransfer.Carry(to.unsafeUpcast(), message, sizeBytes, departure));
    }

    /**
     * Sends a request of at most {@link ChunkedTransfer#CHUNK_BYTES} to the owner of a partition, at most once. To another node it leaves
     * when its link is shipped next: {@link #linkTo}.
     */
    public void add(int partition, ActorRef<ToOwner> to, Request request) {
        if (isHere(to)) {
            to.tell(request);
        } else {
            links.to(to.path().address())
                    .add(new Frame<>(frames.requests(), partition, to.path().uid(), request));
        }
    }

    /** What requests to an owner wait on, or null if it is on this node. Not to be shipped under a lock: much else may be done by who ships. */
    public @Nullable PeerLink linkTo(ActorRef<ToOwner> to) {
        return isHere(to) ? null : links.to(to.path().address());
    }

    /**
     * Sends an answer, at most once.
     *
     * @param declined is run if there is no room for so large an answer; it is not delivered then
     * @param taken is run when the answer is not held here any more
     */
    public void answer(ActorRef<ToGateway> to, Answer answer, Runnable declined, Runnable taken) {
        int sizeBytes = answer.reply().sizeBytes();
        if (isHere(to)) {
            answerHere(to, answer, taken);
        } else if (sizeBytes > ChunkedTransfer.CHUNK_BYTES) {
            carry(to, answer, sizeBytes, new AnswerDeparture(declined, taken));
        } else {
            links.to(to.path().address())
                    .send(new Frame<>(
                            RequestFrames.ANSWERS, answer.partition(), to.path().uid(), answer, taken));
        }
    }

    private static void answerHere(ActorRef<ToGateway> to, Answer answer, Runnable taken) {
        if (taken != AnswerMemory.NOTHING) {
            to.tell(new PartitionProtocol.LargeAnswer(answer, taken));
        } else {
            to.tell(answer);
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
