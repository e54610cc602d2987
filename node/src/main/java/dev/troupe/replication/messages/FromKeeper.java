package dev.troupe.replication.messages;

/** What a keeper answers. Every answer names the writer it is for; all others drop it. */
public sealed interface FromKeeper {
    /** Takes each kind of message. */
    interface Receiver {
        void answer(Answer message);

        void outranked(Outranked message);

        void ahead(Ahead message);

        void ack(Ack message);

        void pull(Pull message);

        void noRoom(NoRoom message);

        void fetched(Fetched message);

        void holding(Holding message);
    }

    /** Hands itself to the matching method. */
    void to(Receiver receiver);

    /** The partition it is about. */
    int partition();

    /** uid of the keeper's node. */
    long keeper();

    /** Whom it answers. */
    Writer writer();

    /** When it was sent, on the keeper's clock; 0 if it says nothing of times. */
    default long sentAtMillis() {
        return 0;
    }

    /**
     * To a {@link ToKeeper.Question}, and a promise.
     *
     * @param promisedBefore the highest writer promised to before this one
     * @param opening the highest writer that has opened and it has heard of
     * @param position the last change that its complete copy holds, 0 without one
     * @param complete whether there is such a copy
     * @param closed whether it was its owner's own and has been given back, so nothing after it was ever applied there
     * @param isFinal whether the writer before has declared it final
     */
    record Answer(
            int partition,
            long keeper,
            Writer writer,
            Writer promisedBefore,
            Writer opening,
            long position,
            boolean complete,
            boolean closed,
            boolean isFinal)
            implements FromKeeper {
        @Override
        public void to(Receiver receiver) {
            receiver.answer(this);
        }
    }

    /** It has promised this other writer and obeys no lower one. */
    record Outranked(int partition, long keeper, Writer writer, Writer promised) implements FromKeeper {
        @Override
        public void to(Receiver receiver) {
            receiver.outranked(this);
        }
    }

    /** It refuses an {@link ToKeeper.Open}: its complete copy is ahead of what was adopted. */
    record Ahead(int partition, long keeper, Writer writer, long position) implements FromKeeper {
        @Override
        public void to(Receiver receiver) {
            receiver.ahead(this);
        }
    }

    /**
     * How its copy stands under this writer.
     *
     * @param position of the copy that follows this writer, complete or being filled
     * @param complete whether it has all up to there
     * @param gap whether something is missing after it that was shipped
     * @param opened whether it has heard the writer's {@link ToKeeper.Open}
     * @param set highest number of a set that it has seen in a ship or a fill of this writer, 0 without one; an answer from
     *     before the keeper became a member of the set is told by it
     * @param roomBytes that its node could still give to this partition; 0 if the last change did not fit
     */
    record Ack(
            int partition,
            long keeper,
            Writer writer,
            long position,
            boolean complete,
            boolean gap,
            boolean opened,
            long set,
            long roomBytes)
            implements FromKeeper {
        @Override
        public void to(Receiver receiver) {
            receiver.ack(this);
        }
    }

    /**
     * Asks for a piece of the copy that is being filled.
     *
     * @param fill it belongs to
     * @param number of the chunk
     * @param offset in the encoded chunk
     * @param position it stands at
     */
    record Pull(int partition, long keeper, Writer writer, long fill, int number, int offset, long position)
            implements FromKeeper {
        @Override
        public void to(Receiver receiver) {
            receiver.pull(this);
        }
    }

    /** There is no memory for the copy. */
    record NoRoom(int partition, long keeper, Writer writer, long fill) implements FromKeeper {
        @Override
        public void to(Receiver receiver) {
            receiver.noRoom(this);
        }
    }

    /**
     * To a {@link ToKeeper.Fetch}.
     *
     * @param changesOnly whether the chunks are the changes after {@code since}, not a whole copy
     * @param last whether nothing follows this chunk
     */
    record Fetched(
            int partition,
            long keeper,
            Writer writer,
            long fetch,
            long hashSeed,
            boolean changesOnly,
            int number,
            int offset,
            int length,
            boolean last,
            byte[] bytes,
            long sentAtMillis)
            implements FromKeeper {
        @Override
        public void to(Receiver receiver) {
            receiver.fetched(this);
        }
    }

    /** It holds a copy, or part of one, that nobody has asked about lately. */
    record Holding(int partition, long keeper, Writer writer, long position, boolean complete) implements FromKeeper {
        @Override
        public void to(Receiver receiver) {
            receiver.holding(this);
        }
    }
}
