package dev.troupe.cluster.liveness;

import com.typesafe.config.Config;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.event.EventStream;
import org.apache.pekko.remote.PhiAccrualFailureDetector;

/**
 * The failure detector of one peer: Pekko's own, which besides hears from the {@link CrashDetector} that its peer's process is
 * gone. Without it a node that was downed on evidence would stay a member until its heartbeats are missed, since a
 * member that counts as reachable is not removed. Made by Pekko, one for each address, from what
 * {@code troupe-cluster.conf} says. So that no registry is needed, it publishes itself on the event stream until the
 * {@link CrashDetector} knows it. Thread safe.
 */
final class LifelineFailureDetector extends PhiAccrualFailureDetector implements NoSerializationVerificationNeeded {
    private final EventStream events;
    private volatile String address = "";
    private volatile boolean known;
    private volatile boolean gone;

    LifelineFailureDetector(Config config, EventStream events) {
        super(config, events);
        this.events = events;
    }

    @Override
    public void setAddress(String peer) {
        super.setAddress(peer);
        address = peer.substring(peer.indexOf('@') + 1);
    }

    @Override
    public boolean isAvailable() {
        if (!known && !address.isEmpty()) {
            events.publish(this);
        }
        return !gone && super.isAvailable();
    }

    /** host:port of its peer. */
    String address() {
        return address;
    }

    /** The {@link CrashDetector} knows it: it need not publish itself any more. */
    void meet() {
        known = true;
    }

    /** Its peer is no member any more: should it be used for the next one at this address, that one is clean. */
    void part() {
        gone = false;
        known = false;
    }

    /** Says from now on whether its peer's process is gone, whatever the heartbeats say. */
    void setGone(boolean gone) {
        this.gone = gone;
    }
}
