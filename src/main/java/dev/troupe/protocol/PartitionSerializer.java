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
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The wire form of {@link PartitionProtocol} and {@link ChunkedTransfer}: a format byte, then the fields. A message that cannot be
 * read, one of a later format included, is refused as not serializable, which drops it and nothing else.
 */
public final class PartitionSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {
    private static final int IDENTIFIER = 7_201_001;
    private static final byte FORMAT = 1;
    private static final int SMALL_BYTES = 2048;

    private final ActorRefResolver refs;
    private final LongSupplier nowMillis;

    /** Made by the actor system. */
    public PartitionSerializer(ExtendedActorSystem system) {
        this.refs = ActorRefResolver.get(Adapter.toTyped(system));
        this.nowMillis = NodeClock.of(system);
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return Form.of(message).manifest;
    }

    @Override
    public byte[] toBinary(Object message) {
        ByteBuffer buffer = ByteBuffer.allocate(sizeBytes(message)).order(ByteOrder.LITTLE_ENDIAN);
        toBinary(message, buffer);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    @Override
    public void toBinary(Object message, ByteBuffer buffer) {
        buffer.put(FORMAT);
        Form.of(message).writer.write(this, buffer, message);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return fromBinary(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), manifest);
    }

    @Override
    public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
        try {
            byte format = buffer.get();
            if (format != FORMAT) {
                throw new NotSerializableException("format " + format + " of message " + manifest + " is unknown here");
            }
            return Form.named(manifest).reader.read(this, buffer);
        } catch (RuntimeException broken) {
            throw new NotSerializableException("message " + manifest + " is broken: " + broken);
        }
    }

    private static int sizeBytes(Object message) {
        if (message instanceof Request request) {
            return request.operation().sizeBytes();
        }
        if (message instanceof ReadCopy read) {
            return read.operation().sizeBytes() + SMALL_BYTES;
        }
        if (message instanceof Answer answer) {
            return answer.reply().sizeBytes();
        }
        return message instanceof ChunkedTransfer.Chunk chunk ? chunk.bytes().length + SMALL_BYTES : SMALL_BYTES;
    }

    private void putRef(ByteBuffer buffer, ActorRef<?> ref) {
        Bytes.putText(buffer, refs.toSerializationFormat(ref));
    }

    private <T> ActorRef<T> getRef(ByteBuffer buffer) throws NotSerializableException {
        return refs.resolveActorRef(Bytes.getText(buffer));
    }

    private void writeRequest(ByteBuffer buffer, Request message) {
        buffer.putLong(message.gateway()).putLong(message.number()).putLong(message.lowestUnfinished());
        buffer.putLong(message.deadlineMillis() - nowMillis.getAsLong());
        OperationCodec.write(buffer, message.operation());
    }

    private Request readRequest(ByteBuffer buffer) throws NotSerializableException {
        return new Request(
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong() + nowMillis.getAsLong(),
                OperationCodec.read(buffer));
    }

    private void writeAnswer(ByteBuffer buffer, Answer message) {
        buffer.putInt(message.partition()).putLong(message.epoch()).putLong(message.number());
        ReplyCodec.write(buffer, message.reply());
    }

    private Answer readAnswer(ByteBuffer buffer) throws NotSerializableException {
        return new Answer(buffer.getInt(), buffer.getLong(), buffer.getLong(), ReplyCodec.read(buffer));
    }

    private void writeRead(ByteBuffer buffer, ReadCopy message) {
        buffer.putInt(message.partition()).putLong(message.number()).putLong(message.leastEpoch());
        buffer.putLong(message.deadlineMillis() - nowMillis.getAsLong());
        putRef(buffer, message.answersTo());
        OperationCodec.write(buffer, message.operation());
    }

    private ReadCopy readRead(ByteBuffer buffer) throws NotSerializableException {
        int partition = buffer.getInt();
        long number = buffer.getLong();
        long leastEpoch = buffer.getLong();
        long deadlineMillis = buffer.getLong() + nowMillis.getAsLong();
        ActorRef<ToGateway> answersTo = getRef(buffer);
        return new ReadCopy(partition, number, leastEpoch, deadlineMillis, OperationCodec.read(buffer), answersTo);
    }

    private void writeLocate(ByteBuffer buffer, Locate message) {
        buffer.putLong(message.gateway());
        putRef(buffer, message.answersTo());
    }

    private Locate readLocate(ByteBuffer buffer) throws NotSerializableException {
        return new Locate(buffer.getLong(), getRef(buffer));
    }

    private void writeServing(ByteBuffer buffer, Serving message) {
        buffer.putInt(message.partition()).putLong(message.epoch());
        putRef(buffer, message.owner());
    }

    private Serving readServing(ByteBuffer buffer) throws NotSerializableException {
        return new Serving(buffer.getInt(), buffer.getLong(), getRef(buffer));
    }

    private void writeMeasured(ByteBuffer buffer, Measured message) {
        buffer.putInt(message.partition());
        buffer.putLong(message.size().entries()).putLong(message.size().bytes());
        CopyReport copies = message.copies();
        buffer.put((byte) copies.wanted()).put((byte) ((copies.fullyReplicated() ? 1 : 0) | (copies.lost() ? 2 : 0)));
        buffer.putLong(copies.lagChanges()).put((byte) copies.backups().size());
        copies.backups().forEach(backup -> Bytes.putText(buffer, backup));
    }

    private Measured readMeasured(ByteBuffer buffer) throws NotSerializableException {
        int partition = buffer.getInt();
        PartitionSize size = new PartitionSize(buffer.getLong(), buffer.getLong());
        int wanted = buffer.get();
        byte flags = buffer.get();
        long lagChanges = buffer.getLong();
        List<String> backups = new ArrayList<>();
        for (int left = buffer.get(); left > 0; left--) {
            backups.add(Bytes.getText(buffer));
        }
        return new Measured(
                partition, size, new CopyReport(backups, wanted, (flags & 1) != 0, (flags & 2) != 0, lagChanges));
    }

    private Planned readPlanned(ByteBuffer buffer) {
        return new Planned(buffer.getInt(), buffer.getLong(), buffer.get() != 0);
    }

    private void writeOffer(ByteBuffer buffer, ChunkedTransfer.Offer message) {
        buffer.putLong(message.transfer()).putInt(message.length()).putInt(message.serializer());
        Bytes.putText(buffer, message.manifest());
        putRef(buffer, message.from());
        putRef(buffer, message.to());
    }

    private ChunkedTransfer.Offer readOffer(ByteBuffer buffer) throws NotSerializableException {
        return new ChunkedTransfer.Offer(
                buffer.getLong(),
                buffer.getInt(),
                buffer.getInt(),
                Bytes.getText(buffer),
                getRef(buffer),
                getRef(buffer));
    }

    private void writePull(ByteBuffer buffer, ChunkedTransfer.Pull message) {
        buffer.putLong(message.transfer()).putInt(message.offset());
        putRef(buffer, message.by());
    }

    private ChunkedTransfer.Pull readPull(ByteBuffer buffer) throws NotSerializableException {
        return new ChunkedTransfer.Pull(buffer.getLong(), buffer.getInt(), getRef(buffer));
    }

    private void writeChunk(ByteBuffer buffer, ChunkedTransfer.Chunk message) {
        buffer.putLong(message.transfer()).putInt(message.offset());
        Bytes.put(buffer, message.bytes());
    }

    private ChunkedTransfer.Chunk readChunk(ByteBuffer buffer) throws NotSerializableException {
        return new ChunkedTransfer.Chunk(buffer.getLong(), buffer.getInt(), Bytes.get(buffer));
    }

    private interface Writer<T> {
        void write(PartitionSerializer serializer, ByteBuffer buffer, T message);
    }

    private interface Reader<T> {
        T read(PartitionSerializer serializer, ByteBuffer buffer) throws NotSerializableException;
    }

    /** Every message that crosses nodes, the hot ones first. */
    private static final class Form<T> {
        private static final Form<?>[] ALL = {
            new Form<>("q", Request.class, PartitionSerializer::writeRequest, PartitionSerializer::readRequest),
            new Form<>("a", Answer.class, PartitionSerializer::writeAnswer, PartitionSerializer::readAnswer),
            new Form<>("r", ReadCopy.class, PartitionSerializer::writeRead, PartitionSerializer::readRead),
            new Form<>("l", Locate.class, PartitionSerializer::writeLocate, PartitionSerializer::readLocate),
            new Form<>("s", Serving.class, PartitionSerializer::writeServing, PartitionSerializer::readServing),
            new Form<>(
                    "e",
                    Ended.class,
                    (self, buffer, message) ->
                            buffer.putInt(message.partition()).putLong(message.epoch()),
                    (self, buffer) -> new Ended(buffer.getInt(), buffer.getLong())),
            new Form<>(
                    "m",
                    Measure.class,
                    (self, buffer, message) -> buffer.putLong(message.gateway()),
                    (self, buffer) -> new Measure(buffer.getLong())),
            new Form<>(
                    "k",
                    AcknowledgeLoss.class,
                    (self, buffer, message) -> buffer.putLong(message.gateway()),
                    (self, buffer) -> new AcknowledgeLoss(buffer.getLong())),
            new Form<>("n", Measured.class, PartitionSerializer::writeMeasured, PartitionSerializer::readMeasured),
            new Form<>(
                    "f",
                    Plan.class,
                    (self, buffer, message) -> buffer.putLong(message.gateway()).putLong(message.target()),
                    (self, buffer) -> new Plan(buffer.getLong(), buffer.getLong())),
            new Form<>(
                    "g",
                    Planned.class,
                    (self, buffer, message) -> buffer.putInt(message.partition())
                            .putLong(message.target())
                            .put((byte) (message.ready() ? 1 : 0)),
                    PartitionSerializer::readPlanned),
            new Form<>(
                    "o", ChunkedTransfer.Offer.class, PartitionSerializer::writeOffer, PartitionSerializer::readOffer),
            new Form<>("p", ChunkedTransfer.Pull.class, PartitionSerializer::writePull, PartitionSerializer::readPull),
            new Form<>(
                    "c", ChunkedTransfer.Chunk.class, PartitionSerializer::writeChunk, PartitionSerializer::readChunk),
            new Form<>(
                    "d",
                    ChunkedTransfer.Declined.class,
                    (self, buffer, message) -> buffer.putLong(message.transfer()),
                    (self, buffer) -> new ChunkedTransfer.Declined(buffer.getLong())),
        };

        private final String manifest;
        private final Class<T> type;
        private final Writer<Object> writer;
        private final Reader<T> reader;

        Form(String manifest, Class<T> type, Writer<T> writer, Reader<T> reader) {
            this.manifest = manifest;
            this.type = type;
            this.writer = (self, buffer, message) -> writer.write(self, buffer, type.cast(message));
            this.reader = reader;
        }

        static Form<?> of(Object message) {
            for (Form<?> form : ALL) {
                if (form.type == message.getClass()) {
                    return form;
                }
            }
            throw new IllegalArgumentException("not a message that crosses nodes: " + message.getClass());
        }

        static Form<?> named(String manifest) throws NotSerializableException {
            for (Form<?> form : ALL) {
                if (form.manifest.equals(manifest)) {
                    return form;
                }
            }
            throw new NotSerializableException("unknown message " + manifest);
        }
    }
}
