package dev.troupe.partition;

import org.apache.pekko.actor.typed.ActorRef;

/**
 * Sends a message the way its size asks for: straight if it fits into a frame or stays on this node, by courier if not.
 * Safe for use by many threads.
 */
final class Outbox {
    private final ActorRef<Courier.Command> courier;

    Outbox(ActorRef<Courier.Command> courier) {
        this.courier = courier;
    }

    /**
     * Sends it, at most once.
     *
     * @param sizeBytes of the message, at most
     * @param declined is run if there is no room for so large a message; it is not delivered then
     */
    <T> void tell(ActorRef<T> to, T message, int sizeBytes, Runnable declined) {
        if (sizeBytes <= Courier.CHUNK_BYTES || to.path().address().hasLocalScope()) {
            to.tell(message);
        } else {
            courier.tell(new Courier.Carry(to.unsafeUpcast(), message, sizeBytes, declined));
        }
    }
}
