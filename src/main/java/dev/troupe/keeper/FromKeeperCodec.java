package dev.troupe.keeper;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Writer;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;

/** What keepers answer, on the wire: a tag, partition, keeper and writer, then the fields in the order of the record. */
final class FromKeeperCodec {
    private static final int HEAD_BYTES = 160;
    private static final byte ANSWER = 1;
    private static final byte OUTRANKED = 2;
    private static final byte AHEAD = 3;
    private static final byte ACK = 4;
    private static final byte PULL = 5;
    private static final byte NO_ROOM = 6;
    private static final byte FETCHED = 7;
    private static final byte HOLDING = 8;

    private FromKeeperCodec() {}

    /** Bytes a message takes, at most. */
    static int sizeBytes(FromKeeper message) {
        return message instanceof FromKeeper.Fetched fetched ? fetched.bytes().length + HEAD_BYTES : HEAD_BYTES;
    }

    static void write(ByteBuffer buffer, FromKeeper message) {
        if (message instanceof FromKeeper.Ack ack) {
            head(buffer, ACK, ack).putLong(ack.set()).putLong(ack.position()).putLong(ack.roomBytes());
            flags(buffer, ack.complete(), ack.gap(), ack.opened());
        } else if (message instanceof FromKeeper.Answer answer) {
            head(buffer, ANSWER, answer);
            Wire.putWriter(buffer, answer.promisedBefore());
            Wire.putWriter(buffer, answer.opening());
            buffer.putLong(answer.position());
            flags(buffer, answer.complete(), answer.closed(), answer.isFinal());
        } else if (message instanceof FromKeeper.Outranked outranked) {
            Wire.putWriter(head(buffer, OUTRANKED, outranked), outranked.promised());
        } else if (message instanceof FromKeeper.Ahead ahead) {
            head(buffer, AHEAD, ahead).putLong(ahead.position());
        } else if (message instanceof FromKeeper.Pull pull) {
            head(buffer, PULL, pull).putLong(pull.fill()).putInt(pull.number()).putInt(pull.offset());
            buffer.putLong(pull.position());
        } else if (message instanceof FromKeeper.NoRoom noRoom) {
            head(buffer, NO_ROOM, noRoom).putLong(noRoom.fill());
        } else if (message instanceof FromKeeper.Fetched fetched) {
            writeFetched(buffer, fetched);
        } else if (message instanceof FromKeeper.Holding holding) {
            head(buffer, HOLDING, holding).putLong(holding.position());
            flags(buffer, holding.complete(), false, false);
        }
    }

    static FromKeeper read(ByteBuffer buffer) throws NotSerializableException {
        byte tag = buffer.get();
        int partition = buffer.getInt();
        long keeper = buffer.getLong();
        Writer writer = Wire.getWriter(buffer);
        return switch (tag) {
            case ANSWER -> readAnswer(buffer, partition, keeper, writer);
            case OUTRANKED -> new FromKeeper.Outranked(partition, keeper, writer, Wire.getWriter(buffer));
            case AHEAD -> new FromKeeper.Ahead(partition, keeper, writer, buffer.getLong());
            case ACK -> readAck(buffer, partition, keeper, writer);
            case PULL ->
                new FromKeeper.Pull(
                        partition,
                        keeper,
                        writer,
                        buffer.getLong(),
                        buffer.getInt(),
                        buffer.getInt(),
                        buffer.getLong());
            case NO_ROOM -> new FromKeeper.NoRoom(partition, keeper, writer, buffer.getLong());
            case FETCHED -> readFetched(buffer, partition, keeper, writer);
            case HOLDING ->
                new FromKeeper.Holding(partition, keeper, writer, buffer.getLong(), (buffer.get() & 1) != 0);
            default -> throw new NotSerializableException("unknown message " + tag + " of a keeper");
        };
    }

    private static ByteBuffer head(ByteBuffer buffer, byte tag, FromKeeper message) {
        buffer.put(tag).putInt(message.partition()).putLong(message.keeper());
        Wire.putWriter(buffer, message.writer());
        return buffer;
    }

    private static void flags(ByteBuffer buffer, boolean first, boolean second, boolean third) {
        buffer.put((byte) ((first ? 1 : 0) | (second ? 2 : 0) | (third ? 4 : 0)));
    }

    private static FromKeeper.Answer readAnswer(ByteBuffer buffer, int partition, long keeper, Writer writer) {
        Writer promisedBefore = Wire.getWriter(buffer);
        Writer opening = Wire.getWriter(buffer);
        long position = buffer.getLong();
        byte flags = buffer.get();
        return new FromKeeper.Answer(
                partition,
                keeper,
                writer,
                promisedBefore,
                opening,
                position,
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0);
    }

    private static FromKeeper.Ack readAck(ByteBuffer buffer, int partition, long keeper, Writer writer) {
        long set = buffer.getLong();
        long position = buffer.getLong();
        long roomBytes = buffer.getLong();
        byte flags = buffer.get();
        return new FromKeeper.Ack(
                partition,
                keeper,
                writer,
                position,
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0,
                set,
                roomBytes);
    }

    private static void writeFetched(ByteBuffer buffer, FromKeeper.Fetched fetched) {
        head(buffer, FETCHED, fetched).putLong(fetched.fetch()).putLong(fetched.hashSeed());
        buffer.putInt(fetched.number()).putInt(fetched.offset()).putInt(fetched.length());
        buffer.putLong(fetched.sentAtMillis());
        flags(buffer, fetched.log(), fetched.last(), false);
        Wire.putBytes(buffer, fetched.bytes());
    }

    private static FromKeeper.Fetched readFetched(ByteBuffer buffer, int partition, long keeper, Writer writer) {
        long fetch = buffer.getLong();
        long hashSeed = buffer.getLong();
        int number = buffer.getInt();
        int offset = buffer.getInt();
        int length = buffer.getInt();
        long sentAtMillis = buffer.getLong();
        byte flags = buffer.get();
        return new FromKeeper.Fetched(
                partition,
                keeper,
                writer,
                fetch,
                hashSeed,
                (flags & 1) != 0,
                number,
                offset,
                length,
                (flags & 2) != 0,
                Wire.getBytes(buffer),
                sentAtMillis);
    }
}
