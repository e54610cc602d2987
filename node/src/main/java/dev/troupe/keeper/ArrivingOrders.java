package dev.troupe.keeper;

import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.transport.FrameReceiver;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Hands what owners on other nodes say to the keeper of this one, all of a batch together. Not thread safe. */
public final class ArrivingOrders implements FrameReceiver<ToKeeper> {
    private final ActorRef<Keeper.Command> keeper;
    private List<ToKeeper> arrived = new ArrayList<>();

    /** For this node's keeper. */
    public ArrivingOrders(ActorRef<Keeper.Command> keeper) {
        this.keeper = keeper;
    }

    @Override
    public void receive(int recipient, int incarnation, ToKeeper message) {
        arrived.add(message);
    }

    @Override
    public void endOfBatch() {
        if (!arrived.isEmpty()) {
            keeper.tell(new Keeper.Told(arrived));
            arrived = new ArrayList<>();
        }
    }
}
