package dev.troupe.replication.messages;

import dev.troupe.replication.state.Change;
import java.util.List;

/**
 * What a writer, or one that would be, says to the keeper of a node. A keeper obeys only members, and no writer that may
 * not follow the one it has promised.
 */
public sealed interface ToKeeper {
    /**
     * Takes each kind of message.
     *
     * @param <C> what goes with it
     */
    interface Receiver<C> {
        void question(Question message, C context);

        void open(Open message, C context);

        void ship(Ship message, C context);

        void part(Part message, C context);

        void fill(Fill message, C context);

        void chunk(Chunk message, C context);

        void markFinal(Final message, C context);

        void release(Release message, C context);

        void fetch(Fetch message, C context);
    }

    /** Hands itself, and what goes with it, to the matching method. */
    <C> void to(Receiver<C> receiver, C context);

    /** The partition it is about. */
    int partition();

    /** Who says it. */
    Writer writer();

    /** When it was sent, on the sender's clock; 0 if it says nothing of times. */
    default long sentAtMillis() {
        return 0;
    }

    /** What only a writer says that has opened, and what is done only once its opening has been heard. */
    sealed interface Order extends ToKeeper {}

    /** Asks what the keeper holds; the answer is a promise to obey no lower writer. */
    record Question(int partition, Writer writer) implements ToKeeper {
        @Override
        public <C> void to(Receiver<C> receiver, C context) {
            receiver.question(this, context);
        }
    }

    /**
     * The writer has opened; every keeper remembers that.
     *
     * @param adopted position it has started from
     * @param set number of the set of backups
     */
    record Open(int partition, Writer writer, long adopted, long set) implements ToKeeper {
        @Override
        public <C> void to(Receiver<C> receiver, C context) {
            receiver.open(this, context);
        }
    }

    /**
     * The next changes.
     *
     * @param set number of the set of backups
     * @param previous position that they follow; the last change has the next one
     * @param sentAtMillis on the sender's clock, as all times in the changes
     */
    record Ship(int partition, Writer writer, long set, long previous, List<Change> changes, long sentAtMillis)
            implements Order {
        @Override
        public <C> void to(Receiver<C> receiver, C context) {
            receiver.ship(this, context);
        }
    }

    /**
     * A piece of one change that is too large for a message.
     *
     * @param version of the change; {@code previous} is the position it follows
     * @param offset of the piece in the encoded change, of {@code length} bytes
     */
    record Part(
            int partition,
            Writer writer,
            long set,
            long previous,
            long version,
            int offset,
            int length,
            byte[] bytes,
            long sentAtMillis)
            implements Order {
        @Override
        public <C> void to(Receiver<C> receiver, C context) {
            receiver.part(this, context);
        }
    }

    /**
     * The keeper is to make a new copy, and pulls it. An older complete one is kept until the new one is.
     *
     * @param fill number of this attempt, never used again by this writer
     * @param hashSeed of the partition's stores
     * @param spared whether another complete copy exists, so that the older one may go if there is no room for both
     */
    record Fill(int partition, Writer writer, long set, long fill, long hashSeed, boolean spared) implements Order {
        @Override
        public <C> void to(Receiver<C> receiver, C context) {
            receiver.fill(this, context);
        }
    }

    /**
     * A piece of the copy that is being filled; taken only by a copy that stands at its position.
     *
     * @param fill it belongs to
     * @param number of the chunk, from 0
     * @param position at which it was read
     * @param offset of the piece in the encoded chunk, of {@code length} bytes
     * @param last whether the copy is complete with this chunk
     */
    record Chunk(
            int partition,
            Writer writer,
            long fill,
            int number,
            long position,
            int offset,
            int length,
            boolean last,
            byte[] bytes,
            long sentAtMillis)
            implements Order {
        @Override
        public <C> void to(Receiver<C> receiver, C context) {
            receiver.chunk(this, context);
        }
    }

    /** The writer has stopped at this position, which the keeper's copy has reached. Says it once, to one keeper. */
    record Final(int partition, Writer writer, long position) implements Order {
        @Override
        public <C> void to(Receiver<C> receiver, C context) {
            receiver.markFinal(this, context);
        }
    }

    /** The keeper's copy is not needed any more, unless a newer ship or fill has come. */
    record Release(int partition, Writer writer, long set) implements Order {
        @Override
        public <C> void to(Receiver<C> receiver, C context) {
            receiver.release(this, context);
        }
    }

    /**
     * A writer that has not opened yet pulls what the keeper holds.
     *
     * @param fetch number of this attempt
     * @param since position the asker stands at with a complete copy of its own, or 0
     * @param number of the chunk, from 0
     * @param offset in the encoded chunk
     */
    record Fetch(int partition, Writer writer, long fetch, long since, int number, int offset) implements ToKeeper {
        @Override
        public <C> void to(Receiver<C> receiver, C context) {
            receiver.fetch(this, context);
        }
    }
}
