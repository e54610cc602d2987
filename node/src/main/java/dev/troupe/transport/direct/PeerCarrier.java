package dev.troupe.transport.direct;

import dev.troupe.transport.Batch;
import dev.troupe.transport.Carrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Takes batches to one node: over the direct connection while there is one, else by the cluster's transport. Safe for use by many threads. */
final class PeerCarrier implements Carrier {
    /** A connection on which so many batches in a row were lost, and from which nothing has come, is given up. */
    static final int MOST_LOST = 5;

    /** One that has lasted so long was no failure. */
    static final long LASTING_MILLIS = 60_000;

    private static final long FIRST_PAUSE_MILLIS = 1000;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long NEVER = Long.MIN_VALUE;

    private final String node;
    private final Carrier cluster;
    private final AtomicInteger lost = new AtomicInteger();
    private volatile @Nullable DirectConnection direct;
    private long invitedAtMillis;
    private long pauseMillis;
    private long connectedAtMillis = NEVER;

    /**
     * Without a connection.
     *
     * @param node host:port
     * @param cluster the way by the cluster's transport
     */
    PeerCarrier(String node, Carrier cluster) {
        this.node = node;
        this.cluster = cluster;
    }

    String node() {
        return node;
    }

    @Override
    public void carry(Batch batch) {
        DirectConnection connection = direct;
        if (connection == null || !connection.send(batch)) {
            cluster.carry(batch);
        }
    }

    @Override
    public void lost() {
        if (lost.incrementAndGet() >= MOST_LOST) {
            end();
        }
    }

    /** Batches take this connection from now on. */
    void connected(DirectConnection connection) {
        DirectConnection before;
        synchronized (this) {
            before = direct;
            lost.set(0);
            direct = connection;
        }
        if (before != null) {
            before.close();
        }
    }

    /** Something has come over the connection. */
    void heard() {
        if (lost.get() != 0) {
            lost.set(0);
        }
    }

    /** A connection has ended. */
    synchronized void disconnected(DirectConnection connection) {
        if (direct == connection) {
            direct = null;
        }
    }

    /** Batches take the cluster's transport from now on. */
    void end() {
        DirectConnection connection = direct;
        if (connection != null) {
            connection.close();
        }
    }

    /** Whether batches take a direct connection. */
    boolean isConnected() {
        return direct != null;
    }

    /** The node is no member any more; if it comes back that is another beginning. */
    synchronized void forget() {
        pauseMillis = 0;
        lost.set(0);
    }

    /** Whether the node is to be invited now; less and less often while that leads to nothing that lasts. */
    synchronized boolean isInvitationDue(long nowMillis) {
        if (isConnected()) {
            connectedAtMillis = connectedAtMillis == NEVER ? nowMillis : connectedAtMillis;
            if (nowMillis - connectedAtMillis >= LASTING_MILLIS) {
                pauseMillis = 0;
            }
            return false;
        }
        connectedAtMillis = NEVER;
        if (nowMillis - invitedAtMillis < pauseMillis) {
            return false;
        }
        invitedAtMillis = nowMillis;
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, 2 * pauseMillis));
        return true;
    }
}
