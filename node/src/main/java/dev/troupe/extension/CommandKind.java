package dev.troupe.extension;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheSpec.ReadFrom;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.PutOptions;
import dev.troupe.api.ReadOptions;
import dev.troupe.wire.ConditionCodec;
import dev.troupe.wire.FieldWriter;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A kind of command, described once: how it is written and read, and what it asks of a cache. As bytes it is a tag, cache and key,
 * then the other fields in the order of the record.
 *
 * @param writer of what follows cache and key
 * @param reader of what follows the cache
 */
record CommandKind<T extends CacheCommand>(
        byte tag, Class<T> type, FieldWriter<T> writer, Reader<T> reader, Call<T> call) {
    private static final int LEAST_KEY_BYTES = 4;
    private static final int LEAST_ITEM_BYTES = 8;

    /** Every command, the hot ones first. */
    private static final List<CommandKind<?>> ALL = List.of(
            new CommandKind<>(
                    (byte) 1,
                    CacheCommand.Get.class,
                    (buffer, get) -> {},
                    (head, buffer) -> new CacheCommand.Get(head.cache(), Wire.getBytes(buffer), head.replyTo()),
                    (cache, get) -> cache.get(get.key())
                            .thenApply(found ->
                                    found.<CacheReply>map(CacheReply.Found::new).orElse(CacheReply.Absent.INSTANCE))),
            new CommandKind<>(
                    (byte) 2,
                    CacheCommand.Put.class,
                    (buffer, put) -> {
                        Wire.putBytes(buffer, put.value());
                        writeOptions(buffer, put.options());
                    },
                    (head, buffer) -> new CacheCommand.Put(
                            head.cache(),
                            Wire.getBytes(buffer),
                            Wire.getBytes(buffer),
                            readOptions(buffer),
                            head.replyTo()),
                    (cache, put) ->
                            cache.put(put.key(), put.value(), put.options()).thenApply(CacheReply.Stored::new)),
            new CommandKind<>(
                    (byte) 3,
                    CacheCommand.Remove.class,
                    (buffer, remove) -> ConditionCodec.LETTERED.write(buffer, remove.condition()),
                    (head, buffer) -> new CacheCommand.Remove(
                            head.cache(), Wire.getBytes(buffer), ConditionCodec.LETTERED.read(buffer), head.replyTo()),
                    (cache, remove) ->
                            cache.remove(remove.key(), remove.condition()).thenApply(CacheReply.Removed::new)),
            new CommandKind<>(
                    (byte) 4,
                    CacheCommand.Touch.class,
                    (buffer, touch) -> Wire.putDuration(buffer, touch.ttl()),
                    (head, buffer) -> new CacheCommand.Touch(
                            head.cache(), Wire.getBytes(buffer), Wire.getDuration(buffer), head.replyTo()),
                    (cache, touch) -> cache.touch(touch.key(), touch.ttl()).thenApply(CacheReply.Touched::new)),
            new CommandKind<>(
                    (byte) 5,
                    CacheCommand.Increment.class,
                    (buffer, increment) -> {
                        buffer.putLong(increment.by());
                        buffer.putLong(increment.options().initial());
                        Wire.putDuration(buffer, increment.options().ttl());
                    },
                    (head, buffer) -> new CacheCommand.Increment(
                            head.cache(),
                            Wire.getBytes(buffer),
                            buffer.getLong(),
                            new CounterOptions(buffer.getLong(), Wire.getDuration(buffer)),
                            head.replyTo()),
                    (cache, increment) -> cache.increment(increment.key(), increment.by(), increment.options())
                            .thenApply(CacheReply.Stepped::new)),
            new CommandKind<>(
                    (byte) 6,
                    CacheCommand.GetAll.class,
                    (buffer, all) -> Wire.putList(buffer, all.keys(), Wire::putBytes),
                    (head, buffer) -> new CacheCommand.GetAll(
                            head.cache(), Wire.getList(buffer, LEAST_KEY_BYTES, Wire::getBytes), head.replyTo()),
                    (cache, all) -> cache.getAll(all.keys()).thenApply(CacheReply.FoundAll::new)),
            new CommandKind<>(
                    (byte) 7,
                    CacheCommand.PutAll.class,
                    (buffer, all) -> {
                        Wire.putList(buffer, all.items(), CommandKind::writeItem);
                        writeOptions(buffer, all.options());
                    },
                    (head, buffer) -> new CacheCommand.PutAll(
                            head.cache(),
                            Wire.getList(buffer, LEAST_ITEM_BYTES, CommandKind::readItem),
                            readOptions(buffer),
                            head.replyTo()),
                    CommandKind::putAll),
            new CommandKind<>(
                    (byte) 8,
                    CacheCommand.Clear.class,
                    (buffer, clear) -> {},
                    (head, buffer) -> new CacheCommand.Clear(head.cache(), head.replyTo()),
                    (cache, clear) -> cache.clear().thenApply(cleared -> CacheReply.Cleared.INSTANCE)),
            new CommandKind<>(
                    (byte) 9,
                    CacheCommand.ListKeys.class,
                    (buffer, list) -> writeQuery(buffer, list.query()),
                    (head, buffer) -> new CacheCommand.ListKeys(head.cache(), readQuery(buffer), head.replyTo()),
                    (cache, list) -> cache.keys(list.query()).thenApply(CacheReply.Keys::new)),
            new CommandKind<>(
                    (byte) 10,
                    CacheCommand.Read.class,
                    (buffer, read) -> Wire.putUtf(
                            buffer, read.options().from().map(Enum::name).orElse("")),
                    (head, buffer) -> new CacheCommand.Read(
                            head.cache(), Wire.getBytes(buffer), readFrom(buffer), head.replyTo()),
                    (cache, read) -> cache.get(read.key(), read.options()).thenApply(CacheReply.Read::new)));

    /** What all commands have. */
    record Head(String cache, ActorRef<CacheReply> replyTo) {}

    /** Reads a command whose cache has been read. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Head head, ByteBuffer buffer) throws NotSerializableException;
    }

    /** What a command asks of its cache. */
    @FunctionalInterface
    interface Call<T> {
        CompletionStage<? extends CacheReply> on(Cache<byte[], byte[]> cache, T command);
    }

    /** Does what a command asks for. */
    static CompletionStage<? extends CacheReply> call(Cache<byte[], byte[]> cache, CacheCommand command) {
        return of(command).ask(cache, command);
    }

    /** Writes a command without its address for the reply. */
    static void write(ByteBuffer buffer, CacheCommand command) {
        of(command).writeFields(buffer, command);
    }

    /** The command that is there, which wants its reply at an address. */
    static CacheCommand read(ByteBuffer buffer, ActorRef<CacheReply> replyTo) throws NotSerializableException {
        byte tag = buffer.get();
        Head head = new Head(Wire.getUtf(buffer), replyTo);
        for (CommandKind<?> kind : ALL) {
            if (kind.tag == tag) {
                return kind.reader.read(head, buffer);
            }
        }
        throw new NotSerializableException("unknown cache command " + tag);
    }

    private static CommandKind<?> of(CacheCommand command) {
        for (CommandKind<?> kind : ALL) {
            if (kind.type == command.getClass()) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no cache command: " + command.getClass());
    }

    private CompletionStage<? extends CacheReply> ask(Cache<byte[], byte[]> cache, CacheCommand command) {
        return call.on(cache, type.cast(command));
    }

    private void writeFields(ByteBuffer buffer, CacheCommand command) {
        Wire.putUtf(buffer.put(tag), command.cache());
        if (command instanceof CacheCommand.OfEntry single) {
            Wire.putBytes(buffer, single.key());
        }
        writer.write(buffer, type.cast(command));
    }

    private static CompletionStage<? extends CacheReply> putAll(
            Cache<byte[], byte[]> cache, CacheCommand.PutAll command) {
        List<Map.Entry<byte[], byte[]>> entries = command.items().stream()
                .map(item -> Map.entry(item.key(), item.value()))
                .toList();
        return cache.putAll(entries, command.options()).thenApply(CacheReply.StoredAll::new);
    }

    private static void writeItem(ByteBuffer buffer, CacheCommand.Item item) {
        Wire.putBytes(buffer, item.key());
        Wire.putBytes(buffer, item.value());
    }

    private static CacheCommand.Item readItem(ByteBuffer buffer) throws NotSerializableException {
        return new CacheCommand.Item(Wire.getBytes(buffer), Wire.getBytes(buffer));
    }

    private static ReadOptions readFrom(ByteBuffer buffer) throws NotSerializableException {
        String from = Wire.getUtf(buffer);
        return from.isEmpty() ? ReadOptions.DEFAULT : new ReadOptions(Optional.of(ReadFrom.valueOf(from)));
    }

    private static void writeQuery(ByteBuffer buffer, KeyQuery query) {
        Wire.putUtf(buffer, query.prefix());
        buffer.putInt(query.limit());
        Wire.putUtf(buffer, query.cursor().orElse(""));
    }

    private static KeyQuery readQuery(ByteBuffer buffer) throws NotSerializableException {
        KeyQuery query = new KeyQuery(Wire.getUtf(buffer), buffer.getInt(), Optional.empty());
        String cursor = Wire.getUtf(buffer);
        return cursor.isEmpty() ? query : query.from(cursor);
    }

    private static void writeOptions(ByteBuffer buffer, PutOptions options) {
        Wire.putDuration(buffer, options.ttl());
        Wire.putDuration(buffer, options.idle());
        ConditionCodec.LETTERED.write(buffer, options.condition());
        Wire.putUtf(buffer, options.mediaType());
    }

    private static PutOptions readOptions(ByteBuffer buffer) throws NotSerializableException {
        return new PutOptions(
                Wire.getDuration(buffer),
                Wire.getDuration(buffer),
                ConditionCodec.LETTERED.read(buffer),
                Wire.getUtf(buffer));
    }
}
