package dev.troupe.protocol;

import static dev.troupe.wire.Union.only;
import static dev.troupe.wire.Union.tagged;

import dev.troupe.api.Reason;
import dev.troupe.wire.Union;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;

/** Replies on the wire: a tag byte, then the fields in the order of the record. */
final class ReplyCodec {
    private static final int LEAST_LISTED_BYTES = 16;

    private static final Union.Case<Reply.Found> FOUND =
            tagged(1, Reply.Found.class, ReplyCodec::writeFound, ReplyCodec::readFound);
    private static final Union.Case<Reply.Known> KNOWN =
            tagged(2, Reply.Known.class, ReplyCodec::writeKnown, ReplyCodec::readKnown);
    private static final Union.Case<Reply.Absent> ABSENT = only(3, Reply.Absent.INSTANCE);

    /** What a backup may answer, so that none contains itself. */
    private static final Union<Reply> OF_ONE_ENTRY = Union.of("reply of a backup", FOUND, KNOWN, ABSENT);

    /** Every reply, the hot ones first. */
    static final Union<Reply> REPLIES = Union.of(
            "reply",
            FOUND,
            tagged(
                    4,
                    Reply.Created.class,
                    (buffer, created) -> buffer.putLong(created.version()),
                    buffer -> new Reply.Created(buffer.getLong())),
            tagged(
                    5,
                    Reply.Replaced.class,
                    (buffer, replaced) -> buffer.putLong(replaced.version()),
                    buffer -> new Reply.Replaced(buffer.getLong())),
            ABSENT,
            only(6, Reply.Removed.INSTANCE),
            KNOWN,
            tagged(
                    10,
                    Reply.Counted.class,
                    (buffer, counted) -> buffer.putLong(counted.version()).putLong(counted.value()),
                    buffer -> new Reply.Counted(buffer.getLong(), buffer.getLong())),
            only(9, Reply.Touched.INSTANCE),
            only(11, Reply.Cleared.INSTANCE),
            tagged(12, Reply.Keys.class, ReplyCodec::writeKeys, ReplyCodec::readKeys),
            tagged(
                    7,
                    Reply.ConditionFailed.class,
                    (buffer, failed) -> buffer.putLong(failed.version()),
                    buffer -> new Reply.ConditionFailed(buffer.getLong())),
            tagged(8, Reply.Refused.class, ReplyCodec::writeRefused, ReplyCodec::readRefused),
            tagged(
                    13,
                    Reply.Leased.class,
                    (buffer, leased) -> buffer.putLong(leased.token()),
                    buffer -> new Reply.Leased(buffer.getLong())),
            tagged(
                    14,
                    Reply.LeasedAgain.class,
                    (buffer, leased) -> writeFound(buffer.putLong(leased.token()), leased.found()),
                    buffer -> new Reply.LeasedAgain(buffer.getLong(), readFound(buffer))),
            only(15, Reply.Busy.INSTANCE),
            only(16, Reply.Nothing.INSTANCE),
            only(17, Reply.Released.INSTANCE),
            tagged(18, Reply.ByBackup.class, ReplyCodec::writeByBackup, ReplyCodec::readByBackup));

    private ReplyCodec() {}

    private static void writeFound(ByteBuffer buffer, Reply.Found found) {
        buffer.putLong(found.version()).putLong(found.remainingMillis());
        Wire.putText(buffer, found.mediaType());
        Wire.putBytes(buffer, found.value());
    }

    private static Reply.Found readFound(ByteBuffer buffer) throws NotSerializableException {
        return new Reply.Found(buffer.getLong(), buffer.getLong(), Wire.getText(buffer), Wire.getBytes(buffer));
    }

    private static void writeKnown(ByteBuffer buffer, Reply.Known known) {
        buffer.putLong(known.version()).putLong(known.remainingMillis());
        Wire.putText(buffer, known.mediaType());
        buffer.putInt(known.valueLength());
    }

    private static Reply.Known readKnown(ByteBuffer buffer) throws NotSerializableException {
        return new Reply.Known(buffer.getLong(), buffer.getLong(), Wire.getText(buffer), buffer.getInt());
    }

    private static void writeKeys(ByteBuffer buffer, Reply.Keys keys) {
        Wire.putList(buffer.putLong(keys.next()), keys.keys(), (at, listed) -> {
            Wire.putBytes(at, listed.key());
            at.putInt(listed.valueLength()).putLong(listed.remainingMillis());
        });
    }

    private static Reply.Keys readKeys(ByteBuffer buffer) throws NotSerializableException {
        long next = buffer.getLong();
        return new Reply.Keys(
                Wire.getList(
                        buffer,
                        LEAST_LISTED_BYTES,
                        at -> new Reply.Listed(Wire.getBytes(at), at.getInt(), at.getLong())),
                next);
    }

    private static void writeRefused(ByteBuffer buffer, Reply.Refused refused) {
        Wire.putText(buffer, refused.reason().name());
        Wire.putText(buffer, refused.detail());
    }

    private static Reply.Refused readRefused(ByteBuffer buffer) throws NotSerializableException {
        return new Reply.Refused(Reason.valueOf(Wire.getText(buffer)), Wire.getText(buffer));
    }

    private static void writeByBackup(ByteBuffer buffer, Reply.ByBackup backup) {
        REPLIES.write(buffer.putLong(backup.ageMillis()), backup.reply());
    }

    private static Reply.ByBackup readByBackup(ByteBuffer buffer) throws NotSerializableException {
        return new Reply.ByBackup(buffer.getLong(), OF_ONE_ENTRY.read(buffer));
    }
}
