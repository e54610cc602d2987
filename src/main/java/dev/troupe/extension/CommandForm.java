package dev.troupe.extension;

import dev.troupe.api.CacheSpec.ReadFrom;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.PutOptions;
import dev.troupe.api.ReadOptions;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
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

    private CommandForm() {}

    static void write(DataOutputStream out, CacheCommand command) throws IOException {
        if (command instanceof CacheCommand.Get) {
            head(out, GET, command);
        } else if (command instanceof CacheCommand.Put put) {
            head(out, PUT, command);
            Fields.writeBytes(out, put.value());
            writeOptions(out, put.options());
        } else if (command instanceof CacheCommand.Remove remove) {
            head(out, REMOVE, command);
            Fields.writeCondition(out, remove.condition());
        } else if (command instanceof CacheCommand.Touch touch) {
            head(out, TOUCH, command);
            Fields.writeDuration(out, touch.ttl());
        } else if (command instanceof CacheCommand.Increment increment) {
            head(out, INCREMENT, command);
            out.writeLong(increment.by());
            out.writeLong(increment.options().initial());
            Fields.writeDuration(out, increment.options().ttl());
        } else {
            writeWide(out, command);
        }
    }

    private static void writeWide(DataOutputStream out, CacheCommand command) throws IOException {
        if (command instanceof CacheCommand.GetAll all) {
            head(out, GET_ALL, command);
            Fields.writeList(out, all.keys(), Fields::writeBytes);
        } else if (command instanceof CacheCommand.PutAll all) {
            head(out, PUT_ALL, command);
            Fields.writeList(out, all.items(), CommandForm::writeItem);
            writeOptions(out, all.options());
        } else if (command instanceof CacheCommand.Read read) {
            head(out, READ, command);
            out.writeUTF(read.options().from().map(Enum::name).orElse(""));
        } else if (command instanceof CacheCommand.Clear) {
            head(out, CLEAR, command);
        } else if (command instanceof CacheCommand.ListKeys list) {
            head(out, LIST_KEYS, command);
            out.writeUTF(list.query().prefix());
            out.writeInt(list.query().limit());
            out.writeUTF(list.query().cursor().orElse(""));
        }
    }

    private static void head(DataOutputStream out, byte tag, CacheCommand command) throws IOException {
        out.writeByte(tag);
        out.writeUTF(command.cache());
        if (command instanceof CacheCommand.OfEntry single) {
            Fields.writeBytes(out, single.key());
        }
    }

    private static void writeItem(DataOutputStream out, CacheCommand.Item item) throws IOException {
        Fields.writeBytes(out, item.key());
        Fields.writeBytes(out, item.value());
    }

    private static void writeOptions(DataOutputStream out, PutOptions options) throws IOException {
        Fields.writeDuration(out, options.ttl());
        Fields.writeDuration(out, options.idle());
        Fields.writeCondition(out, options.condition());
        out.writeUTF(options.mediaType());
    }

    static CacheCommand read(DataInputStream in, ActorRef<CacheReply> replyTo) throws IOException {
        byte tag = in.readByte();
        String cache = in.readUTF();
        return switch (tag) {
            case GET -> new CacheCommand.Get(cache, Fields.readBytes(in), replyTo);
            case PUT ->
                new CacheCommand.Put(cache, Fields.readBytes(in), Fields.readBytes(in), readOptions(in), replyTo);
            case REMOVE -> new CacheCommand.Remove(cache, Fields.readBytes(in), Fields.readCondition(in), replyTo);
            case TOUCH -> new CacheCommand.Touch(cache, Fields.readBytes(in), Fields.readDuration(in), replyTo);
            case INCREMENT ->
                new CacheCommand.Increment(cache, Fields.readBytes(in), in.readLong(), readCounter(in), replyTo);
            case GET_ALL -> new CacheCommand.GetAll(cache, Fields.readList(in, Fields::readBytes), replyTo);
            case PUT_ALL ->
                new CacheCommand.PutAll(cache, Fields.readList(in, CommandForm::readItem), readOptions(in), replyTo);
            case CLEAR -> new CacheCommand.Clear(cache, replyTo);
            case LIST_KEYS -> new CacheCommand.ListKeys(cache, readQuery(in), replyTo);
            case READ -> new CacheCommand.Read(cache, Fields.readBytes(in), readFrom(in), replyTo);
            default -> throw new NotSerializableException("unknown cache command " + tag);
        };
    }

    private static CacheCommand.Item readItem(DataInputStream in) throws IOException {
        return new CacheCommand.Item(Fields.readBytes(in), Fields.readBytes(in));
    }

    private static ReadOptions readFrom(DataInputStream in) throws IOException {
        String from = in.readUTF();
        return from.isEmpty() ? ReadOptions.DEFAULT : new ReadOptions(Optional.of(ReadFrom.valueOf(from)));
    }

    private static CounterOptions readCounter(DataInputStream in) throws IOException {
        return new CounterOptions(in.readLong(), Fields.readDuration(in));
    }

    private static KeyQuery readQuery(DataInputStream in) throws IOException {
        KeyQuery query = new KeyQuery(in.readUTF(), in.readInt(), Optional.empty());
        String cursor = in.readUTF();
        return cursor.isEmpty() ? query : query.from(cursor);
    }

    private static PutOptions readOptions(DataInputStream in) throws IOException {
        return new PutOptions(Fields.readDuration(in), Fields.readDuration(in), Fields.readCondition(in), in.readUTF());
    }
}
