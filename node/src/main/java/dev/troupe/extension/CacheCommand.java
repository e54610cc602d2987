package dev.troupe.extension;

import dev.troupe.api.Condition;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.PutOptions;
import dev.troupe.api.Ranges;
import dev.troupe.api.ReadOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What an actor may ask of {@link Troupe#gateway()}, with {@code AskPattern.ask}, {@code ActorContext.ask} or {@code tell} and an
 * adapter. Each is answered once with a {@link CacheReply}, by the gateway's deadline ({@code troupe.gateway.deadline}) at the latest;
 * give an ask a little longer. What a command is made of is copied when it is made and when it is asked for, so arrays may be used
 * again at once; a part that is null is refused there with a NullPointerException that names it, a name, a prefix or a cursor of
 * more than {@value #LONGEST_TEXT} characters with an IllegalArgumentException; whatever else is wrong is {@link CacheReply.Failed}. May be sent from other nodes; a message with values and keys over {@value CacheReply#LONGEST_ABROAD_BYTES} bytes
 * in all does not cross nodes, so use the gateway of the own node for such.
 */
public sealed interface CacheCommand {
    /** Most characters of a name, a prefix or a cursor: more than any that means something has, and sure to cross nodes. */
    int LONGEST_TEXT = 16_384;

    /**
     * The cache's name.
     *
     * @return the name
     */
    String cache();

    /**
     * Gets the answer.
     *
     * @return an actor of this node or of another
     */
    ActorRef<CacheReply> replyTo();

    /** Of one entry. */
    sealed interface OfEntry extends CacheCommand {
        /**
         * The key it is about.
         *
         * @return not empty
         */
        byte[] key();
    }

    /** Asks for an entry: {@link CacheReply.Found} or {@link CacheReply.Absent}. */
    record Get(String cache, byte[] key, ActorRef<CacheReply> replyTo) implements OfEntry {
        /** @throws NullPointerException naming the part that is null */
        public Get {
            require(cache, replyTo);
            key = copy(key, "key");
        }

        @Override
        public byte[] key() {
            return key.clone();
        }

        /**
         * The same with a text as key.
         *
         * @param cache the cache's name
         * @param key of the entry
         * @param replyTo gets the answer
         */
        public Get(String cache, String key, ActorRef<CacheReply> replyTo) {
            this(cache, utf8(key, "key"), replyTo);
        }
    }

    /** Asks for an entry, and who answers: {@link CacheReply.Read}. */
    record Read(String cache, byte[] key, ReadOptions options, ActorRef<CacheReply> replyTo) implements OfEntry {
        /** @throws NullPointerException naming the part that is null */
        public Read {
            require(cache, replyTo);
            key = copy(key, "key");
            Objects.requireNonNull(options, "options");
        }

        @Override
        public byte[] key() {
            return key.clone();
        }

        /** The same with a text as key. */
        public Read(String cache, String key, ReadOptions options, ActorRef<CacheReply> replyTo) {
            this(cache, utf8(key, "key"), options, replyTo);
        }
    }

    /** Stores a value: {@link CacheReply.Stored}. */
    record Put(String cache, byte[] key, byte[] value, PutOptions options, ActorRef<CacheReply> replyTo)
            implements OfEntry {
        /** @throws NullPointerException naming the part that is null */
        public Put {
            require(cache, replyTo);
            key = copy(key, "key");
            value = copy(value, "value");
            Objects.requireNonNull(options, "options");
        }

        @Override
        public byte[] key() {
            return key.clone();
        }

        @Override
        public byte[] value() {
            return value.clone();
        }

        /**
         * The same with texts as key and value and the cache's defaults.
         *
         * @param cache the cache's name
         * @param key of the entry
         * @param value what is stored
         * @param replyTo gets the answer
         */
        public Put(String cache, String key, String value, ActorRef<CacheReply> replyTo) {
            this(cache, utf8(key, "key"), utf8(value, "value"), PutOptions.DEFAULT, replyTo);
        }
    }

    /** Removes an entry: {@link CacheReply.Removed}. */
    record Remove(String cache, byte[] key, Condition condition, ActorRef<CacheReply> replyTo) implements OfEntry {
        /** @throws NullPointerException naming the part that is null */
        public Remove {
            require(cache, replyTo);
            key = copy(key, "key");
            Objects.requireNonNull(condition, "condition");
        }

        @Override
        public byte[] key() {
            return key.clone();
        }

        /**
         * The same with a text as key, whatever is there.
         *
         * @param cache the cache's name
         * @param key of the entry
         * @param replyTo gets the answer
         */
        public Remove(String cache, String key, ActorRef<CacheReply> replyTo) {
            this(cache, utf8(key, "key"), Condition.always(), replyTo);
        }
    }

    /**
     * Gives an entry a new expiry: {@link CacheReply.Touched}.
     *
     * @param ttl from now on; empty means that it does not expire
     */
    record Touch(String cache, byte[] key, Optional<Duration> ttl, ActorRef<CacheReply> replyTo) implements OfEntry {
        /** @throws NullPointerException naming the part that is null */
        public Touch {
            require(cache, replyTo);
            key = copy(key, "key");
            Objects.requireNonNull(ttl, "ttl");
        }

        @Override
        public byte[] key() {
            return key.clone();
        }

        /**
         * The same with a text as key.
         *
         * @param cache the cache's name
         * @param key of the entry
         * @param ttl time to live
         * @param replyTo gets the answer
         */
        public Touch(String cache, String key, Duration ttl, ActorRef<CacheReply> replyTo) {
            this(cache, utf8(key, "key"), Optional.of(ttl), replyTo);
        }
    }

    /** Adds to a counter: {@link CacheReply.Stepped}. */
    record Increment(String cache, byte[] key, long by, CounterOptions options, ActorRef<CacheReply> replyTo)
            implements OfEntry {
        /** @throws NullPointerException naming the part that is null */
        public Increment {
            require(cache, replyTo);
            key = copy(key, "key");
            Objects.requireNonNull(options, "options");
        }

        @Override
        public byte[] key() {
            return key.clone();
        }

        /**
         * The same with a text as key, beginning at 0.
         *
         * @param cache the cache's name
         * @param key of the entry
         * @param by what is added; may be negative
         * @param replyTo gets the answer
         */
        public Increment(String cache, String key, long by, ActorRef<CacheReply> replyTo) {
            this(cache, utf8(key, "key"), by, CounterOptions.DEFAULT, replyTo);
        }
    }

    /** Asks for several entries: {@link CacheReply.FoundAll}. */
    record GetAll(String cache, List<byte[]> keys, ActorRef<CacheReply> replyTo) implements CacheCommand {
        /** @throws NullPointerException naming the part that is null */
        public GetAll {
            require(cache, replyTo);
            keys = copy(Objects.requireNonNull(keys, "keys"));
        }

        @Override
        public List<byte[]> keys() {
            return copy(keys);
        }
    }

    /** Stores several values, each on its own and in this order: {@link CacheReply.StoredAll}. */
    record PutAll(String cache, List<Item> items, PutOptions options, ActorRef<CacheReply> replyTo)
            implements CacheCommand {
        /** @throws NullPointerException naming the part that is null */
        public PutAll {
            require(cache, replyTo);
            items = checked(Objects.requireNonNull(items, "items"));
            Objects.requireNonNull(options, "options");
        }
    }

    /** A key and the value to be stored under it. */
    record Item(byte[] key, byte[] value) {
        /** @throws NullPointerException naming the part that is null */
        public Item {
            key = copy(key, "key");
            value = copy(value, "value");
        }

        @Override
        public byte[] key() {
            return key.clone();
        }

        @Override
        public byte[] value() {
            return value.clone();
        }
    }

    /** Removes all entries: {@link CacheReply.Cleared}. */
    record Clear(String cache, ActorRef<CacheReply> replyTo) implements CacheCommand {
        /** @throws NullPointerException naming the part that is null */
        public Clear {
            require(cache, replyTo);
        }
    }

    /** Asks for a page of the keys: {@link CacheReply.Keys}. */
    record ListKeys(String cache, KeyQuery query, ActorRef<CacheReply> replyTo) implements CacheCommand {
        /**
         * @throws NullPointerException naming the part that is null
         * @throws IllegalArgumentException if the prefix or the cursor is longer than {@link #LONGEST_TEXT}
         */
        public ListKeys {
            require(cache, replyTo);
            Objects.requireNonNull(query, "query");
            Ranges.check("length of prefix", query.prefix().length(), 0, LONGEST_TEXT);
            Ranges.check("length of cursor", query.cursor().orElse("").length(), 0, LONGEST_TEXT);
        }
    }

    private static byte[] utf8(String text, String what) {
        return Objects.requireNonNull(text, what).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] copy(byte[] bytes, String what) {
        return Objects.requireNonNull(bytes, what).clone();
    }

    private static List<byte[]> copy(List<byte[]> keys) {
        List<byte[]> copies = new ArrayList<>(keys.size());
        for (byte[] key : keys) {
            copies.add(copy(key, "keys[" + copies.size() + "]"));
        }
        return Collections.unmodifiableList(copies);
    }

    private static List<Item> checked(List<Item> items) {
        List<Item> checked = new ArrayList<>(items.size());
        for (Item item : items) {
            checked.add(Objects.requireNonNull(item, "items[" + checked.size() + "]"));
        }
        return Collections.unmodifiableList(checked);
    }

    private static void require(String cache, ActorRef<CacheReply> replyTo) {
        Objects.requireNonNull(cache, "cache");
        Ranges.check("length of cache", cache.length(), 0, LONGEST_TEXT);
        Objects.requireNonNull(replyTo, "replyTo");
    }
}
