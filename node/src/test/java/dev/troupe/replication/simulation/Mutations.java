package dev.troupe.replication.simulation;

import dev.troupe.replication.copy.BackupReplica;
import dev.troupe.replication.copy.FinalMark;
import dev.troupe.replication.copy.WriterPromise;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Sending;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Protocols that lack one rule each; {@code docs/copies.md} says which. */
enum Mutations implements Mutation {
    /** A keeper that has answered a question still listens to lower writers, until the opening comes. */
    NO_FENCE {
        @Override
        public BackupReplica copy(BackupReplica.Shared shared) {
            Careless promise = new Careless();
            BackupReplica copy = new BackupReplica(0, shared, promise, FinalMark::new);
            promise.copy = copy;
            return copy;
        }

        @Override
        public Writer promised(SimNode node) {
            Ownership ownership = node.ownership();
            return ownership == null || node.copy().isLent() ? node.copy().promised() : ownership.writer();
        }
    },

    /** A keeper takes changes whatever is missing before them. */
    NO_GAP_CHECK {
        @Override
        public void heard(SimNode at, ToKeeper message, Consumer<ToKeeper> on) {
            long position = at.copy().position();
            if (message instanceof ToKeeper.Ship ship && at.copy().isComplete() && ship.previous() != position) {
                List<Change> later = ship.changes().stream()
                        .filter(change -> Long.compareUnsigned(change.version(), position) > 0)
                        .toList();
                on.accept(new ToKeeper.Ship(
                        ship.partition(), ship.writer(), ship.set(), position, later, ship.sentAtMillis()));
            } else {
                on.accept(message);
            }
        }
    },

    /** What was sent counts as acknowledged, whatever the keeper has. */
    EARLY_ACK {
        @Override
        public void sent(SimNode from, Sending sending, Consumer<Sending> on) {
            on.accept(sending);
            if (sending.message() instanceof ToKeeper.Ship ship
                    && !ship.changes().isEmpty()) {
                long last = ship.changes().get(ship.changes().size() - 1).version();
                from.run(() -> from.hear(
                        new FromKeeper.Ack(
                                0, sending.to(), ship.writer(), last, true, false, true, ship.set(), Long.MAX_VALUE),
                        0));
            }
        }
    },

    /** Copies are deleted as soon as another one is begun. */
    EARLY_RELEASE {
        @Override
        public void sent(SimNode from, Sending sending, Consumer<Sending> on) {
            on.accept(sending);
            if (sending.message() instanceof ToKeeper.Fill fill) {
                from.view().members().stream()
                        .filter(uid -> uid != sending.to() && uid != from.uid())
                        .forEach(uid ->
                                on.accept(new Sending(uid, new ToKeeper.Release(0, fill.writer(), Long.MAX_VALUE))));
            }
        }
    },

    /** A copy is complete with the first chunk. */
    HALF_FILL {
        @Override
        public void heard(SimNode at, ToKeeper message, Consumer<ToKeeper> on) {
            on.accept(message instanceof ToKeeper.Chunk chunk ? last(chunk) : message);
        }
    },

    /** Nothing erases a final mark as long as the copy is there and not lent. */
    NO_FINAL_EXPIRY {
        @Override
        public Weather weather() {
            return Weather.NO_RELEASES;
        }

        @Override
        public BackupReplica copy(BackupReplica.Shared shared) {
            return new BackupReplica(0, shared, new WriterPromise(), Indelible::new);
        }
    },

    /** An owner does not look for a request among those that were executed. */
    NO_DEDUPLICATION {
        @Override
        public boolean looksForRepetitions() {
            return false;
        }
    },

    /** The previous copy makes room for the one that is being filled. */
    OLD_COPY_GOES_FIRST {
        @Override
        public void heard(SimNode at, ToKeeper message, Consumer<ToKeeper> on) {
            on.accept(message);
            if (message instanceof ToKeeper.Fill && at.copy().filling().isPresent()) {
                at.copy().drop();
            }
        }
    },

    /** A release counts however old it is. */
    ANY_RELEASE {
        @Override
        public Weather weather() {
            return Weather.LATE_RELEASES;
        }

        @Override
        public void heard(SimNode at, ToKeeper message, Consumer<ToKeeper> on) {
            on.accept(
                    message instanceof ToKeeper.Release release
                            ? new ToKeeper.Release(0, release.writer(), Long.MAX_VALUE)
                            : message);
        }
    },

    /** A copy that is filled does not get the receipts. */
    FILL_WITHOUT_RECEIPTS {
        @Override
        public void heard(SimNode at, ToKeeper message, Consumer<ToKeeper> on) {
            boolean receipts = message instanceof ToKeeper.Chunk chunk
                    && chunk.length() == chunk.bytes().length
                    && ChangeCodec.fromBytes(chunk.bytes()).stream().anyMatch(Change.Recall.class::isInstance);
            on.accept(receipts ? empty((ToKeeper.Chunk) message) : message);
        }
    };

    /** The conditions in which it shows. */
    Weather weather() {
        return Weather.FAIR;
    }

    private static ToKeeper.Chunk last(ToKeeper.Chunk chunk) {
        return new ToKeeper.Chunk(
                chunk.partition(),
                chunk.writer(),
                chunk.fill(),
                chunk.number(),
                chunk.position(),
                chunk.offset(),
                chunk.length(),
                true,
                chunk.bytes(),
                chunk.sentAtMillis());
    }

    private static ToKeeper.Chunk empty(ToKeeper.Chunk chunk) {
        byte[] nothing = ChangeCodec.toBytes(List.of());
        return new ToKeeper.Chunk(
                chunk.partition(),
                chunk.writer(),
                chunk.fill(),
                chunk.number(),
                chunk.position(),
                0,
                nothing.length,
                chunk.last(),
                nothing,
                chunk.sentAtMillis());
    }

    /** Promises nothing but what an opening fences, unless the owner is here. */
    private static final class Careless extends WriterPromise {
        private @Nullable BackupReplica copy;

        private boolean isLent() {
            return copy != null && copy.isLent();
        }

        @Override
        public void give(Writer writer) {
            if (isLent()) {
                super.give(writer);
            }
        }

        @Override
        public boolean isTo(Writer writer) {
            return !isLent() || super.isTo(writer);
        }

        @Override
        public void open(Writer writer) {
            if (!super.isTo(writer)) {
                super.give(writer);
            }
            super.open(writer);
        }
    }

    /** Stays once it is set. */
    private static final class Indelible extends FinalMark {
        @Override
        public void erase() {}
    }
}
