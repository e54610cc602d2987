package dev.troupe.protocol;

import dev.troupe.api.Condition;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.List;

/** Operations and their conditions on the wire: a tag byte, then the fields in the order of the record. */
final class OperationCodec {
    private static final byte GET = 1;
    private static final byte PEEK = 2;
    private static final byte PUT = 3;
    private static final byte REMOVE = 4;
    private static final byte TOUCH = 5;
    private static final byte INCREMENT = 6;
    private static final byte CLEAR = 7;
    private static final byte KEYS = 8;
    private static final byte LEASE = 9;
    private static final byte FILL = 10;
    private static final byte RELEASE = 11;

    private static final byte ANY = 0;
    private static final byte PRESENT = 1;
    private static final byte ABSENT = 2;
    private static final byte VERSION_IN = 3;
    private static final byte VERSION_NOT_IN = 4;
    private static final byte BOTH = 5;

    private OperationCodec() {}

    static void write(ByteBuffer buffer, Operation operation) {
        operation.accept(new Writer(buffer));
    }

    static Operation read(ByteBuffer buffer) throws NotSerializableException {
        byte tag = buffer.get();
        int cache = buffer.getInt();
        byte[] key = Bytes.get(buffer);
        return switch (tag) {
            case GET -> new Operation.Get(cache, key);
            case PEEK -> new Operation.Peek(cache, key);
            case PUT ->
                new Operation.Put(
                        cache,
                        key,
                        Bytes.get(buffer),
                        readCondition(buffer, 0),
                        buffer.getLong(),
                        buffer.getLong(),
                        Bytes.getText(buffer));
            case REMOVE -> new Operation.Remove(cache, key, readCondition(buffer, 0));
            case TOUCH -> new Operation.Touch(cache, key, buffer.getLong());
            case INCREMENT ->
                new Operation.Increment(
                        cache, key, buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
            case CLEAR -> new Operation.Clear(cache);
            case KEYS -> new Operation.Keys(cache, buffer.getLong(), buffer.getInt(), Bytes.get(buffer));
            case LEASE -> new Operation.Lease(cache, key, buffer.getLong(), buffer.getLong());
            case FILL ->
                new Operation.Fill(
                        cache,
                        key,
                        buffer.getLong(),
                        Bytes.get(buffer),
                        buffer.getLong(),
                        buffer.getLong(),
                        Bytes.getText(buffer));
            case RELEASE -> new Operation.Release(cache, key, buffer.getLong(), buffer.getLong());
            default -> throw new NotSerializableException("unknown operation " + tag);
        };
    }

    private static final class Writer implements Operation.Visitor<ByteBuffer> {
        private final ByteBuffer buffer;

        Writer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer get(Operation.Get operation) {
            return head(GET, operation);
        }

        @Override
        public ByteBuffer peek(Operation.Peek operation) {
            return head(PEEK, operation);
        }

        @Override
        public ByteBuffer put(Operation.Put operation) {
            head(PUT, operation);
            Bytes.put(buffer, operation.value());
            writeCondition(buffer, operation.condition());
            buffer.putLong(operation.ttlMillis()).putLong(operation.idleMillis());
            Bytes.putText(buffer, operation.mediaType());
            return buffer;
        }

        @Override
        public ByteBuffer remove(Operation.Remove operation) {
            head(REMOVE, operation);
            writeCondition(buffer, operation.condition());
            return buffer;
        }

        @Override
        public ByteBuffer touch(Operation.Touch operation) {
            return head(TOUCH, operation).putLong(operation.ttlMillis());
        }

        @Override
        public ByteBuffer increment(Operation.Increment operation) {
            return head(INCREMENT, operation)
                    .putLong(operation.by())
                    .putLong(operation.initial())
                    .putLong(operation.ttlMillis())
                    .putLong(operation.idleMillis());
        }

        @Override
        public ByteBuffer clear(Operation.Clear operation) {
            return head(CLEAR, operation);
        }

        @Override
        public ByteBuffer keys(Operation.Keys operation) {
            head(KEYS, operation).putLong(operation.cursor()).putInt(operation.limit());
            Bytes.put(buffer, operation.prefix());
            return buffer;
        }

        @Override
        public ByteBuffer lease(Operation.Lease operation) {
            return head(LEASE, operation).putLong(operation.refreshMillis()).putLong(operation.limitMillis());
        }

        @Override
        public ByteBuffer fill(Operation.Fill operation) {
            head(FILL, operation).putLong(operation.token());
            Bytes.put(buffer, operation.value());
            buffer.putLong(operation.ttlMillis()).putLong(operation.idleMillis());
            Bytes.putText(buffer, operation.mediaType());
            return buffer;
        }

        @Override
        public ByteBuffer release(Operation.Release operation) {
            return head(RELEASE, operation).putLong(operation.token()).putLong(operation.nothingMillis());
        }

        private ByteBuffer head(byte tag, Operation operation) {
            buffer.put(tag).putInt(operation.cache());
            Bytes.put(buffer, operation.key());
            return buffer;
        }
    }

    private static void writeCondition(ByteBuffer buffer, Condition condition) {
        if (condition instanceof Condition.Presence presence) {
            buffer.put(
                    presence == Condition.Presence.ANY
                            ? ANY
                            : presence == Condition.Presence.PRESENT ? PRESENT : ABSENT);
        } else if (condition instanceof Condition.VersionIn versions) {
            List<Long> all = versions.versions();
            buffer.put(versions.member() ? VERSION_IN : VERSION_NOT_IN).putInt(all.size());
            all.forEach(buffer::putLong);
        } else if (condition instanceof Condition.Both both) {
            buffer.put(BOTH);
            writeCondition(buffer, both.first());
            writeCondition(buffer, both.second());
        }
    }

    private static Condition readCondition(ByteBuffer buffer, int depth) throws NotSerializableException {
        byte tag = buffer.get();
        return switch (tag) {
            case ANY -> Condition.always();
            case PRESENT -> Condition.present();
            case ABSENT -> Condition.absent();
            case VERSION_IN -> Condition.versionIn(readVersions(buffer));
            case VERSION_NOT_IN -> Condition.versionNotIn(readVersions(buffer));
            case BOTH -> readBoth(buffer, depth);
            default -> throw new NotSerializableException("unknown condition " + tag);
        };
    }

    private static Condition readBoth(ByteBuffer buffer, int depth) throws NotSerializableException {
        if (depth == Condition.MOST_LEVELS) {
            throw new NotSerializableException("a condition of more than two parts");
        }
        return new Condition.Both(readCondition(buffer, depth + 1), readCondition(buffer, depth + 1));
    }

    private static long[] readVersions(ByteBuffer buffer) throws NotSerializableException {
        int count = buffer.getInt();
        if (count < 0 || count > Condition.VersionIn.MOST_VERSIONS) {
            throw new NotSerializableException(count + " versions in a condition");
        }
        long[] versions = new long[count];
        for (int i = 0; i < count; i++) {
            versions[i] = buffer.getLong();
        }
        return versions;
    }
}
