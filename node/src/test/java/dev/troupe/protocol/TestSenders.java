package dev.troupe.protocol;

import dev.troupe.transport.ChunkedTransfer;
import dev.troupe.transport.TestLinks;
import org.apache.pekko.actor.typed.ActorRef;

/** Senders without a cluster. */
public final class TestSenders {
    private TestSenders() {}

    /** One that reaches only this node, and has what is large carried there. */
    public static MessageSender with(ActorRef<ChunkedTransfer.Command> transfer) {
        return new MessageSender(transfer, TestLinks.toNobody(), new RequestFrames(NodeClock::millis));
    }
}
