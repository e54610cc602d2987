package dev.troupe.protocol;

import static dev.troupe.wire.Union.tagged;

import dev.troupe.wire.ConditionCodec;
import dev.troupe.wire.Union;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;

/** Operations on the wire: a tag byte, cache and key, which is empty where there is none, then the fields in the order of the record. */
final class OperationCodec {
    /** Every operation, the hot ones first. */
    static final Union<Operation> OPERATIONS = Union.of(
            "operation",
            tagged(
                    1,
                    Operation.Get.class,
                    OperationCodec::head,
                    buffer -> new Operation.Get(buffer.getInt(), Wire.getBytes(buffer))),
            tagged(3, Operation.Put.class, OperationCodec::writePut, OperationCodec::readPut),
            tagged(
                    2,
                    Operation.Peek.class,
                    OperationCodec::head,
                    buffer -> new Operation.Peek(buffer.getInt(), Wire.getBytes(buffer))),
            tagged(
                    4,
                    Operation.Remove.class,
                    (buffer, remove) -> ConditionCodec.NUMBERED.write(head(buffer, remove), remove.condition()),
                    buffer -> new Operation.Remove(
                            buffer.getInt(), Wire.getBytes(buffer), ConditionCodec.NUMBERED.read(buffer))),
            tagged(
                    5,
                    Operation.Touch.class,
                    (buffer, touch) -> head(buffer, touch).putLong(touch.ttlMillis()),
                    buffer -> new Operation.Touch(buffer.getInt(), Wire.getBytes(buffer), buffer.getLong())),
            tagged(6, Operation.Increment.class, OperationCodec::writeIncrement, OperationCodec::readIncrement),
            tagged(
                    7,
                    Operation.Clear.class,
                    OperationCodec::head,
                    buffer -> new Operation.Clear(cacheWithoutKey(buffer))),
            tagged(8, Operation.Keys.class, OperationCodec::writeKeys, OperationCodec::readKeys),
            tagged(
                    9,
                    Operation.Lease.class,
                    (buffer, lease) ->
                            head(buffer, lease).putLong(lease.refreshMillis()).putLong(lease.limitMillis()),
                    buffer -> new Operation.Lease(
                            buffer.getInt(), Wire.getBytes(buffer), buffer.getLong(), buffer.getLong())),
            tagged(10, Operation.Fill.class, OperationCodec::writeFill, OperationCodec::readFill),
            tagged(
                    11,
                    Operation.Release.class,
                    (buffer, release) ->
                            head(buffer, release).putLong(release.token()).putLong(release.nothingMillis()),
                    buffer -> new Operation.Release(
                            buffer.getInt(), Wire.getBytes(buffer), buffer.getLong(), buffer.getLong())));

    private OperationCodec() {}

    private static ByteBuffer head(ByteBuffer buffer, Operation operation) {
        Wire.putBytes(buffer.putInt(operation.cache()), operation.key());
        return buffer;
    }

    private static int cacheWithoutKey(ByteBuffer buffer) throws NotSerializableException {
        int cache = buffer.getInt();
        Wire.getBytes(buffer);
        return cache;
    }

    private static void writePut(ByteBuffer buffer, Operation.Put put) {
        Wire.putBytes(head(buffer, put), put.value());
        ConditionCodec.NUMBERED.write(buffer, put.condition());
        buffer.putLong(put.ttlMillis()).putLong(put.idleMillis());
        Wire.putText(buffer, put.mediaType());
    }

    private static Operation.Put readPut(ByteBuffer buffer) throws NotSerializableException {
        return new Operation.Put(
                buffer.getInt(),
                Wire.getBytes(buffer),
                Wire.getBytes(buffer),
                ConditionCodec.NUMBERED.read(buffer),
                buffer.getLong(),
                buffer.getLong(),
                Wire.getText(buffer));
    }

    private static void writeIncrement(ByteBuffer buffer, Operation.Increment increment) {
        head(buffer, increment).putLong(increment.by()).putLong(increment.initial());
        buffer.putLong(increment.ttlMillis()).putLong(increment.idleMillis());
    }

    private static Operation.Increment readIncrement(ByteBuffer buffer) throws NotSerializableException {
        return new Operation.Increment(
                buffer.getInt(),
                Wire.getBytes(buffer),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong());
    }

    private static void writeKeys(ByteBuffer buffer, Operation.Keys keys) {
        head(buffer, keys).putLong(keys.cursor()).putInt(keys.limit());
        Wire.putBytes(buffer, keys.prefix());
    }

    private static Operation.Keys readKeys(ByteBuffer buffer) throws NotSerializableException {
        return new Operation.Keys(cacheWithoutKey(buffer), buffer.getLong(), buffer.getInt(), Wire.getBytes(buffer));
    }

    private static void writeFill(ByteBuffer buffer, Operation.Fill fill) {
        Wire.putBytes(head(buffer, fill).putLong(fill.token()), fill.value());
        buffer.putLong(fill.ttlMillis()).putLong(fill.idleMillis());
        Wire.putText(buffer, fill.mediaType());
    }

    private static Operation.Fill readFill(ByteBuffer buffer) throws NotSerializableException {
        return new Operation.Fill(
                buffer.getInt(),
                Wire.getBytes(buffer),
                buffer.getLong(),
                Wire.getBytes(buffer),
                buffer.getLong(),
                buffer.getLong(),
                Wire.getText(buffer));
    }
}
