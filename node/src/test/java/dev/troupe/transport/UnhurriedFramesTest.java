package dev.troupe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.transport.TestLinks.Parcel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What waits on a link for something that is urgent, and how long. */
class UnhurriedFramesTest {
    private static final long SELF = 1;
    private static final long PEER = 2;

    private final Links.Shared shared = TestLinks.shared("self:1", SELF, () -> 0, Runnable::run, (what, why) -> {
        throw new AssertionError(what, why);
    });
    private final List<Long> arrived = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();
    private final Links peer = TestLinks.of("peer:1", PEER, () -> 0, node -> batch -> {});

    UnhurriedFramesTest() {
        peer.onArrival(TestLinks.PARCELS, (recipient, incarnation, parcel) -> arrived.add(parcel.number()));
    }

    /** A link whose batches arrive at once, and are said to be taken at once. */
    private PeerLink link() {
        PeerLink[] link = new PeerLink[1];
        link[0] = new PeerLink(shared, batch -> {
            batches.add(batch);
            peer.receive(batch);
            link[0].received(new Batch.Head(
                    PEER, Batch.Head.UNCOUNTED, SELF, batch.head().sequence()));
        });
        return link[0];
    }

    private static Frame<Parcel> urgent(long number) {
        return new Frame<>(TestLinks.PARCELS, 0, 0, new Parcel(number, 10));
    }

    private static List<Long> upTo(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    private static Frame<Parcel> unhurried(long number) {
        return new Frame<>(TestLinks.PARCELS, 0, 0, new Parcel(number, 10), false);
    }

    @Test
    void whatIsNotUrgentGoesWithWhatIsInOrder() {
        PeerLink link = link();
        link.send(unhurried(0));
        link.send(unhurried(1));
        assertThat(batches).isEmpty();
        link.send(urgent(2));
        assertThat(arrived).isEqualTo(upTo(3));
        assertThat(batches).hasSize(1);
        link.send(unhurried(3));
        assertThat(batches).hasSize(1);
    }

    @Test
    void whatIsNotUrgentGoesWhenThePeerIsToBeToldWhatWasTaken() {
        PeerLink link = link();
        link.send(unhurried(0));
        for (int sequence = 1; sequence <= LinkWindow.BATCHES / 2; sequence++) {
            assertThat(batches).isEmpty();
            link.received(new Batch.Head(PEER, sequence, SELF, 0));
            link.ship();
        }
        assertThat(arrived).isEqualTo(upTo(1));
        assertThat(batches).hasSize(1);
    }

    @Test
    void whatIsNotUrgentGoesWithTheClockAndWhenMuchHasGathered() {
        PeerLink link = link();
        link.send(unhurried(0));
        link.tick();
        assertThat(arrived).isEqualTo(upTo(1));
        for (int number = 1; number <= PeerLink.MANY; number++) {
            assertThat(batches).hasSize(1);
            link.send(unhurried(number));
        }
        assertThat(arrived).isEqualTo(upTo(PeerLink.MANY + 1));
        assertThat(batches).hasSize(2);
    }

    @Test
    void whatWasTakenIsToldWithTheClockIfNothingElseIsSaid() {
        PeerLink link = link();
        link.received(new Batch.Head(PEER, 1, SELF, 0));
        link.ship();
        assertThat(batches).isEmpty();
        link.tick();
        link.tick();
        assertThat(batches).hasSize(1);
        assertThat(batches.get(0).head()).isEqualTo(new Batch.Head(SELF, Batch.Head.UNCOUNTED, PEER, 1));
    }
}
