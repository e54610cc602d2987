package dev.troupe.extension;

import dev.troupe.api.Condition;
import dev.troupe.api.PutOptions;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What an actor may ask of {@link Troupe#gateway()}, with {@code AskPattern.ask}, {@code ActorContext.ask} or {@code tell} and an
 * adapter. Each is answered once with a {@link CacheReply}, by the gateway's deadline ({@code troupe.gateway.deadline}) at the latest;
 * give an ask a little longer. May be sent from other nodes; a message with a value over {@value CacheReply#LONGEST_ABROAD_BYTES} bytes
 * does not cross nodes, so use the gateway of the own node for such.
 */
public sealed interface CacheCommand {
    /** The cache's name. */
    String cache();

    /** The key it is about. */
    byte[] key();

    /** Gets the answer. */
    ActorRef<CacheReply> replyTo();

    /** Asks for an entry: {@link CacheReply.Found} or {@link CacheReply.Absent}. */
    record Get(String cache, byte[] key, ActorRef<CacheReply> replyTo) implements CacheCommand {
        /** The same with a text as key. */
        public Get(String cache, String key, ActorRef<CacheReply> replyTo) {
            this(cache, utf8(key), replyTo);
        }
    }

    /** Stores a value: {@link CacheReply.Stored}. */
    record Put(String cache, byte[] key, byte[] value, PutOptions options, ActorRef<CacheReply> replyTo)
            implements CacheCommand {
        /** The same with texts as key and value and the cache's defaults. */
        public Put(String cache, String key, String value, ActorRef<CacheReply> replyTo) {
            this(cache, utf8(key), utf8(value), PutOptions.DEFAULT, replyTo);
        }
    }

    /** Removes an entry: {@link CacheReply.Removed}. */
    record Remove(String cache, byte[] key, Condition condition, ActorRef<CacheReply> replyTo) implements CacheCommand {
        /** The same with a text as key, whatever is there. */
        public Remove(String cache, String key, ActorRef<CacheReply> replyTo) {
            this(cache, utf8(key), Condition.always(), replyTo);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
