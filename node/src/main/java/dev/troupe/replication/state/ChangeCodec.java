package dev.troupe.replication.state;

import dev.troupe.store.segment.EntryAttributes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Changes as bytes: a count, then each with a tag byte and the fields in the order of the record, little endian. Which
 * format it is the message around it says. A length is checked against its limit and against what there is before anything
 * is made of it.
 */
public final class ChangeCodec {
    /** No change has more bytes. */
    public static final int MOST_BYTES = Change.FIXED_BYTES + 512 + (16 << 20);

    private static final int LONGEST_KEY = 512;
    private static final int LONGEST_VALUE = 16 << 20;
    private static final int LONGEST_MEDIA_TYPE = 255;
    /** A tag and a version: no change takes less. */
    private static final int LEAST_BYTES = 9;

    private static final byte PUT = 1;
    private static final byte TOUCH = 2;
    private static final byte REMOVE = 3;
    private static final byte CLEAR = 4;
    private static final byte DROP = 5;
    private static final byte DISMISS = 6;
    private static final byte RECALL = 7;

    private static final byte NO_RECEIPT = 0;
    private static final byte HAS_RECEIPT = 1;

    private ChangeCodec() {}

    /** Bytes that {@link #write} takes, at most. */
    public static long sizeBytes(List<Change> changes) {
        return Integer.BYTES + changes.stream().mapToLong(Change::sizeBytes).sum();
    }

    /** Writes changes and their count. */
    public static void write(ByteBuffer buffer, List<Change> changes) {
        ByteBuffer ordered = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ordered.putInt(changes.size());
        Writing writing = new Writing(ordered);
        for (Change change : changes) {
            change.accept(writing);
        }
        buffer.position(ordered.position());
    }

