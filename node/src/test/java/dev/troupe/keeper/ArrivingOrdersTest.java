package dev.troupe.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What arrives for the keeper in a batch reaches it together. */
class ArrivingOrdersTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final TestProbe<Keeper.Command> keeper = KIT.createTestProbe();
    private final ArrivingOrders orders = new ArrivingOrders(keeper.ref());

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static ToKeeper order(int partition) {
        return new ToKeeper.Question(partition, Writer.NOBODY);
    }

    @Test
    void ordersOfABatchReachTheKeeperTogetherAndInOrder() {
        orders.receive(3, 0, order(3));
        orders.receive(1, 0, order(1));
        orders.receive(3, 0, order(3));
        orders.endOfBatch();
        keeper.expectMessage(new Keeper.Told(List.of(order(3), order(1), order(3))));
    }

    @Test
    void batchWithoutOrdersTellsNothingAndTheNextBeginsAnew() {
        orders.endOfBatch();
        orders.receive(1, 0, order(1));
        orders.endOfBatch();
        orders.endOfBatch();
        orders.receive(2, 0, order(2));
        orders.endOfBatch();
        keeper.expectMessage(new Keeper.Told(List.of(order(1))));
        keeper.expectMessage(new Keeper.Told(List.of(order(2))));
    }

    @Test
    void whatTheKeeperWasToldStaysAsItWas() {
        orders.receive(1, 0, order(1));
        orders.endOfBatch();
        Keeper.Told told = keeper.expectMessageClass(Keeper.Told.class);
        orders.receive(2, 0, order(2));
        orders.endOfBatch();
        assertThat(told.messages()).containsExactly(order(1));
    }

    @Test
    void whoeverIsRecipientItIsForTheKeeper() {
        int[] recipients = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};
        List<ToKeeper> all = new ArrayList<>();
        for (int recipient : recipients) {
            orders.receive(recipient, recipient, order(recipient));
            all.add(order(recipient));
        }
        orders.endOfBatch();
        keeper.expectMessage(new Keeper.Told(all));
    }
}
