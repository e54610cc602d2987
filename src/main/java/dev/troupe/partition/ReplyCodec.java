package dev.troupe.partition;

import dev.troupe.api.Reason;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;

/** Replies on the wire: a tag byte, then the fields in the order of the record. */
final class ReplyCodec {
    private static final byte FOUND = 1;
    private static final byte KNOWN = 2;
    private static final byte ABSENT = 3;
    private static final byte CREATED = 4;
    private static final byte REPLACED = 5;
    private static final byte REMOVED = 6;
    private static final byte CONDITION_FAILED = 7;
    private static final byte REFUSED = 8;

    private ReplyCodec() {}

    static void write(ByteBuffer buffer, Reply reply) {
        if (reply instanceof Reply.Found found) {
            buffer.put(FOUND).putLong(found.version()).putLong(found.remainingMillis());
            Bytes.putText(buffer, found.mediaType());
            Bytes.put(buffer, found.value());
        } else if (reply instanceof Reply.Created created) {
            buffer.put(CREATED).putLong(created.version());
        } else if (reply instanceof Reply.Replaced replaced) {
            buffer.put(REPLACED).putLong(replaced.version());
        } else if (reply == Reply.Absent.INSTANCE) {
            buffer.put(ABSENT);
        } else if (reply == Reply.Removed.INSTANCE) {
            buffer.put(REMOVED);
        } else {
            writeRare(buffer, reply);
        }
    }

    private static void writeRare(ByteBuffer buffer, Reply reply) {
        if (reply instanceof Reply.Known known) {
            buffer.put(KNOWN).putLong(known.version()).putLong(known.remainingMillis());
            Bytes.putText(buffer, known.mediaType());
            buffer.putInt(known.valueLength());
        } else if (reply instanceof Reply.ConditionFailed failed) {
            buffer.put(CONDITION_FAILED).putLong(failed.version());
        } else if (reply instanceof Reply.Refused refused) {
            buffer.put(REFUSED);
            Bytes.putText(buffer, refused.reason().name());
            Bytes.putText(buffer, refused.detail());
        }
    }

    static Reply read(ByteBuffer buffer) throws NotSerializableException {
        byte tag = buffer.get();
        return switch (tag) {
            case FOUND -> new Reply.Found(buffer.getLong(), buffer.getLong(), Bytes.getText(buffer), Bytes.get(buffer));
            case KNOWN -> new Reply.Known(buffer.getLong(), buffer.getLong(), Bytes.getText(buffer), buffer.getInt());
            case ABSENT -> Reply.Absent.INSTANCE;
            case CREATED -> new Reply.Created(buffer.getLong());
            case REPLACED -> new Reply.Replaced(buffer.getLong());
            case REMOVED -> Reply.Removed.INSTANCE;
            case CONDITION_FAILED -> new Reply.ConditionFailed(buffer.getLong());
            case REFUSED -> new Reply.Refused(reason(Bytes.getText(buffer)), Bytes.getText(buffer));
            default -> throw new NotSerializableException("unknown reply " + tag);
        };
    }

    private static Reason reason(String name) throws NotSerializableException {
        try {
            return Reason.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new NotSerializableException("unknown reason " + name);
        }
    }
}
