package dev.troupe.transport.direct;

import dev.troupe.transport.Invitation;
import dev.troupe.transport.Invitation.Token;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The invitations that this node has sent, one a node. Safe for use by many threads. */
final class Invitations {
    /** Whoever comes later is not let in any more. */
    static final long VALID_MILLIS = 10_000;

    private record Sent(Invitation invitation, long untilMillis) {}

    private final String self;
    private final RandomGenerator random;
    private final Map<String, Sent> sent = new HashMap<>();

    /**
     * None yet.
     *
     * @param self host:port of this node in the cluster
     * @param random that nobody can guess
     */
    Invitations(String self, RandomGenerator random) {
        this.self = self;
        this.random = random;
    }

    /** Whether it falls to this node, and not to the other, to invite; the same for both. */
    boolean isHostTo(String node) {
        return self.compareTo(node) > 0;
    }

    /** A new one for a node, in place of the one before. */
    synchronized Invitation invite(String node, int port, long nowMillis) {
        Invitation invitation = new Invitation(self, port, token(), token());
        sent.put(node, new Sent(invitation, nowMillis + VALID_MILLIS));
        return invitation;
    }

    /** The answer to who comes on an invitation, which holds once; nothing for anybody else. */
    synchronized Optional<Hello> admit(Hello hello, long nowMillis) {
        Sent known = sent.get(hello.from());
        if (known == null
                || nowMillis >= known.untilMillis()
                || !known.invitation().guest().is(hello.token())) {
            return Optional.empty();
        }
        sent.remove(hello.from());
        return Optional.of(new Hello(self, known.invitation().host()));
    }

    /** A node is not to come any more. */
    synchronized void forget(String node) {
        sent.remove(node);
    }

    private Token token() {
        return new Token(random.nextLong(), random.nextLong());
    }
}
