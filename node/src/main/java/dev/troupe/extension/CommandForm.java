package dev.troupe.extension;

import dev.troupe.api.CacheSpec.ReadFrom;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.PutOptions;
import dev.troupe.api.ReadOptions;
import dev.troupe.wire.ConditionCodec;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Commands as bytes: a tag, cache and key, then the other fields in the order of the record. */
final class CommandForm {
    private static final byte GET = 1;
    private static final byte PUT = 2;
    private static final byte REMOVE = 3;
    private static final byte TOUCH = 4;
    private static final byte INCREMENT = 5;
    private static final byte GET_ALL = 6;
    private static final byte PUT_ALL = 7;
    private static final byte CLEAR = 8;
    private static final byte LIST_KEYS = 9;
    private static final byte READ = 10;

    private static final int LEAST_KEY_BYTES = 4;
    private static final int LEAST_ITEM_BYTES = 8;

    private CommandForm() {}

    static void write(ByteBuffer buffer, CacheCommand command) {
        if (command instanceof CacheCommand.Get) {
            head(buffer, GET, command);
        } else if (command instanceof CacheCommand.Put put) {
            head(buffer, PUT, command);
            Wire.putBytes(buffer, put.value());
            writeOptions(buffer, put.options());
        } else if (command instanceof CacheCommand.Remove remove) {
            head(buffer, REMOVE, command);
            ConditionCodec.LETTERED.write(buffer, remove.condition());
        } else if (command instanceof CacheCommand.Touch touch) {
            head(buffer, TOUCH, command);
            Wire.putDuration(buffer, touch.ttl());
        } else if (command instanceof CacheCommand.Increment increment) {
            head(buffer, INCREMENT, command);
            buffer.putLong(increment.by());
            buffer.putLong(increment.options().initial());
            Wire.putDuration(buffer, increment.options().ttl());
        } else {
            writeWide(buffer, command);
        }
    }

    private static void writeWide(ByteBuffer buffer, CacheCommand command) {
        if (command instanceof CacheCommand.GetAll all) {
            head(buffer, GET_ALL, command);
            Wire.putList(buffer, all.keys(), Wire::putBytes);
        } else if (command instanceof CacheCommand.PutAll all) {
            head(buffer, PUT_ALL, command);
            Wire.putList(buffer, all.items(), CommandForm::writeItem);
            writeOptions(buffer, all.options());
        } else if (command instanceof CacheCommand.Read read) {
            head(buffer, READ, command);
            Wire.putUtf(buffer, read.options().from().map(Enum::name).orElse(""));
        } else if (command instanceof CacheCommand.Clear) {
            head(buffer, CLEAR, command);
        } else if (command instanceof CacheCommand.ListKeys list) {
            head(buffer, LIST_KEYS, command);
            Wire.putUtf(buffer, list.query().prefix());
            buffer.putInt(list.query().limit());
            Wire.putUtf(buffer, list.query().cursor().orElse(""));
        }
    }

    private static void head(ByteBuffer buffer, byte tag, CacheCommand command) {
        buffer.put(tag);
        Wire.putUtf(buffer, command.cache());
        if (command instanceof CacheCommand.OfEntry single) {
            Wire.putBytes(buffer, single.key());
        }
    }

    private static void writeItem(ByteBuffer buffer, CacheCommand.Item item) {
        Wire.putBytes(buffer, item.key());
        Wire.putBytes(buffer, item.value());
    }

    private static void writeOptions(ByteBuffer buffer, PutOptions options) {
        Wire.putDuration(buffer, options.ttl());
        Wire.putDuration(buffer, options.idle());
        ConditionCodec.LETTERED.write(buffer, options.condition());
        Wire.putUtf(buffer, options.mediaType());
    }

    static CacheCommand read(ByteBuffer buffer, ActorRef<CacheReply> replyTo) throws NotSerializableException {
        byte tag = buffer.get();
        String cache = Wire.getUtf(buffer);
        return switch (tag) {
            case GET -> new CacheCommand.Get(cache, Wire.getBytes(buffer), replyTo);
            case PUT ->
                new CacheCommand.Put(cache, Wire.getBytes(buffer), Wire.getBytes(buffer), readOptions(buffer), replyTo);
            case REMOVE ->
                new CacheCommand.Remove(cache, Wire.getBytes(buffer), ConditionCodec.LETTERED.read(buffer), replyTo);
            case TOUCH -> new CacheCommand.Touch(cache, Wire.getBytes(buffer), Wire.getDuration(buffer), replyTo);
            case INCREMENT ->
                new CacheCommand.Increment(
                        cache, Wire.getBytes(buffer), buffer.getLong(), readCounter(buffer), replyTo);
            case GET_ALL ->
                new CacheCommand.GetAll(cache, Wire.getList(buffer, LEAST_KEY_BYTES, Wire::getBytes), replyTo);
            case PUT_ALL ->
                new CacheCommand.PutAll(
                        cache,
                        Wire.getList(buffer, LEAST_ITEM_BYTES, CommandForm::readItem),
                        readOptions(buffer),
                        replyTo);
            case CLEAR -> new CacheCommand.Clear(cache, replyTo);
            case LIST_KEYS -> new CacheCommand.ListKeys(cache, readQuery(buffer), replyTo);
            case READ -> new CacheCommand.Read(cache, Wire.getBytes(buffer), readFrom(buffer), replyTo);
            default -> throw new NotSerializableException("unknown cache command " + tag);
        };
    }

    private static CacheCommand.Item readItem(ByteBuffer buffer) throws NotSerializableException {
        return new CacheCommand.Item(Wire.getBytes(buffer), Wire.getBytes(buffer));
    }

    private static ReadOptions readFrom(ByteBuffer buffer) throws NotSerializableException {
        String from = Wire.getUtf(buffer);
        return from.isEmpty() ? ReadOptions.DEFAULT : new ReadOptions(Optional.of(ReadFrom.valueOf(from)));
    }

    private static CounterOptions readCounter(ByteBuffer buffer) throws NotSerializableException {
        return new CounterOptions(buffer.getLong(), Wire.getDuration(buffer));
    }

    private static KeyQuery readQuery(ByteBuffer buffer) throws NotSerializableException {
        KeyQuery query = new KeyQuery(Wire.getUtf(buffer), buffer.getInt(), Optional.empty());
        String cursor = Wire.getUtf(buffer);
        return cursor.isEmpty() ? query : query.from(cursor);
    }

    private static PutOptions readOptions(ByteBuffer buffer) throws NotSerializableException {
        return new PutOptions(
                Wire.getDuration(buffer),
                Wire.getDuration(buffer),
                ConditionCodec.LETTERED.read(buffer),
                Wire.getUtf(buffer));
    }
}
