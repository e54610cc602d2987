package dev.troupe.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Reason;
import dev.troupe.partition.PartitionProtocol.Answer;
import dev.troupe.partition.PartitionProtocol.Locate;
import dev.troupe.partition.PartitionProtocol.Request;
import dev.troupe.partition.PartitionProtocol.Serving;
import dev.troupe.partition.PartitionProtocol.ToGateway;
import dev.troupe.partition.PartitionProtocol.ToOwner;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PartitionTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final long GATEWAY = 6;

    private final TestProbe<ToGateway> gateway = KIT.createTestProbe();
    private final TestProbe<Courier.Command> courier = KIT.createTestProbe();
    private final Partition.Shared shared = new Partition.Shared(
            new Partition.Settings(Duration.ofMillis(10), 100), new Outbox(courier.ref()), new Holdings(), () -> 0);
    private final PartitionOwner owner = new PartitionOwner(7, Fixtures.state());
    private final ActorRef<ToOwner> partition = KIT.spawn(Partition.create(owner, shared));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private Reply ask(long number, Operation operation) {
        partition.tell(new Request(GATEWAY, number, 1, 1000, operation));
        return gateway.expectMessageClass(Answer.class).reply();
    }

    private void locate() {
        partition.tell(new Locate(GATEWAY, gateway.ref()));
        Serving serving = gateway.expectMessageClass(Serving.class);
        assertThat(serving.partition()).isEqualTo(7);
        assertThat(serving.owner()).isEqualTo(partition);
    }

    @Test
    void defectLosesTheRequestThatCausedItAndNothingElse() {
        locate();
        assertThat(ask(1, Fixtures.put("k", "v"))).isInstanceOf(Reply.Created.class);
        Operation broken = new Operation.Put(
                Fixtures.CACHE, new byte[0], new byte[1], dev.troupe.api.Condition.always(), 1, 1, "text/plain");
        assertThat(((Reply.Refused) ask(2, broken)).reason()).isEqualTo(Reason.INTERNAL);
        Reply.Found found = (Reply.Found) ask(3, Fixtures.get("k"));
        assertThat(found.value()).isEqualTo(Fixtures.bytes("v"));
    }

    @Test
    void gatewayThatIsGoneIsForgotten() {
        locate();
        gateway.stop();
        TestProbe<ToGateway> next = KIT.createTestProbe();
        partition.tell(new Locate(GATEWAY + 1, next.ref()));
        next.expectMessageClass(Serving.class);
        partition.tell(new Request(GATEWAY + 1, 1, 1, 1000, Fixtures.get("k")));
        assertThat(next.expectMessageClass(Answer.class).reply()).isEqualTo(Reply.Absent.INSTANCE);
    }
}
