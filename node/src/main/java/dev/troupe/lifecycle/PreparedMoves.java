package dev.troupe.lifecycle;

import dev.troupe.cluster.membership.Membership;
import dev.troupe.cluster.moves.MovePreparation;
import dev.troupe.gateway.Gateway;
import dev.troupe.members.Member;
import dev.troupe.placement.Move;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets the owner of a partition fill a copy where it is to move before it does. Used by the shard coordinator, which starts
 * before there is a gateway; until then no move is ready.
 */
public final class PreparedMoves implements MovePreparation {
    private static final long NO_TARGET = 0;

    private final Membership membership;
    private final Set<Integer> planned = new HashSet<>();
    private final Map<Move, Boolean> ready = new HashMap<>();
    private volatile @Nullable Gateway gateway;

    public PreparedMoves(Membership membership) {
        this.membership = membership;
    }

    /** From now on owners can be told. */
    public void connect(Gateway way) {
        gateway = way;
    }

    @Override
    public synchronized void plan(List<Move> moves) {
        Gateway way = gateway;
        if (way == null) {
            return;
        }
        ready.clear();
        Set<Integer> before = new HashSet<>(planned);
        planned.clear();
        for (Move move : moves) {
            uidAt(move.to()).ifPresent(uid -> {
                ready.put(move, way.prepareMove(move.partition(), uid));
                planned.add(move.partition());
            });
        }
        before.removeAll(planned);
        before.forEach(partition -> way.prepareMove(partition, NO_TARGET));
    }

    @Override
    public synchronized boolean isReady(Move move) {
        return ready.getOrDefault(move, false);
    }

    private OptionalLong uidAt(String address) {
        return membership.nodes().stream()
                .filter(node -> node.address().equals(address) && node.takesPartitions())
                .mapToLong(Member::uid)
                .findFirst();
    }
}
