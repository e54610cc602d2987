package dev.troupe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.protocol.NodeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The receiving side against a probe that plays the sender, and the sending side against one that plays the receiver. */
class ChunkedTransferTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int LENGTH = 300_000;
    private static final ChunkedTransfer.Settings SETTINGS =
            new ChunkedTransfer.Settings(1_000_000, Duration.ofMillis(50), Duration.ofSeconds(30));

    private final TestProbe<ChunkedTransfer.Command> peer = KIT.createTestProbe();
    private final TestProbe<Object> target = KIT.createTestProbe(Object.class);
    private final ActorRef<ChunkedTransfer.Command> transfer =
            KIT.spawn(ChunkedTransfer.create(SETTINGS, NodeClock::millis));
    private final byte[] bytes = new byte[LENGTH];

    ChunkedTransferTest() {
        new Random(1).nextBytes(bytes);
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** A message of bytes as the system's own serializer for byte arrays has it: identifier 4, no manifest. */
    private ChunkedTransfer.Offer offer(long transfer, int length) {
        return new ChunkedTransfer.Offer(transfer, length, 4, "", peer.ref(), target.ref());
    }

    private ChunkedTransfer.Pull pulled(int offset) {
        ChunkedTransfer.Pull pull;
        do {
            pull = peer.expectMessageClass(ChunkedTransfer.Pull.class);
        } while (pull.offset() < offset);
        assertThat(pull.offset()).isEqualTo(offset);
        return pull;
    }

    private void send(int from, int to) {
        transfer.tell(new ChunkedTransfer.Chunk(1, from, java.util.Arrays.copyOfRange(bytes, from, to)));
    }

    @Test
    void offeredMessageIsPulledInOrderAndDeliveredOnce() {
        transfer.tell(offer(1, LENGTH));
        transfer.tell(offer(1, LENGTH));
        pulled(0);
        send(0, 100_000);
        pulled(100_000);
        send(200_000, 300_000);
        send(100_000, 200_000);
        send(100_000, 200_000);
        pulled(200_000);
        send(200_000, 300_000);
        pulled(LENGTH);
        assertThat((byte[]) target.receiveMessage()).isEqualTo(bytes);
        target.expectNoMessage(Duration.ofMillis(20));
    }

    @Test
    void pullThatBringsNothingIsRepeated() {
        transfer.tell(offer(1, LENGTH));
        pulled(0);
        pulled(0);
        send(0, LENGTH);
        assertThat((byte[]) target.receiveMessage()).isEqualTo(bytes);
    }

    @Test
    void offerThatCouldNeverFitIsDeclined() {
        transfer.tell(offer(1, 1_000_001));
        assertThat(peer.receiveMessage()).isEqualTo(new ChunkedTransfer.Declined(1));
        transfer.tell(offer(2, -1));
        assertThat(peer.receiveMessage()).isEqualTo(new ChunkedTransfer.Declined(2));
    }

    @Test
    void offerBeyondTheByteBudgetWaitsForTheOneBefore() {
        transfer.tell(offer(1, LENGTH));
        pulled(0);
        transfer.tell(offer(2, 900_000));
        transfer.tell(offer(2, 900_000));
        assertThat(pulled(0).transfer()).isEqualTo(1);
        send(0, LENGTH);
        ChunkedTransfer.Pull next;
        do {
            next = peer.expectMessageClass(ChunkedTransfer.Pull.class);
        } while (next.transfer() == 1);
        assertThat(next.transfer()).isEqualTo(2);
    }

    @Test
    void messageBeyondTheByteBudgetLeavesWhenTheOneBeforeHasLeft() {
        TestProbe<String> told = KIT.createTestProbe(String.class);
        // By its name it is the transfer of the target's node as well, and pulls what it offers itself.
        ActorRef<ChunkedTransfer.Command> both = KIT.system()
                .systemActorOf(
                        ChunkedTransfer.create(SETTINGS, NodeClock::millis), ChunkedTransfer.NAME, Props.empty());
        both.tell(carry(new byte[LENGTH], told, "first"));
        both.tell(carry(new byte[900_000], told, "second"));
        both.tell(carry(new byte[900_000], told, "unwanted"));
        both.tell(carry(new Object(), told, "unwritable"));
        List<String> all = new ArrayList<>();
        for (int message = 0; message < 5; message++) {
            all.add(told.receiveMessage());
        }
        assertThat(all).containsSubsequence("first", "second");
        assertThat(all).containsSubsequence("unwritable declined", "unwritable").contains("unwanted");
        assertThat((byte[]) target.receiveMessage()).hasSize(LENGTH);
        assertThat((byte[]) target.receiveMessage()).hasSize(900_000);
        target.expectNoMessage(Duration.ofMillis(20));
    }

    /** Tells its name when it is over, and before that if it is declined. */
    private ChunkedTransfer.Carry carry(Object message, TestProbe<String> told, String name) {
        return new ChunkedTransfer.Carry(
                target.ref(), message, message instanceof byte[] bytes ? bytes.length : LENGTH, new LargeSend() {
                    @Override
                    public boolean start(long nowMillis) {
                        return !name.equals("unwanted");
                    }

                    @Override
                    public void decline() {
                        told.ref().tell(name + " declined");
                    }

                    @Override
                    public void end() {
                        told.ref().tell(name);
                    }
                });
    }

    @Test
    void messageThatCannotBeWrittenCostsNoOther() {
        transfer.tell(offer(1, LENGTH));
        pulled(0);
        send(0, 100_000);
        pulled(100_000);
        transfer.tell(carry(new Object(), KIT.createTestProbe(String.class), "unwritable"));
        send(100_000, LENGTH);
        assertThat((byte[]) target.receiveMessage()).isEqualTo(bytes);
    }

    @Test
    void chunkThatDoesNotFitIsIgnored() {
        transfer.tell(offer(1, 10));
        pulled(0);
        send(0, 11);
        pulled(0);
        target.expectNoMessage(Duration.ofMillis(20));
    }
}
