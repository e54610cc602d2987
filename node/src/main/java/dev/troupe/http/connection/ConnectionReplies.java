package dev.troupe.http.connection;

import dev.troupe.http.body.ReplyAccount;
import dev.troupe.metrics.RequestMeters.Operation;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The accounts of one connection: values and admin documents take permits apart, so that whoever does not read values
 * cannot keep an operator from the meters.
 *
 * @param entries for replies about entries
 * @param probes for the node's state, which whoever does not read other documents cannot keep from anybody either
 * @param admin for all others
 */
public record ConnectionReplies(ReplyAccount entries, ReplyAccount probes, ReplyAccount admin) {
    /** What {@link ReplyAccount#admit} of the right account says. */
    public HttpResponse admit(Operation operation, boolean isProbe, HttpResponse reply) {
        ReplyAccount account = isProbe ? probes : operation == Operation.ADMIN ? admin : entries;
        return account.admit(reply);
    }

    /** The connection has ended. */
    void close() {
        entries.close();
        probes.close();
        admin.close();
    }
}
