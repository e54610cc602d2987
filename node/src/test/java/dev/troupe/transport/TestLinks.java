package dev.troupe.transport;

import dev.troupe.wire.Wire;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Links without an actor system. */
public final class TestLinks {
    /** A message of so many bytes behind its number; one of a size below 0 cannot be written. */
    record Parcel(long number, int sizeBytes) {}

    /** Bytes that a {@link Parcel} takes in a batch, without those of its size. */
    static final int PARCEL_BYTES = 4 * Integer.BYTES + Byte.BYTES + Long.BYTES;

    /** How a {@link Parcel} travels: it is read only if it is whole. */
    static final FrameKind<Parcel> PARCELS = FrameKind.of(
            100,
            (buffer, parcel) -> {
                buffer.putLong(parcel.number());
                if (parcel.sizeBytes() < 0) {
                    throw new IllegalStateException("planted");
                }
                byte[] bytes = new byte[parcel.sizeBytes()];
                Arrays.fill(bytes, (byte) parcel.number());
                Wire.putBytes(buffer, bytes);
            },
            buffer -> {
                long number = buffer.getLong();
                byte[] bytes = Wire.getBytes(buffer);
                for (byte octet : bytes) {
                    if (octet != (byte) number) {
                        throw new IllegalArgumentException("parcel " + number + " holds " + octet);
                    }
                }
                return new Parcel(number, bytes.length);
            });

    private TestLinks() {}

    /** Links of a node whose batches go nowhere. */
    public static Links toNobody() {
        return of("self:1", 1, () -> 0, node -> batch -> {});
    }

    /** Links of a node; the messages of a kind that leave it, whoever they are for, are told here. All are taken at once. */
    public static <T> Links telling(FrameKind<T> kind, Consumer<T> told) {
        return handing(kind, (recipient, incarnation, message) -> told.accept(message));
    }

    /** Links of a node; the messages of a kind that leave it, whoever they are for, arrive here. All are taken at once. */
    public static <T> Links handing(FrameKind<T> kind, FrameReceiver<? super T> receiver) {
        Links peer = of("peer:1", 2, () -> 0, node -> batch -> {});
        peer.onArrival(kind, receiver);
        Links[] links = new Links[1];
        links[0] = of("self:1", 1, () -> 0, node -> batch -> {
            peer.receive(batch);
            links[0].to(node).received(new Batch.Head(2, 0, 1, batch.head().sequence()));
        });
        return links[0];
    }

    /** Links of a node; a defect is an error. */
    static Links of(String self, long uid, LongSupplier nowMillis, Function<String, Carrier> carriers) {
        return new Links(
                shared(self, uid, nowMillis, Runnable::run, (what, why) -> {
                    throw new AssertionError(what, why);
                }),
                carriers);
    }

    static Links.Shared shared(
            String self, long uid, LongSupplier nowMillis, Executor others, BiConsumer<String, Exception> defects) {
        return new Links.Shared(self, uid, nowMillis, others, defects, new Links.Counts());
    }
}
