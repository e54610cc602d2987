package dev.troupe.extension;

import dev.troupe.api.Entry;
import dev.troupe.api.PutResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;

/** Replies as bytes: a tag, then the fields in the order of the record. */
final class ReplyForm {
    private static final byte FOUND = 1;
    private static final byte ABSENT = 2;
    private static final byte STORED = 3;
    private static final byte REMOVED = 4;
    private static final byte FAILED = 5;

    private ReplyForm() {}

    static void write(DataOutputStream out, CacheReply reply) throws IOException {
        if (reply instanceof CacheReply.Found found) {
            out.writeByte(FOUND);
            writeEntry(out, found.entry());
        } else if (reply == CacheReply.Absent.INSTANCE) {
            out.writeByte(ABSENT);
        } else if (reply instanceof CacheReply.Stored stored) {
            out.writeByte(STORED);
            out.writeUTF(stored.result().outcome().name());
            out.writeLong(stored.result().version());
        } else if (reply instanceof CacheReply.Removed removed) {
            out.writeByte(REMOVED);
            out.writeUTF(removed.result().name());
        } else if (reply instanceof CacheReply.Failed failed) {
            out.writeByte(FAILED);
            out.writeUTF(failed.reason().name());
            out.writeUTF(failed.detail());
        }
    }

    static CacheReply read(DataInputStream in) throws IOException {
        byte tag = in.readByte();
        return switch (tag) {
            case FOUND -> new CacheReply.Found(readEntry(in));
            case ABSENT -> CacheReply.Absent.INSTANCE;
            case STORED -> new CacheReply.Stored(new PutResult(PutResult.Outcome.valueOf(in.readUTF()), in.readLong()));
            case REMOVED -> new CacheReply.Removed(RemoveResult.valueOf(in.readUTF()));
            case FAILED -> new CacheReply.Failed(Reason.valueOf(in.readUTF()), in.readUTF());
            default -> throw new NotSerializableException("unknown cache reply " + tag);
        };
    }

    private static void writeEntry(DataOutputStream out, Entry<byte[]> entry) throws IOException {
        out.writeLong(entry.version());
        Fields.writeDuration(out, entry.remaining());
        out.writeUTF(entry.mediaType());
        Fields.writeBytes(out, entry.value());
    }

    private static Entry<byte[]> readEntry(DataInputStream in) throws IOException {
        long version = in.readLong();
        var remaining = Fields.readDuration(in);
        String mediaType = in.readUTF();
        return new Entry<>(Fields.readBytes(in), version, remaining, mediaType);
    }
}
