package dev.troupe.keeper;

import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;

/** What is said to keepers, on the wire: a tag, partition and writer, then the fields in the order of the record. */
final class ToKeeperCodec {
    private static final int HEAD_BYTES = 128;
    private static final byte QUESTION = 1;
    private static final byte OPEN = 2;
    private static final byte SHIP = 3;
    private static final byte PART = 4;
    private static final byte FILL = 5;
    private static final byte CHUNK = 6;
    private static final byte FINAL = 7;
    private static final byte RELEASE = 8;
    private static final byte FETCH = 9;

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

    static void write(ByteBuffer buffer, ToKeeper message) {
        if (message instanceof ToKeeper.Ship ship) {
            head(buffer, SHIP, ship)
                    .putLong(ship.set())
                    .putLong(ship.previous())
                    .putLong(ship.sentAtMillis());
            ChangeCodec.write(buffer, ship.changes());
        } else if (message instanceof ToKeeper.Part part) {
            writePart(buffer, part);
        } else if (message instanceof ToKeeper.Chunk chunk) {
            writeChunk(buffer, chunk);
        } else if (message instanceof ToKeeper.Fill fill) {
            head(buffer, FILL, fill).putLong(fill.set()).putLong(fill.fill()).putLong(fill.hashSeed());
            Wire.putFlag(buffer, fill.spared());
        } else if (message instanceof ToKeeper.Question question) {
            head(buffer, QUESTION, question);
        } else if (message instanceof ToKeeper.Open open) {
            head(buffer, OPEN, open).putLong(open.adopted()).putLong(open.set());
        } else if (message instanceof ToKeeper.Final last) {
            head(buffer, FINAL, last).putLong(last.position());
        } else if (message instanceof ToKeeper.Release release) {
            head(buffer, RELEASE, release).putLong(release.set());
        } else if (message instanceof ToKeeper.Fetch fetch) {
            head(buffer, FETCH, fetch).putLong(fetch.fetch()).putLong(fetch.since());
            buffer.putInt(fetch.number()).putInt(fetch.offset());
        }
    }

    static ToKeeper read(ByteBuffer buffer) throws NotSerializableException {
        byte tag = buffer.get();
        int partition = buffer.getInt();
        Writer writer = Wire.getWriter(buffer);
        return switch (tag) {
            case QUESTION -> new ToKeeper.Question(partition, writer);
            case OPEN -> new ToKeeper.Open(partition, writer, buffer.getLong(), buffer.getLong());
            case SHIP -> readShip(buffer, partition, writer);
            case PART -> readPart(buffer, partition, writer);
            case FILL ->
                new ToKeeper.Fill(
                        partition, writer, buffer.getLong(), buffer.getLong(), buffer.getLong(), Wire.getFlag(buffer));
            case CHUNK -> readChunk(buffer, partition, writer);
            case FINAL -> new ToKeeper.Final(partition, writer, buffer.getLong());
            case RELEASE -> new ToKeeper.Release(partition, writer, buffer.getLong());
            case FETCH ->
                new ToKeeper.Fetch(
                        partition, writer, buffer.getLong(), buffer.getLong(), buffer.getInt(), buffer.getInt());
            default -> throw new NotSerializableException("unknown message " + tag + " to a keeper");
        };
    }

    private static ByteBuffer head(ByteBuffer buffer, byte tag, ToKeeper message) {
        buffer.put(tag).putInt(message.partition());
        Wire.putWriter(buffer, message.writer());
        return buffer;
    }

    private static ToKeeper.Ship readShip(ByteBuffer buffer, int partition, Writer writer) {
        long set = buffer.getLong();
        long previous = buffer.getLong();
        long sentAtMillis = buffer.getLong();
        return new ToKeeper.Ship(partition, writer, set, previous, ChangeCodec.read(buffer), sentAtMillis);
    }

    private static void writePart(ByteBuffer buffer, ToKeeper.Part part) {
        head(buffer, PART, part).putLong(part.set()).putLong(part.previous()).putLong(part.version());
        buffer.putInt(part.offset()).putInt(part.length()).putLong(part.sentAtMillis());
        Wire.putBytes(buffer, part.bytes());
    }

    private static ToKeeper.Part readPart(ByteBuffer buffer, int partition, Writer writer) {
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
        head(buffer, CHUNK, chunk).putLong(chunk.fill()).putInt(chunk.number()).putLong(chunk.position());
        buffer.putInt(chunk.offset()).putInt(chunk.length()).putLong(chunk.sentAtMillis());
        Wire.putFlag(buffer, chunk.last());
        Wire.putBytes(buffer, chunk.bytes());
    }

    private static ToKeeper.Chunk readChunk(ByteBuffer buffer, int partition, Writer writer) {
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
}
