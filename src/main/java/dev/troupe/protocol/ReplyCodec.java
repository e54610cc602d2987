package dev.troupe.protocol;

import dev.troupe.api.Reason;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

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
    private static final byte TOUCHED = 9;
    private static final byte COUNTED = 10;
    private static final byte CLEARED = 11;
    private static final byte KEYS = 12;
    private static final byte LEASED = 13;
    private static final byte LEASED_AGAIN = 14;
    private static final byte BUSY = 15;
    private static final byte NOTHING = 16;
    private static final byte RELEASED = 17;
    private static final byte BY_BACKUP = 18;

    private ReplyCodec() {}

    static void write(ByteBuffer buffer, Reply reply) {
        if (reply instanceof Reply.Found found) {
            buffer.put(FOUND);
            writeFound(buffer, found);
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

    private static void writeFound(ByteBuffer buffer, Reply.Found found) {
        buffer.putLong(found.version()).putLong(found.remainingMillis());
        Bytes.putText(buffer, found.mediaType());
        Bytes.put(buffer, found.value());
    }

    private static Reply.Found readFound(ByteBuffer buffer) throws NotSerializableException {
        return new Reply.Found(buffer.getLong(), buffer.getLong(), Bytes.getText(buffer), Bytes.get(buffer));
    }

    private static void writeRarest(ByteBuffer buffer, Reply reply) {
        if (reply instanceof Reply.Leased leased) {
            buffer.put(LEASED).putLong(leased.token());
        } else if (reply instanceof Reply.LeasedAgain leased) {
            buffer.put(LEASED_AGAIN).putLong(leased.token());
            writeFound(buffer, leased.found());
        } else if (reply == Reply.Busy.INSTANCE) {
            buffer.put(BUSY);
        } else if (reply == Reply.Nothing.INSTANCE) {
            buffer.put(NOTHING);
        } else if (reply == Reply.Released.INSTANCE) {
            buffer.put(RELEASED);
        } else if (reply instanceof Reply.ByBackup backup) {
            buffer.put(BY_BACKUP).putLong(backup.ageMillis());
            write(buffer, backup.reply());
        }
    }

    private static void writeRare(ByteBuffer buffer, Reply reply) {
        if (reply instanceof Reply.Known known) {
            buffer.put(KNOWN).putLong(known.version()).putLong(known.remainingMillis());
            Bytes.putText(buffer, known.mediaType());
            buffer.putInt(known.valueLength());
        } else if (reply instanceof Reply.Counted counted) {
            buffer.put(COUNTED).putLong(counted.version()).putLong(counted.value());
        } else if (reply == Reply.Touched.INSTANCE) {
            buffer.put(TOUCHED);
        } else if (reply == Reply.Cleared.INSTANCE) {
            buffer.put(CLEARED);
        } else if (reply instanceof Reply.Keys keys) {
            writeKeys(buffer, keys);
        } else if (reply instanceof Reply.ConditionFailed failed) {
            buffer.put(CONDITION_FAILED).putLong(failed.version());
        } else if (reply instanceof Reply.Refused refused) {
            buffer.put(REFUSED);
            Bytes.putText(buffer, refused.reason().name());
            Bytes.putText(buffer, refused.detail());
        } else {
            writeRarest(buffer, reply);
        }
    }

    static Reply read(ByteBuffer buffer) throws NotSerializableException {
        byte tag = buffer.get();
        return switch (tag) {
            case FOUND -> readFound(buffer);
            case KNOWN -> new Reply.Known(buffer.getLong(), buffer.getLong(), Bytes.getText(buffer), buffer.getInt());
            case ABSENT -> Reply.Absent.INSTANCE;
            case CREATED -> new Reply.Created(buffer.getLong());
            case REPLACED -> new Reply.Replaced(buffer.getLong());
            case REMOVED -> Reply.Removed.INSTANCE;
            case CONDITION_FAILED -> new Reply.ConditionFailed(buffer.getLong());
            case REFUSED -> new Reply.Refused(reason(Bytes.getText(buffer)), Bytes.getText(buffer));
            case COUNTED -> new Reply.Counted(buffer.getLong(), buffer.getLong());
            case TOUCHED -> Reply.Touched.INSTANCE;
            case CLEARED -> Reply.Cleared.INSTANCE;
            case KEYS -> readKeys(buffer);
            case LEASED -> new Reply.Leased(buffer.getLong());
            case LEASED_AGAIN -> new Reply.LeasedAgain(buffer.getLong(), readFound(buffer));
            case BUSY -> Reply.Busy.INSTANCE;
            case NOTHING -> Reply.Nothing.INSTANCE;
            case RELEASED -> Reply.Released.INSTANCE;
            case BY_BACKUP -> readByBackup(buffer);
            default -> throw new NotSerializableException("unknown reply " + tag);
        };
    }

    /** Of the answers to a read of one entry only, so that none contains itself. */
    private static Reply readByBackup(ByteBuffer buffer) throws NotSerializableException {
        long ageMillis = buffer.getLong();
        byte tag = buffer.get();
        buffer.position(buffer.position() - 1);
        if (tag != FOUND && tag != KNOWN && tag != ABSENT) {
            throw new NotSerializableException("reply " + tag + " of a backup");
        }
        return new Reply.ByBackup(ageMillis, read(buffer));
    }

    private static void writeKeys(ByteBuffer buffer, Reply.Keys keys) {
        buffer.put(KEYS).putLong(keys.next()).putInt(keys.keys().size());
        for (Reply.Listed listed : keys.keys()) {
            Bytes.put(buffer, listed.key());
            buffer.putInt(listed.valueLength()).putLong(listed.remainingMillis());
        }
    }

    private static Reply readKeys(ByteBuffer buffer) throws NotSerializableException {
        long next = buffer.getLong();
        int count = buffer.getInt();
        if (count < 0 || count > buffer.remaining()) {
            throw new NotSerializableException(count + " keys in a reply");
        }
        List<Reply.Listed> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(new Reply.Listed(Bytes.get(buffer), buffer.getInt(), buffer.getLong()));
        }
        return new Reply.Keys(keys, next);
    }

    private static Reason reason(String name) throws NotSerializableException {
        try {
            return Reason.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new NotSerializableException("unknown reason " + name);
        }
    }
}
