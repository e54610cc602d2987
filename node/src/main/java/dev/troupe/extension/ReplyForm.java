package dev.troupe.extension;

import static dev.troupe.wire.Union.only;
import static dev.troupe.wire.Union.tagged;

import dev.troupe.api.Counted;
import dev.troupe.api.Entry;
import dev.troupe.api.KeyPage;
import dev.troupe.api.PutResult;
import dev.troupe.api.ReadResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import dev.troupe.wire.Union;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Replies as bytes: a tag, then the fields in the order of the record. */
final class ReplyForm {
    private static final int LEAST_OPTIONAL_BYTES = 1;
    private static final int LEAST_RESULT_BYTES = 9;
    private static final int LEAST_KEY_BYTES = 16;
    private static final int LEAST_ENTRY_BYTES = 22;
    /** A tag and the count of a list. */
    private static final int LIST_BYTES = 5;

    /** Every reply, those to commands for one entry first. */
    static final Union<CacheReply> REPLIES = Union.of(
            "cache reply",
            tagged(
                    1,
                    CacheReply.Found.class,
                    (buffer, found) -> writeEntry(buffer, found.entry()),
                    buffer -> new CacheReply.Found(readEntry(buffer))),
            only(2, CacheReply.Absent.INSTANCE),
            tagged(
                    3,
                    CacheReply.Stored.class,
                    (buffer, stored) -> writeResult(buffer, stored.result()),
                    buffer -> new CacheReply.Stored(readResult(buffer))),
            tagged(
                    4,
                    CacheReply.Removed.class,
                    (buffer, removed) -> Wire.putUtf(buffer, removed.result().name()),
                    buffer -> new CacheReply.Removed(RemoveResult.valueOf(Wire.getUtf(buffer)))),
            tagged(5, CacheReply.Failed.class, ReplyForm::writeFailed, ReplyForm::readFailed),
            tagged(
                    6,
                    CacheReply.Touched.class,
                    (buffer, touched) -> Wire.putFlag(buffer, touched.isThere()),
                    buffer -> new CacheReply.Touched(Wire.getFlag(buffer))),
            tagged(7, CacheReply.Stepped.class, ReplyForm::writeStepped, ReplyForm::readStepped),
            tagged(
                    8,
                    CacheReply.FoundAll.class,
                    (buffer, all) -> Wire.putList(buffer, all.entries(), ReplyForm::writeOptional),
                    buffer -> new CacheReply.FoundAll(
                            Wire.getList(buffer, LEAST_OPTIONAL_BYTES, ReplyForm::readOptional))),
            tagged(
                    9,
                    CacheReply.StoredAll.class,
                    (buffer, all) -> Wire.putList(buffer, all.results(), ReplyForm::writeResult),
                    buffer ->
                            new CacheReply.StoredAll(Wire.getList(buffer, LEAST_RESULT_BYTES, ReplyForm::readResult))),
            only(10, CacheReply.Cleared.INSTANCE),
            tagged(11, CacheReply.Keys.class, ReplyForm::writeKeys, ReplyForm::readKeys),
            tagged(12, CacheReply.Read.class, ReplyForm::writeRead, ReplyForm::readRead));

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
        if (reply instanceof CacheReply.FoundAll all) {
            return LIST_BYTES
                    + all.entries().stream().mapToLong(ReplyForm::optionalBytes).sum();
        }
        return reply instanceof CacheReply.Keys keys ? pageBytes(keys.page()) : 0;
    }

    private static long optionalBytes(Optional<Entry<byte[]>> entry) {
        return LEAST_OPTIONAL_BYTES
                + entry.map(there -> (long) LEAST_ENTRY_BYTES + Wire.utfBytes(there.mediaType()) + there.value().length)
                        .orElse(0L);
    }

    private static long pageBytes(KeyPage<byte[]> page) {
        long keyBytes = page.keys().stream()
                .mapToLong(key -> LEAST_KEY_BYTES + key.key().length)
                .sum();
        return LIST_BYTES + keyBytes + Short.BYTES + Wire.utfBytes(page.next().orElse(""));
    }

    private static void writeFailed(ByteBuffer buffer, CacheReply.Failed failed) {
        Wire.putUtf(buffer, failed.reason().name());
        Wire.putUtf(buffer, failed.detail());
    }

    private static CacheReply.Failed readFailed(ByteBuffer buffer) throws NotSerializableException {
        return new CacheReply.Failed(Reason.valueOf(Wire.getUtf(buffer)), Wire.getUtf(buffer));
    }

    private static void writeStepped(ByteBuffer buffer, CacheReply.Stepped stepped) {
        buffer.putLong(stepped.counted().value()).putLong(stepped.counted().version());
    }

    private static CacheReply.Stepped readStepped(ByteBuffer buffer) {
        return new CacheReply.Stepped(new Counted(buffer.getLong(), buffer.getLong()));
    }

    private static void writeRead(ByteBuffer buffer, CacheReply.Read read) {
        writeOptional(buffer, read.result().entry());
        Wire.putDuration(buffer, read.result().backupAge());
    }

    private static CacheReply.Read readRead(ByteBuffer buffer) throws NotSerializableException {
        return new CacheReply.Read(new ReadResult<>(readOptional(buffer), Wire.getDuration(buffer)));
    }

    private static void writeKeys(ByteBuffer buffer, CacheReply.Keys keys) {
        Wire.putList(buffer, keys.page().keys(), ReplyForm::writeKey);
        Wire.putUtf(buffer, keys.page().next().orElse(""));
    }

    private static CacheReply.Keys readKeys(ByteBuffer buffer) throws NotSerializableException {
        List<KeyPage.Key<byte[]>> keys = Wire.getList(buffer, LEAST_KEY_BYTES, ReplyForm::readKey);
        String next = Wire.getUtf(buffer);
        return new CacheReply.Keys(new KeyPage<>(keys, next.isEmpty() ? Optional.empty() : Optional.of(next)));
    }

    private static void writeKey(ByteBuffer buffer, KeyPage.Key<byte[]> key) {
        Wire.putBytes(buffer, key.key());
        Wire.putDuration(buffer.putInt(key.valueBytes()), key.remaining());
    }

    private static KeyPage.Key<byte[]> readKey(ByteBuffer buffer) throws NotSerializableException {
        return new KeyPage.Key<>(Wire.getBytes(buffer), buffer.getInt(), Wire.getDuration(buffer));
    }

    private static void writeResult(ByteBuffer buffer, PutResult result) {
        char outcome = switch (result.outcome()) {
            case CREATED -> 'C';
            case REPLACED -> 'R';
            case CONDITION_FAILED -> 'F';
        };
        buffer.put((byte) outcome).putLong(result.version());
    }

    private static PutResult readResult(ByteBuffer buffer) throws NotSerializableException {
        char tag = (char) buffer.get();
        PutResult.Outcome outcome = switch (tag) {
            case 'C' -> PutResult.Outcome.CREATED;
            case 'R' -> PutResult.Outcome.REPLACED;
            case 'F' -> PutResult.Outcome.CONDITION_FAILED;
            default -> throw new NotSerializableException("unknown outcome of a put " + tag);
        };
        return new PutResult(outcome, buffer.getLong());
    }

    private static void writeOptional(ByteBuffer buffer, Optional<Entry<byte[]>> entry) {
        Wire.putFlag(buffer, entry.isPresent());
        entry.ifPresent(there -> writeEntry(buffer, there));
    }

    private static Optional<Entry<byte[]>> readOptional(ByteBuffer buffer) throws NotSerializableException {
        return Wire.getFlag(buffer) ? Optional.of(readEntry(buffer)) : Optional.empty();
    }

    private static void writeEntry(ByteBuffer buffer, Entry<byte[]> entry) {
        Wire.putDuration(buffer.putLong(entry.version()), entry.remaining());
        Wire.putUtf(buffer, entry.mediaType());
        Wire.putBytes(buffer, entry.value());
    }

    private static Entry<byte[]> readEntry(ByteBuffer buffer) throws NotSerializableException {
        long version = buffer.getLong();
        Optional<Duration> remaining = Wire.getDuration(buffer);
        String mediaType = Wire.getUtf(buffer);
        return new Entry<>(Wire.getBytes(buffer), version, remaining, mediaType);
    }
}
