package dev.troupe.keeper;

import static dev.troupe.wire.Union.tagged;

import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import dev.troupe.wire.Union;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;

/** What is said to keepers, on the wire: a tag, partition and writer, then the fields in the order of the record. */
final class ToKeeperCodec {
    /** Every message, the hot one first. */
    static final Union<ToKeeper> MESSAGES = Union.of(
            "message to a keeper",
            tagged(3, ToKeeper.Ship.class, ToKeeperCodec::writeShip, ToKeeperCodec::readShip),
            tagged(4, ToKeeper.Part.class, ToKeeperCodec::writePart, ToKeeperCodec::readPart),
            tagged(6, ToKeeper.Chunk.class, ToKeeperCodec::writeChunk, ToKeeperCodec::readChunk),
            tagged(5, ToKeeper.Fill.class, ToKeeperCodec::writeFill, ToKeeperCodec::readFill),
            tagged(
                    1,
                    ToKeeper.Question.class,
                    (buffer, question) -> head(buffer, question),
                    buffer -> new ToKeeper.Question(buffer.getInt(), getWriter(buffer))),
            tagged(
                    2,
                    ToKeeper.Open.class,
                    (buffer, open) -> head(buffer, open).putLong(open.adopted()).putLong(open.set()),
                    buffer ->
                            new ToKeeper.Open(buffer.getInt(), getWriter(buffer), buffer.getLong(), buffer.getLong())),
            tagged(
                    7,
                    ToKeeper.Final.class,
                    (buffer, last) -> head(buffer, last).putLong(last.position()),
                    buffer -> new ToKeeper.Final(buffer.getInt(), getWriter(buffer), buffer.getLong())),
            tagged(
                    8,
                    ToKeeper.Release.class,
                    (buffer, release) -> head(buffer, release).putLong(release.set()),
                    buffer -> new ToKeeper.Release(buffer.getInt(), getWriter(buffer), buffer.getLong())),
            tagged(9, ToKeeper.Fetch.class, ToKeeperCodec::writeFetch, ToKeeperCodec::readFetch));

    private static final int HEAD_BYTES = 128;

    private ToKeeperCodec() {}

    /** Bytes a message takes, at most. */
    static int sizeBytes(ToKeeper message) {
        if (message instanceof ToKeeper.Ship ship) {
            return ship.changes().stream().mapToInt(Change::sizeBytes).sum() + HEAD_BYTES;
        }
        if (message instanceof ToKeeper.Part part) {
            return part.bytes().length + HEAD_BYTES;
        }
        return message instanceof ToKeeper.Chunk chunk ? chunk.bytes().length + HEAD_BYTES : HEAD_BYTES;
    }

    private static ByteBuffer head(ByteBuffer buffer, ToKeeper message) {
        return putWriter(buffer.putInt(message.partition()), message.writer());
    }

    private static void writeShip(ByteBuffer buffer, ToKeeper.Ship ship) {
        head(buffer, ship).putLong(ship.set()).putLong(ship.previous()).putLong(ship.sentAtMillis());
        ChangeCodec.write(buffer, ship.changes());
    }

    private static ToKeeper.Ship readShip(ByteBuffer buffer) {
        int partition = buffer.getInt();
        Writer writer = getWriter(buffer);
        long set = buffer.getLong();
        long previous = buffer.getLong();
        long sentAtMillis = buffer.getLong();
        return new ToKeeper.Ship(partition, writer, set, previous, ChangeCodec.read(buffer), sentAtMillis);
    }

    private static void writePart(ByteBuffer buffer, ToKeeper.Part part) {
        head(buffer, part).putLong(part.set()).putLong(part.previous()).putLong(part.version());
        buffer.putInt(part.offset()).putInt(part.length()).putLong(part.sentAtMillis());
        Wire.putBytes(buffer, part.bytes());
    }

    private static ToKeeper.Part readPart(ByteBuffer buffer) throws NotSerializableException {
        int partition = buffer.getInt();
        Writer writer = getWriter(buffer);
        long set = buffer.getLong();
        long previous = buffer.getLong();
        long version = buffer.getLong();
        int offset = buffer.getInt();
        int length = buffer.getInt();
        long sentAtMillis = buffer.getLong();
        byte[] bytes = Wire.getBytes(buffer);
        return new ToKeeper.Part(partition, writer, set, previous, version, offset, length, bytes, sentAtMillis);
    }

    private static void writeChunk(ByteBuffer buffer, ToKeeper.Chunk chunk) {
        head(buffer, chunk).putLong(chunk.fill()).putInt(chunk.number()).putLong(chunk.position());
        buffer.putInt(chunk.offset()).putInt(chunk.length()).putLong(chunk.sentAtMillis());
        Wire.putFlag(buffer, chunk.last());
        Wire.putBytes(buffer, chunk.bytes());
    }

    private static ToKeeper.Chunk readChunk(ByteBuffer buffer) throws NotSerializableException {
        int partition = buffer.getInt();
        Writer writer = getWriter(buffer);
        long fill = buffer.getLong();
        int number = buffer.getInt();
        long position = buffer.getLong();
        int offset = buffer.getInt();
        int length = buffer.getInt();
        long sentAtMillis = buffer.getLong();
        boolean last = Wire.getFlag(buffer);
        byte[] bytes = Wire.getBytes(buffer);
        return new ToKeeper.Chunk(partition, writer, fill, number, position, offset, length, last, bytes, sentAtMillis);
    }

    private static void writeFill(ByteBuffer buffer, ToKeeper.Fill fill) {
        head(buffer, fill).putLong(fill.set()).putLong(fill.fill()).putLong(fill.hashSeed());
        Wire.putFlag(buffer, fill.spared());
    }

    private static ToKeeper.Fill readFill(ByteBuffer buffer) throws NotSerializableException {
        return new ToKeeper.Fill(
                buffer.getInt(),
                getWriter(buffer),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                Wire.getFlag(buffer));
    }

    private static void writeFetch(ByteBuffer buffer, ToKeeper.Fetch fetch) {
        head(buffer, fetch).putLong(fetch.fetch()).putLong(fetch.since());
        buffer.putInt(fetch.number()).putInt(fetch.offset());
    }

    private static ToKeeper.Fetch readFetch(ByteBuffer buffer) {
        return new ToKeeper.Fetch(
                buffer.getInt(),
                getWriter(buffer),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getInt(),
                buffer.getInt());
    }

    /** Two numbers, in messages to and from keepers. */
    static ByteBuffer putWriter(ByteBuffer buffer, Writer writer) {
        return buffer.putLong(writer.epoch()).putLong(writer.uid());
    }

    static Writer getWriter(ByteBuffer buffer) {
        return new Writer(buffer.getLong(), buffer.getLong());
    }
}
