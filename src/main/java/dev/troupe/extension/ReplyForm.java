package dev.troupe.extension;

import dev.troupe.api.Counted;
import dev.troupe.api.Entry;
import dev.troupe.api.KeyPage;
import dev.troupe.api.PutResult;
import dev.troupe.api.ReadResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Replies as bytes: a tag, then the fields in the order of the record. */
final class ReplyForm {
    private static final byte FOUND = 1;
    private static final byte ABSENT = 2;
    private static final byte STORED = 3;
    private static final byte REMOVED = 4;
    private static final byte FAILED = 5;
    private static final byte TOUCHED = 6;
    private static final byte STEPPED = 7;
    private static final byte FOUND_ALL = 8;
    private static final byte STORED_ALL = 9;
    private static final byte CLEARED = 10;
    private static final byte KEYS = 11;
    private static final byte READ = 12;

    private ReplyForm() {}

    /**
     * Bytes of the values in a reply; of one with many entries or keys all that is written of them. What puts did takes no more than the
     * command that asked for them, since a key has at least a byte: it has come, so this fits.
     */
    static long sizeBytes(CacheReply reply) {
        if (reply instanceof CacheReply.Found found) {
            return found.entry().value().length;
        }
        if (reply instanceof CacheReply.Read read) {
            return read.result().entry().map(entry -> entry.value().length).orElse(0);
        }
        return reply instanceof CacheReply.FoundAll || reply instanceof CacheReply.Keys ? writtenBytes(reply) : 0;
    }

    private static long writtenBytes(CacheReply reply) {
        try (DataOutputStream out = new DataOutputStream(OutputStream.nullOutputStream())) {
            write(out, reply);
            return out.size();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static void write(DataOutputStream out, CacheReply reply) throws IOException {
        if (reply instanceof CacheReply.Found found) {
            out.writeByte(FOUND);
            writeEntry(out, found.entry());
        } else if (reply == CacheReply.Absent.INSTANCE) {
            out.writeByte(ABSENT);
        } else if (reply instanceof CacheReply.Stored stored) {
            out.writeByte(STORED);
            writeResult(out, stored.result());
        } else if (reply instanceof CacheReply.Removed removed) {
            out.writeByte(REMOVED);
            out.writeUTF(removed.result().name());
        } else if (reply instanceof CacheReply.Failed failed) {
            out.writeByte(FAILED);
            out.writeUTF(failed.reason().name());
            out.writeUTF(failed.detail());
        } else {
            writeOthers(out, reply);
        }
    }

    private static void writeOthers(DataOutputStream out, CacheReply reply) throws IOException {
        if (reply instanceof CacheReply.Touched touched) {
            out.writeByte(TOUCHED);
            out.writeBoolean(touched.isThere());
        } else if (reply instanceof CacheReply.Stepped stepped) {
            out.writeByte(STEPPED);
            out.writeLong(stepped.counted().value());
            out.writeLong(stepped.counted().version());
        } else if (reply instanceof CacheReply.FoundAll all) {
            out.writeByte(FOUND_ALL);
            Fields.writeList(out, all.entries(), ReplyForm::writeOptional);
        } else if (reply instanceof CacheReply.StoredAll all) {
            out.writeByte(STORED_ALL);
            Fields.writeList(out, all.results(), ReplyForm::writeResult);
        } else if (reply instanceof CacheReply.Read read) {
            out.writeByte(READ);
            writeOptional(out, read.result().entry());
            Fields.writeDuration(out, read.result().backupAge());
        } else if (reply == CacheReply.Cleared.INSTANCE) {
            out.writeByte(CLEARED);
        } else if (reply instanceof CacheReply.Keys keys) {
            out.writeByte(KEYS);
            Fields.writeList(out, keys.page().keys(), ReplyForm::writeKey);
            out.writeUTF(keys.page().next().orElse(""));
        }
    }

    static CacheReply read(DataInputStream in) throws IOException {
        byte tag = in.readByte();
        return switch (tag) {
            case FOUND -> new CacheReply.Found(readEntry(in));
            case ABSENT -> CacheReply.Absent.INSTANCE;
            case STORED -> new CacheReply.Stored(readResult(in));
            case REMOVED -> new CacheReply.Removed(RemoveResult.valueOf(in.readUTF()));
            case FAILED -> new CacheReply.Failed(Reason.valueOf(in.readUTF()), in.readUTF());
            case TOUCHED -> new CacheReply.Touched(in.readBoolean());
            case STEPPED -> new CacheReply.Stepped(new Counted(in.readLong(), in.readLong()));
            case FOUND_ALL -> new CacheReply.FoundAll(Fields.readList(in, ReplyForm::readOptional));
            case STORED_ALL -> new CacheReply.StoredAll(Fields.readList(in, ReplyForm::readResult));
            case CLEARED -> CacheReply.Cleared.INSTANCE;
            case KEYS -> readKeys(in);
            case READ -> new CacheReply.Read(new ReadResult<>(readOptional(in), Fields.readDuration(in)));
            default -> throw new NotSerializableException("unknown cache reply " + tag);
        };
    }

    private static CacheReply readKeys(DataInputStream in) throws IOException {
        List<KeyPage.Key<byte[]>> keys = Fields.readList(in, ReplyForm::readKey);
        String next = in.readUTF();
        return new CacheReply.Keys(new KeyPage<>(keys, next.isEmpty() ? Optional.empty() : Optional.of(next)));
    }

    private static void writeKey(DataOutputStream out, KeyPage.Key<byte[]> key) throws IOException {
        Fields.writeBytes(out, key.key());
        out.writeInt(key.valueBytes());
        Fields.writeDuration(out, key.remaining());
    }

    private static KeyPage.Key<byte[]> readKey(DataInputStream in) throws IOException {
        return new KeyPage.Key<>(Fields.readBytes(in), in.readInt(), Fields.readDuration(in));
    }

    private static void writeResult(DataOutputStream out, PutResult result) throws IOException {
        out.writeByte(
                switch (result.outcome()) {
                    case CREATED -> 'C';
                    case REPLACED -> 'R';
                    case CONDITION_FAILED -> 'F';
                });
        out.writeLong(result.version());
    }

    private static PutResult readResult(DataInputStream in) throws IOException {
        char tag = (char) in.readByte();
        PutResult.Outcome outcome = switch (tag) {
            case 'C' -> PutResult.Outcome.CREATED;
            case 'R' -> PutResult.Outcome.REPLACED;
            case 'F' -> PutResult.Outcome.CONDITION_FAILED;
            default -> throw new NotSerializableException("unknown outcome of a put " + tag);
        };
        return new PutResult(outcome, in.readLong());
    }

    private static void writeOptional(DataOutputStream out, Optional<Entry<byte[]>> entry) throws IOException {
        out.writeBoolean(entry.isPresent());
        if (entry.isPresent()) {
            writeEntry(out, entry.get());
        }
    }

    private static Optional<Entry<byte[]>> readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(readEntry(in)) : Optional.empty();
    }

    private static void writeEntry(DataOutputStream out, Entry<byte[]> entry) throws IOException {
        out.writeLong(entry.version());
        Fields.writeDuration(out, entry.remaining());
        out.writeUTF(entry.mediaType());
        Fields.writeBytes(out, entry.value());
    }

    private static Entry<byte[]> readEntry(DataInputStream in) throws IOException {
        long version = in.readLong();
        Optional<Duration> remaining = Fields.readDuration(in);
        String mediaType = in.readUTF();
        return new Entry<>(Fields.readBytes(in), version, remaining, mediaType);
    }
}
