package dev.troupe.keeper;

import static dev.troupe.keeper.ToKeeperCodec.getWriter;
import static dev.troupe.keeper.ToKeeperCodec.putWriter;
import static dev.troupe.wire.Union.tagged;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.wire.Union;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;

/** What keepers answer, on the wire: a tag, partition, keeper and writer, then the fields in the order of the record. */
final class FromKeeperCodec {
    /** Every message, the hot one first. */
    static final Union<FromKeeper> MESSAGES = Union.of(
            "message of a keeper",
            tagged(4, FromKeeper.Ack.class, FromKeeperCodec::writeAck, FromKeeperCodec::readAck),
            tagged(1, FromKeeper.Answer.class, FromKeeperCodec::writeAnswer, FromKeeperCodec::readAnswer),
            tagged(5, FromKeeper.Pull.class, FromKeeperCodec::writePull, FromKeeperCodec::readPull),
            tagged(7, FromKeeper.Fetched.class, FromKeeperCodec::writeFetched, FromKeeperCodec::readFetched),
            tagged(8, FromKeeper.Holding.class, FromKeeperCodec::writeHolding, FromKeeperCodec::readHolding),
            tagged(
                    2,
                    FromKeeper.Outranked.class,
                    (buffer, outranked) -> putWriter(head(buffer, outranked), outranked.promised()),
                    buffer -> new FromKeeper.Outranked(
                            buffer.getInt(), buffer.getLong(), getWriter(buffer), getWriter(buffer))),
            tagged(
                    3,
                    FromKeeper.Ahead.class,
                    (buffer, ahead) -> head(buffer, ahead).putLong(ahead.position()),
                    buffer -> new FromKeeper.Ahead(
                            buffer.getInt(), buffer.getLong(), getWriter(buffer), buffer.getLong())),
            tagged(
                    6,
                    FromKeeper.NoRoom.class,
                    (buffer, noRoom) -> head(buffer, noRoom).putLong(noRoom.fill()),
                    buffer -> new FromKeeper.NoRoom(
                            buffer.getInt(), buffer.getLong(), getWriter(buffer), buffer.getLong())));

    private static final int HEAD_BYTES = 160;

    private FromKeeperCodec() {}

    /** Bytes a message takes, at most. */
    static int sizeBytes(FromKeeper message) {
        return message instanceof FromKeeper.Fetched fetched ? fetched.bytes().length + HEAD_BYTES : HEAD_BYTES;
    }

    private static ByteBuffer head(ByteBuffer buffer, FromKeeper message) {
        return putWriter(buffer.putInt(message.partition()).putLong(message.keeper()), message.writer());
    }

    private static void flags(ByteBuffer buffer, boolean first, boolean second, boolean third) {
        buffer.put((byte) ((first ? 1 : 0) | (second ? 2 : 0) | (third ? 4 : 0)));
    }

    private static void writeAck(ByteBuffer buffer, FromKeeper.Ack ack) {
        head(buffer, ack).putLong(ack.set()).putLong(ack.position()).putLong(ack.roomBytes());
        flags(buffer, ack.complete(), ack.gap(), ack.opened());
    }

    private static FromKeeper.Ack readAck(ByteBuffer buffer) {
        int partition = buffer.getInt();
        long keeper = buffer.getLong();
        Writer writer = getWriter(buffer);
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

    private static void writeAnswer(ByteBuffer buffer, FromKeeper.Answer answer) {
        putWriter(head(buffer, answer), answer.promisedBefore());
        putWriter(buffer, answer.opening()).putLong(answer.position());
        flags(buffer, answer.complete(), answer.closed(), answer.isFinal());
    }

    private static FromKeeper.Answer readAnswer(ByteBuffer buffer) {
        int partition = buffer.getInt();
        long keeper = buffer.getLong();
        Writer writer = getWriter(buffer);
        Writer promisedBefore = getWriter(buffer);
        Writer opening = getWriter(buffer);
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

    private static void writePull(ByteBuffer buffer, FromKeeper.Pull pull) {
        head(buffer, pull).putLong(pull.fill()).putInt(pull.number()).putInt(pull.offset());
        buffer.putLong(pull.position());
    }

    private static FromKeeper.Pull readPull(ByteBuffer buffer) {
        return new FromKeeper.Pull(
                buffer.getInt(),
                buffer.getLong(),
                getWriter(buffer),
                buffer.getLong(),
                buffer.getInt(),
                buffer.getInt(),
                buffer.getLong());
    }

    private static void writeFetched(ByteBuffer buffer, FromKeeper.Fetched fetched) {
        head(buffer, fetched).putLong(fetched.fetch()).putLong(fetched.hashSeed());
        buffer.putInt(fetched.number()).putInt(fetched.offset()).putInt(fetched.length());
        buffer.putLong(fetched.sentAtMillis());
        flags(buffer, fetched.changesOnly(), fetched.last(), false);
        Wire.putBytes(buffer, fetched.bytes());
    }

    private static FromKeeper.Fetched readFetched(ByteBuffer buffer) throws NotSerializableException {
        int partition = buffer.getInt();
        long keeper = buffer.getLong();
        Writer writer = getWriter(buffer);
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

    private static void writeHolding(ByteBuffer buffer, FromKeeper.Holding holding) {
        head(buffer, holding).putLong(holding.position());
        flags(buffer, holding.complete(), false, false);
    }

    private static FromKeeper.Holding readHolding(ByteBuffer buffer) {
        return new FromKeeper.Holding(
                buffer.getInt(), buffer.getLong(), getWriter(buffer), buffer.getLong(), (buffer.get() & 1) != 0);
    }
}
