package dev.troupe.gateway;

import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.Answers;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.transport.FrameReceiver;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Hands the answers of other nodes to the {@link ReplyReceiver}s, those of one batch together. Not thread safe. */
public final class ArrivingAnswers implements FrameReceiver<Answer> {
    private final List<Inlet> inlets;

    private static final class Inlet {
        final ActorRef<ToGateway> receiver;
        List<Answer> arrived = new ArrayList<>();

        Inlet(ActorRef<ToGateway> receiver) {
            this.receiver = receiver;
        }
    }

    /** For these receivers; a partition is that of the receiver whose place is the rest of its number by how many there are. */
    public ArrivingAnswers(List<ActorRef<ToGateway>> receivers) {
        this.inlets = receivers.stream().map(Inlet::new).toList();
    }

    @Override
    public void receive(int partition, int incarnation, Answer answer) {
        Inlet inlet = inlets.get(Math.floorMod(partition, inlets.size()));
        if (inlet.receiver.path().uid() == incarnation) {
            inlet.arrived.add(answer);
        }
    }

    @Override
    public void endOfBatch() {
        for (Inlet inlet : inlets) {
            if (!inlet.arrived.isEmpty()) {
                inlet.receiver.tell(new Answers(inlet.arrived));
                inlet.arrived = new ArrayList<>();
            }
        }
    }
}
