package dev.troupe.transport.direct;

import dev.troupe.transport.Batch;
import dev.troupe.transport.BatchCodec;
import dev.troupe.transport.Carrier;
import dev.troupe.transport.Invitation;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A node's direct connections. Of two nodes one invites the other, by the cluster's transport, which proves that both belong to the cluster; who comes on
 * an invitation is let in once, and is told so by who knows it. While there is no connection, and after one has broken, batches take the cluster's transport; a batch that is lost between
 * the two is lost as any other. Safe for use by many threads.
 */
public final class DirectConnections implements AutoCloseable {
    /**
     * What they work with.
     *
     * @param self host:port of this node in the cluster
     * @param members host:port of each, whose invitations are followed
     * @param inviter sends an invitation to a node by the cluster's transport
     * @param others runs what may take its time
     * @param nowMillis the node's clock
     * @param random that nobody can guess
     * @param defects are told what must not be
     */
    public record Shared(
            String self,
            Supplier<Set<String>> members,
            BiConsumer<String, Invitation> inviter,
            Executor others,
            LongSupplier nowMillis,
            RandomGenerator random,
            BiConsumer<String, Exception> defects) {}

    private final Shared shared;
    private final Invitations invitations;
    private final Map<String, PeerCarrier> carriers = new ConcurrentHashMap<>();
    private volatile @Nullable SocketLoop loop;
    private boolean isClosed;

    /** None, until they are opened. */
    public DirectConnections(Shared shared) {
        this.shared = shared;
        this.invitations = new Invitations(shared.self(), shared.random());
    }

    /**
     * Listens, and connects as soon as time passes and others do so too.
     *
     * @param receiver of batches, called by one thread
     * @throws UncheckedIOException if the address is taken or none of this machine's
     */
    public synchronized void open(DirectPlace place, Consumer<Batch> receiver) {
        if (isClosed) {
            return;
        }
        loop = SocketLoop.open(
                place, shared.nowMillis(), (connection, frame) -> serve(connection, frame, receiver), shared.defects());
    }

    /** The way to a node, which takes the cluster's transport where there is no connection. */
    public Carrier to(String node, Carrier cluster) {
        return carriers.computeIfAbsent(node, isNew -> new PeerCarrier(node, cluster));
    }

    /** How many nodes batches go to over a direct connection. */
    public long count() {
        return carriers.values().stream().filter(PeerCarrier::isConnected).count();
    }

    /** An invitation has come. */
    public void invited(Invitation invitation) {
        String node = invitation.from();
        PeerCarrier carrier = carriers.get(node);
        SocketLoop sockets = loop;
        if (sockets != null
                && carrier != null
                && !invitations.isHostTo(node)
                && shared.members().get().contains(node)) {
            shared.others().execute(() -> follow(sockets, invitation));
        }
    }

    /** To look up names may take its time. */
    private void follow(SocketLoop sockets, Invitation invitation) {
        String host = invitation.from().substring(0, invitation.from().lastIndexOf(':'));
        sockets.connect(
                new InetSocketAddress(host, invitation.port()),
                invitation,
                connection -> connection.send(new Hello(shared.self(), invitation.guest())));
    }

    /** Lets time pass: invites where that is due, and lets go who is no member any more. */
    public void tick() {
        SocketLoop sockets = loop;
        if (sockets == null) {
            return;
        }
        long now = shared.nowMillis().getAsLong();
        Set<String> members = shared.members().get();
        carriers.forEach((node, carrier) -> {
            if (!members.contains(node)) {
                carrier.end();
                carrier.forget();
                invitations.forget(node);
            } else if (invitations.isHostTo(node) && carrier.isInvitationDue(now)) {
                shared.inviter().accept(node, invitations.invite(node, sockets.port(), now));
            }
        });
    }

    /** For good; they may not be opened again. */
    @Override
    public synchronized void close() {
        isClosed = true;
        SocketLoop sockets = loop;
        if (sockets != null) {
            sockets.close();
        }
    }

    private void serve(Seat seat, ByteBuffer frame, Consumer<Batch> receiver) throws IOException {
        PeerCarrier peer = seat.connection().peer();
        if (peer == null) {
            prove(seat, Hello.read(frame));
            return;
        }
        Batch batch = BatchCodec.readWithFormat(frame);
        if (!batch.from().equals(peer.node())) {
            throw new NotSerializableException("a batch of " + batch.from() + " from " + peer.node());
        }
        peer.heard();
        receiver.accept(batch);
    }

    /** The guest says who it is, and the host answers; neither sends anything else before. */
    private void prove(Seat seat, Hello hello) throws NotSerializableException {
        PeerCarrier carrier = carriers.get(hello.from());
        Invitation followed = seat.followed();
        if (carrier == null) {
            throw new NotSerializableException("nobody who is known");
        }
        if (followed == null) {
            Hello answer = invitations
                    .admit(hello, shared.nowMillis().getAsLong())
                    .orElseThrow(() -> new NotSerializableException("nobody who was invited"));
            seat.connection().send(answer);
        } else if (!hello.from().equals(followed.from()) || !followed.host().is(hello.token())) {
            throw new NotSerializableException("not who has invited");
        }
        seat.connection().belongsTo(carrier);
    }
}
