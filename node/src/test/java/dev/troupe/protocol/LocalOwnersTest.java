package dev.troupe.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.protocol.PartitionProtocol.Heard;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.transport.FrameReceiver;
import java.util.function.IntUnaryOperator;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Which owner gets what arrives from other nodes. */
class LocalOwnersTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int PARTITIONS = 4;
    private static final int[] NONE = {-1, PARTITIONS, Integer.MIN_VALUE, Integer.MAX_VALUE};

    private final LocalOwners owners = new LocalOwners(PARTITIONS);
    private final FrameReceiver<Request> requests = owners.requests();
    private final TestProbe<ToOwner> owner = KIT.createTestProbe();
    private final TestProbe<ToOwner> next = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static int uid(TestProbe<ToOwner> probe) {
        return probe.ref().path().uid();
    }

    private static Request request(long number) {
        return new Request(1, number, 1, 1, new Operation.Clear(1));
    }

    private static FromKeeper said(int partition) {
        return new FromKeeper.NoRoom(partition, 1, Writer.NOBODY, 1);
    }

    /** Nothing has come before this. */
    private void assertNothingCame(int partition, TestProbe<ToOwner> probe) {
        probe.ref().tell(new Heard(said(1_000 + partition)));
        probe.expectMessage(new Heard(said(1_000 + partition)));
    }

    @Test
    void requestReachesTheOwnerThatItWasSentTo() {
        owners.began(2, owner.ref());
        owners.began(3, next.ref());
        requests.receive(2, uid(owner), request(1));
        requests.receive(3, uid(next), request(2));
        owner.expectMessage(request(1));
        next.expectMessage(request(2));
    }

    @Test
    void requestForAFormerOwnerReachesNobody() {
        owners.began(2, owner.ref());
        owners.ended(2, owner.ref());
        requests.receive(2, uid(owner), request(1));
        owners.began(2, next.ref());
        requests.receive(2, uid(owner), request(2));
        assertNothingCame(2, owner);
        assertNothingCame(2, next);
    }

    @Test
    void requestForAnyIncarnationButThatOfTheOwnerReachesNobody() {
        owners.began(2, owner.ref());
        for (IntUnaryOperator other : new IntUnaryOperator[] {uid -> 0, uid -> -uid, uid -> uid + 1, uid -> ~uid}) {
            requests.receive(2, other.applyAsInt(uid(owner)), request(1));
        }
        requests.receive(1, uid(owner), request(1));
        assertNothingCame(2, owner);
    }

    @Test
    void whateverPartitionIsNamedHarmsNobody() {
        owners.began(0, owner.ref());
        for (int partition : NONE) {
            requests.receive(partition, uid(owner), request(1));
            owners.hear(said(partition));
        }
        for (int partition = 1; partition < PARTITIONS; partition++) {
            owners.hear(said(partition));
        }
        assertNothingCame(0, owner);
    }

    @Test
    void whatAKeeperAnswersIsHeardByTheOwnerThatIsThere() {
        owners.hear(said(2));
        owners.began(2, owner.ref());
        owners.hear(said(2));
        owner.expectMessage(new Heard(said(2)));
        owners.ended(2, owner.ref());
        owners.began(2, next.ref());
        owners.hear(said(2));
        next.expectMessage(new Heard(said(2)));
        assertNothingCame(2, owner);
    }

    @Test
    void ownerThatEndsLateDoesNotEndTheNext() {
        owners.began(2, owner.ref());
        owners.began(2, next.ref());
        owners.ended(2, owner.ref());
        requests.receive(2, uid(next), request(1));
        next.expectMessage(request(1));
        assertThat(uid(owner)).isNotEqualTo(uid(next));
    }
}
