package dev.troupe.http;

import dev.troupe.metrics.RequestMeters.Operation;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The accounts of one connection: values and admin documents take permits apart, so that whoever does not read values
 * cannot keep an operator from the meters.
 *
 * @param entries for replies about entries
 * @param admin for all others
 */
record ConnectionReplies(ReplyAccount entries, ReplyAccount admin) {
    /** What {@link ReplyAccount#admit} of the right account says. */
    HttpResponse admit(Operation operation, HttpResponse reply) {
        return (operation == Operation.ADMIN ? admin : entries).admit(reply);
    }

    /** The connection has ended. */
    void close() {
        entries.close();
        admin.close();
    }
}