    /**
     * Reads changes and their count.
     *
     * @throws MalformedChangeException if that is not what is there; then the buffer is where it was
     */
    public static List<Change> read(ByteBuffer buffer) {
        ByteBuffer ordered = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        try {
            int count = ordered.getInt();
            if (count < 0 || count > ordered.remaining() / LEAST_BYTES) {
                throw new MalformedChangeException(count + " changes in " + ordered.remaining() + " bytes");
            }
            List<Change> changes = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                changes.add(readOne(ordered));
            }
            buffer.position(ordered.position());
            return changes;
        } catch (BufferUnderflowException tooShort) {
            throw new MalformedChangeException("changes end too soon");
        }
    }

    /** Changes as an array, to be cut into pieces. */
    public static byte[] toBytes(List<Change> changes) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(sizeBytes(changes)));
        write(buffer, changes);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /**
     * Changes out of an array that holds nothing else.
     *
     * @throws MalformedChangeException if that is not what is there
     */
    public static List<Change> fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<Change> changes = read(buffer);
        if (buffer.hasRemaining()) {
            throw new MalformedChangeException(buffer.remaining() + " bytes after the changes");
        }
        return changes;
    }

    private static final class Writing implements Change.Visitor<ByteBuffer> {
        private final ByteBuffer buffer;

        Writing(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer put(Change.Put change) {
            head(PUT, change).putInt(change.cache());
            key(change.key()).putInt(change.value().length).put(change.value());
            buffer.putLong(change.expiresAtMillis()).putLong(change.idleMillis());
            byte[] media = change.mediaType().getBytes(StandardCharsets.ISO_8859_1);
            buffer.put((byte) media.length).put(media);
            return receipt(change.receipt());
        }

        @Override
        public ByteBuffer touch(Change.Touch change) {
            head(TOUCH, change).putInt(change.cache());
            key(change.key()).putLong(change.expiresAtMillis());
            return receipt(change.receipt());
        }

        @Override
        public ByteBuffer remove(Change.Remove change) {
            head(REMOVE, change).putInt(change.cache());
            key(change.key());
            return receipt(change.receipt());
        }

        @Override
        public ByteBuffer clear(Change.Clear change) {
            head(CLEAR, change).putInt(change.cache());
            return receipt(change.receipt());
        }

        @Override
        public ByteBuffer drop(Change.Drop change) {
            head(DROP, change).putInt(change.cache()).putInt(change.hashes().length);
            for (int i = 0; i < change.hashes().length; i++) {
                buffer.putLong(change.hashes()[i]).putLong(change.versions()[i]);
            }
            return buffer;
        }

        @Override
        public ByteBuffer dismiss(Change.Dismiss change) {
            return head(DISMISS, change).putLong(change.gateway());
        }

        @Override
        public ByteBuffer recall(Change.Recall change) {
            head(RECALL, change);
            return receipt(change.receipt());
        }

        private ByteBuffer head(byte tag, Change change) {
            return buffer.put(tag).putLong(change.version());
        }

        private ByteBuffer key(byte[] key) {
            return buffer.putShort((short) key.length).put(key);
        }

        private ByteBuffer receipt(Receipt receipt) {
            if (receipt.equals(Receipt.NONE)) {
                return buffer.put(NO_RECEIPT);
            }
            return buffer.put(HAS_RECEIPT)
                    .putLong(receipt.gateway())
                    .putLong(receipt.number())
                    .putLong(receipt.lowestUnfinished())
                    .putInt(receipt.outcome())
                    .putLong(receipt.detail());
        }
    }

    // ---- reading

    private static Change readOne(ByteBuffer buffer) {
        byte tag = buffer.get();
        long version = buffer.getLong();
        return switch (tag) {
            case PUT -> readPut(buffer, version);
            case TOUCH -> new Change.Touch(version, cache(buffer), key(buffer), buffer.getLong(), receipt(buffer));
            case REMOVE -> new Change.Remove(version, cache(buffer), key(buffer), receipt(buffer));
            case CLEAR -> new Change.Clear(version, cache(buffer), receipt(buffer));
            case DROP -> readDrop(buffer, version);
            case DISMISS -> new Change.Dismiss(version, buffer.getLong());
            case RECALL -> new Change.Recall(version, receipt(buffer));
            default -> throw new MalformedChangeException("unknown change " + tag);
        };
    }

    private static Change.Put readPut(ByteBuffer buffer, long version) {
        int cache = cache(buffer);
        byte[] key = key(buffer);
        byte[] value = bytes(buffer, buffer.getInt(), LONGEST_VALUE);
        long expiresAtMillis = buffer.getLong();
        long idleMillis = buffer.getLong();
        String mediaType = mediaType(buffer);
        try {
            // The same limits as where it will be stored.
            new EntryAttributes(version, expiresAtMillis, idleMillis, mediaType);
        } catch (IllegalArgumentException refused) {
            throw new MalformedChangeException("attributes of an entry: " + refused.getMessage());
        }
        return new Change.Put(version, cache, key, value, expiresAtMillis, idleMillis, mediaType, receipt(buffer));
    }

    private static Change.Drop readDrop(ByteBuffer buffer, long version) {
        int cache = cache(buffer);
        int count = buffer.getInt();
        if (count < 0 || count > Change.Drop.MOST_ENTRIES || count > buffer.remaining() / (2 * Long.BYTES)) {
            throw new MalformedChangeException(count + " dropped entries in " + buffer.remaining() + " bytes");
        }
        long[] hashes = new long[count];
        long[] versions = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = buffer.getLong();
            versions[i] = buffer.getLong();
        }
        return new Change.Drop(version, cache, hashes, versions);
    }

    private static Receipt receipt(ByteBuffer buffer) {
        byte has = buffer.get();
        return switch (has) {
            case NO_RECEIPT -> Receipt.NONE;
            case HAS_RECEIPT ->
                new Receipt(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getInt(), buffer.getLong());
            default -> throw new MalformedChangeException("unknown form of a receipt " + has);
        };
    }

    private static int cache(ByteBuffer buffer) {
        int cache = buffer.getInt();
        if (cache < 0) {
            throw new MalformedChangeException("cache number " + cache);
        }
        return cache;
    }

    private static byte[] key(ByteBuffer buffer) {
        byte[] key = bytes(buffer, buffer.getShort(), LONGEST_KEY);
        if (key.length == 0) {
            throw new MalformedChangeException("an empty key");
        }
        return key;
    }

    private static String mediaType(ByteBuffer buffer) {
        return new String(bytes(buffer, buffer.get() & 0xff, LONGEST_MEDIA_TYPE), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(ByteBuffer buffer, int length, int longest) {
        if (length < 0 || length > longest || length > buffer.remaining()) {
            throw new MalformedChangeException(
                    "a length of " + length + " where " + buffer.remaining() + " bytes remain");
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }
}
