package dev.troupe.protocol;

import dev.troupe.protocol.PartitionProtocol.AcknowledgeLoss;
import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.Ended;
import dev.troupe.protocol.PartitionProtocol.Locate;
import dev.troupe.protocol.PartitionProtocol.Measure;
import dev.troupe.protocol.PartitionProtocol.Measured;
import dev.troupe.protocol.PartitionProtocol.Plan;
import dev.troupe.protocol.PartitionProtocol.Planned;
import dev.troupe.protocol.PartitionProtocol.ReadCopy;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.PartitionProtocol.Serving;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.transport.ChunkedTransfer;
import dev.troupe.transport.ChunkedTransfer.Chunk;
import dev.troupe.transport.ChunkedTransfer.Declined;
import dev.troupe.transport.ChunkedTransfer.Offer;
import dev.troupe.transport.ChunkedTransfer.Pull;
import dev.troupe.wire.MessageSerializer;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** The wire form of {@link PartitionProtocol} and {@link ChunkedTransfer}: the fields in the order of the record. */
public final class PartitionSerializer extends MessageSerializer {
    private static final int LEAST_TEXT_BYTES = 4;

    /** Made by the actor system. */
    public PartitionSerializer(ExtendedActorSystem system) {
        super(
                7_201_001,
                2,
                ByteOrder.LITTLE_ENDIAN,
                Forms.of(ActorRefResolver.get(Adapter.toTyped(system)), NodeClock.of(system))
                        .all());
    }

    /** How messages are written and read in an actor system, whose references and clock they need. */
    private record Forms(ActorRefResolver refs, LongSupplier nowMillis, RequestFrames frames) {
        static Forms of(ActorRefResolver refs, LongSupplier nowMillis) {
            return new Forms(refs, nowMillis, new RequestFrames(nowMillis));
        }

        /** Every message that crosses nodes, the hot ones first. */
        List<Row<?>> all() {
            return Stream.of(requests(), reports(), transfers())
                    .flatMap(List::stream)
                    .toList();
        }

        private List<Row<?>> requests() {
            return List.of(
                    row(
                            "q",
                            Request.class,
                            frames.requests().writer(),
                            frames.requests().reader(),
                            q -> q.operation().sizeBytes()),
                    row(
                            "a",
                            Answer.class,
                            RequestFrames.ANSWERS.writer(),
                            RequestFrames.ANSWERS.reader(),
                            a -> a.reply().sizeBytes()),
                    row(
                            "r",
                            ReadCopy.class,
                            this::writeRead,
                            this::readRead,
                            r -> SMALL_BYTES + r.operation().sizeBytes()),
                    row("l", Locate.class, this::writeLocate, this::readLocate),
                    row("s", Serving.class, this::writeServing, this::readServing),
                    row(
                            "e",
                            Ended.class,
                            (buffer, ended) -> buffer.putInt(ended.partition()).putLong(ended.epoch()),
                            buffer -> new Ended(buffer.getInt(), buffer.getLong())));
        }

        private static List<Row<?>> reports() {
            return List.of(
                    row(
                            "m",
                            Measure.class,
                            (buffer, measure) -> buffer.putLong(measure.gateway()),
                            buffer -> new Measure(buffer.getLong())),
                    row(
                            "k",
                            AcknowledgeLoss.class,
                            (buffer, loss) -> buffer.putLong(loss.gateway()),
                            buffer -> new AcknowledgeLoss(buffer.getLong())),
                    row("n", Measured.class, Forms::writeMeasured, Forms::readMeasured),
                    row(
                            "f",
                            Plan.class,
                            (buffer, plan) -> buffer.putLong(plan.gateway()).putLong(plan.target()),
                            buffer -> new Plan(buffer.getLong(), buffer.getLong())),
                    row("g", Planned.class, Forms::writePlanned, Forms::readPlanned));
        }

        private List<Row<?>> transfers() {
            return List.of(
                    row("o", Offer.class, this::writeOffer, this::readOffer),
                    row("p", Pull.class, this::writePull, this::readPull),
                    row(
                            "c",
                            Chunk.class,
                            Forms::writeChunk,
                            Forms::readChunk,
                            chunk -> SMALL_BYTES + chunk.bytes().length),
                    row(
                            "d",
                            Declined.class,
                            (buffer, declined) -> buffer.putLong(declined.transfer()),
                            buffer -> new Declined(buffer.getLong())));
        }

        private void putRef(ByteBuffer buffer, ActorRef<?> ref) {
            Wire.putText(buffer, refs.toSerializationFormat(ref));
        }

