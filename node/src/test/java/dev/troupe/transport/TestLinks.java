package dev.troupe.transport;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Links without an actor system. */
public final class TestLinks {
    private TestLinks() {}

    /** Links of a node whose batches go nowhere. */
    public static Links toNobody() {
        return of("self:1", 1, () -> 0, node -> batch -> {});
    }

    /** Links of a node; the messages of a kind that leave it, whoever they are for, are told here. All are taken at once. */
    public static <T> Links telling(FrameKind<T> kind, Consumer<T> told) {
        Links peer = of("peer:1", 2, () -> 0, node -> batch -> {});
        peer.onArrival(kind, (recipient, incarnation, message) -> told.accept(message));
        Links[] links = new Links[1];
        links[0] = of("self:1", 1, () -> 0, node -> batch -> {
            peer.receive(batch);
            links[0].to(node).received(new Batch.Head(2, 0, 1, batch.head().sequence()));
        });
        return links[0];
    }

    /** Links of a node; a defect is an error. */
    static Links of(String self, long uid, LongSupplier nowMillis, Function<String, Consumer<Batch>> carriers) {
        return new Links(
                new Links.Shared(
                        self,
                        uid,
                        nowMillis,
                        Runnable::run,
                        (what, why) -> {
                            throw new AssertionError(what, why);
                        },
                        new Links.Counts()),
                carriers);
    }
}
