package dev.troupe.owner;

import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.Change;
import java.util.List;

/**
 * What the decider makes of an operation.
 *
 * @param reply to the caller, once the changes are applied
 * @param changes to apply, in order
 */
public record Decision(Reply reply, List<Change> changes) {
    static Decision answer(Reply reply) {
        return new Decision(reply, List.of());
    }

    static Decision change(Reply reply, Change change) {
        return new Decision(reply, List.of(change));
    }
}
