package dev.troupe.extension;

import dev.troupe.api.PutOptions;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import org.apache.pekko.actor.typed.ActorRef;

/** Commands as bytes: a tag, cache and key, then the other fields in the order of the record. */
final class CommandForm {
    private static final byte GET = 1;
    private static final byte PUT = 2;
    private static final byte REMOVE = 3;

    private CommandForm() {}

    static void write(DataOutputStream out, CacheCommand command) throws IOException {
        if (command instanceof CacheCommand.Get) {
            head(out, GET, command);
        } else if (command instanceof CacheCommand.Put put) {
            head(out, PUT, command);
            Fields.writeBytes(out, put.value());
            Fields.writeDuration(out, put.options().ttl());
            Fields.writeDuration(out, put.options().idle());
            Fields.writeCondition(out, put.options().condition());
            out.writeUTF(put.options().mediaType());
        } else if (command instanceof CacheCommand.Remove remove) {
            head(out, REMOVE, command);
            Fields.writeCondition(out, remove.condition());
        }
    }

    private static void head(DataOutputStream out, byte tag, CacheCommand command) throws IOException {
        out.writeByte(tag);
        out.writeUTF(command.cache());
        Fields.writeBytes(out, command.key());
    }

    static CacheCommand read(DataInputStream in, ActorRef<CacheReply> replyTo) throws IOException {
        byte tag = in.readByte();
        String cache = in.readUTF();
        byte[] key = Fields.readBytes(in);
        return switch (tag) {
            case GET -> new CacheCommand.Get(cache, key, replyTo);
            case PUT -> new CacheCommand.Put(cache, key, Fields.readBytes(in), readOptions(in), replyTo);
            case REMOVE -> new CacheCommand.Remove(cache, key, Fields.readCondition(in), replyTo);
            default -> throw new NotSerializableException("unknown cache command " + tag);
        };
    }

    private static PutOptions readOptions(DataInputStream in) throws IOException {
        return new PutOptions(Fields.readDuration(in), Fields.readDuration(in), Fields.readCondition(in), in.readUTF());
    }
}