        private <T> ActorRef<T> getRef(ByteBuffer buffer) throws NotSerializableException {
            return refs.resolveActorRef(Wire.getText(buffer));
        }

        private void writeRead(ByteBuffer buffer, ReadCopy message) {
            buffer.putInt(message.partition()).putLong(message.number()).putLong(message.leastEpoch());
            buffer.putLong(message.deadlineMillis() - nowMillis.getAsLong());
            putRef(buffer, message.answersTo());
            OperationCodec.OPERATIONS.write(buffer, message.operation());
        }

        private ReadCopy readRead(ByteBuffer buffer) throws NotSerializableException {
            int partition = buffer.getInt();
            long number = buffer.getLong();
            long leastEpoch = buffer.getLong();
            long deadlineMillis = buffer.getLong() + nowMillis.getAsLong();
            ActorRef<ToGateway> answersTo = getRef(buffer);
            Operation operation = OperationCodec.OPERATIONS.read(buffer);
            return new ReadCopy(partition, number, leastEpoch, deadlineMillis, operation, answersTo);
        }

        private void writeLocate(ByteBuffer buffer, Locate message) {
            putRef(buffer.putLong(message.gateway()).putLong(message.node()), message.answersTo());
        }

        private Locate readLocate(ByteBuffer buffer) throws NotSerializableException {
            return new Locate(buffer.getLong(), buffer.getLong(), getRef(buffer));
        }

        private void writeServing(ByteBuffer buffer, Serving message) {
            putRef(buffer.putInt(message.partition()).putLong(message.epoch()), message.owner());
        }

        private Serving readServing(ByteBuffer buffer) throws NotSerializableException {
            return new Serving(buffer.getInt(), buffer.getLong(), getRef(buffer));
        }

        private static void writeMeasured(ByteBuffer buffer, Measured message) {
            CopyReport copies = message.copies();
            buffer.putInt(message.partition());
            buffer.putLong(message.size().entries()).putLong(message.size().bytes());
            buffer.put((byte) copies.wanted());
            buffer.put((byte) ((copies.fullyReplicated() ? 1 : 0) | (copies.lost() ? 2 : 0)));
            buffer.putLong(copies.lagChanges()).put((byte) copies.backups().size());
            copies.backups().forEach(backup -> Wire.putText(buffer, backup));
        }

        private static Measured readMeasured(ByteBuffer buffer) throws NotSerializableException {
            int partition = buffer.getInt();
            PartitionSize size = new PartitionSize(buffer.getLong(), buffer.getLong());
            int wanted = buffer.get();
            byte flags = buffer.get();
            long lagChanges = buffer.getLong();
            List<String> backups = Wire.getList(buffer, buffer.get(), LEAST_TEXT_BYTES, Wire::getText);
            return new Measured(
                    partition, size, new CopyReport(backups, wanted, (flags & 1) != 0, (flags & 2) != 0, lagChanges));
        }

        private static void writePlanned(ByteBuffer buffer, Planned message) {
            Wire.putFlag(buffer.putInt(message.partition()).putLong(message.target()), message.ready());
        }

        private static Planned readPlanned(ByteBuffer buffer) throws NotSerializableException {
            return new Planned(buffer.getInt(), buffer.getLong(), Wire.getFlag(buffer));
        }

        private void writeOffer(ByteBuffer buffer, Offer message) {
            buffer.putLong(message.transfer()).putInt(message.length()).putInt(message.serializer());
            Wire.putText(buffer, message.manifest());
            putRef(buffer, message.from());
            putRef(buffer, message.to());
        }

        private Offer readOffer(ByteBuffer buffer) throws NotSerializableException {
            return new Offer(
                    buffer.getLong(),
                    buffer.getInt(),
                    buffer.getInt(),
                    Wire.getText(buffer),
                    getRef(buffer),
                    getRef(buffer));
        }

        private void writePull(ByteBuffer buffer, Pull message) {
            putRef(buffer.putLong(message.transfer()).putInt(message.offset()), message.by());
        }

        private Pull readPull(ByteBuffer buffer) throws NotSerializableException {
            return new Pull(buffer.getLong(), buffer.getInt(), getRef(buffer));
        }

        private static void writeChunk(ByteBuffer buffer, Chunk message) {
            Wire.putBytes(buffer.putLong(message.transfer()).putInt(message.offset()), message.bytes());
        }

        private static Chunk readChunk(ByteBuffer buffer) throws NotSerializableException {
            return new Chunk(buffer.getLong(), buffer.getInt(), Wire.getBytes(buffer));
        }
    }
}
