package dev.troupe.replication.simulation;

import dev.troupe.replication.copy.BackupReplica;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Sending;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import java.util.function.Consumer;

/** A defect that the simulation must find; by default there is none. */
public interface Mutation {
    /** The protocol as it is. */
    Mutation NONE = new Mutation() {};

    /** A node's copy. */
    default BackupReplica copy(BackupReplica.Shared shared) {
        return new BackupReplica(0, shared);
    }

    /** An owner sends; what is given on is sent. */
    default void sent(SimNode from, Sending sending, Consumer<Sending> on) {
        on.accept(sending);
    }

    /** A keeper hears; what is given on is heard. */
    default void heard(SimNode at, ToKeeper message, Consumer<ToKeeper> on) {
        on.accept(message);
    }

    /** A keeper answers; what is given on is sent. */
    default void answered(SimNode at, FromKeeper message, Consumer<FromKeeper> on) {
        on.accept(message);
    }

    /** Whether owners look for a request among those that were executed. */
    default boolean looksForRepetitions() {
        return true;
    }

    /** Whether this node's keeper has promised what the writer needs. */
    default Writer promised(SimNode node) {
        return node.copy().promised();
    }
}
