package dev.troupe.replication.simulation;

import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one node knows of the members; it may lag. */
public final class MemberView {
    private final long self;
    private final Set<Long> members = new HashSet<>();
    private final Set<Long> draining = new HashSet<>();
    private final Map<Long, Long> unreachableSince = new LinkedHashMap<>();
    private long target = PeerView.NO_TARGET;

    MemberView(long self) {
        this.self = self;
    }

    void add(long uid) {
        members.add(uid);
    }

    void remove(long uid) {
        members.remove(uid);
        draining.remove(uid);
        unreachableSince.remove(uid);
    }

    void drain(long uid) {
        draining.add(uid);
    }

    void lose(long uid, long now) {
        unreachableSince.put(uid, now);
    }

    void find(long uid) {
        unreachableSince.remove(uid);
    }

    public void plan(long uid) {
        target = uid;
    }

    boolean contains(long uid) {
        return members.contains(uid);
    }

    boolean obeys(long uid) {
        return uid == self || members.contains(uid);
    }

    Set<Long> members() {
        return members;
    }

    PeerView peerView(long seed) {
        List<Peer> peers = new ArrayList<>();
        members.forEach(uid -> peers.add(
                new Peer(uid, unreachableSince.getOrDefault(uid, Peer.REACHABLE), draining.contains(uid), false)));
        List<Long> ranked = members.stream()
                .filter(uid -> uid != self && !draining.contains(uid))
                .sorted(Comparator.comparingLong(uid -> score(uid, seed)))
                .toList();
        return new PeerView(peers, ranked, members.contains(target) && target != self ? target : PeerView.NO_TARGET);
    }

    private static long score(long uid, long seed) {
        long mixed = (uid * 0x9e3779b97f4a7c15L + seed) * 0xbf58476d1ce4e5b9L;
        return mixed >>> 8;
    }
}
