package dev.troupe.replication.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is a member, and when each node hears of it. */
public final class Membership {
    private static final int[] LAGS = {0, 0, 3, 10, 60, 300};

    private final World world;
    private final Set<Long> removed = new HashSet<>();
    private final Set<Long> draining = new HashSet<>();
    /** When each has heard the latest news; news come in order. */
    private final Map<Long, Long> heardMillis = new HashMap<>();

    Membership(World world) {
        this.world = world;
    }

    boolean isMember(long uid) {
        SimNode node = world.node(uid);
        return node != null && !removed.contains(uid);
    }

    boolean isDraining(long uid) {
        return draining.contains(uid);
    }

    public List<SimNode> members() {
        return world.nodes().stream().filter(node -> isMember(node.uid())).toList();
    }

    List<SimNode> staying() {
        return members().stream()
                .filter(node -> node.isRunning() && !isDraining(node.uid()))
                .toList();
    }

    /** A node is a member once all members know it. */
    SimNode join() {
        SimNode newcomer = world.newNode();
        world.note(newcomer + " joins");
        for (SimNode member : members()) {
            member.view().add(newcomer.uid());
            newcomer.view().add(member.uid());
            if (isDraining(member.uid())) {
                newcomer.view().drain(member.uid());
            }
        }
        return newcomer;
    }

    public void drain(SimNode leaver) {
        draining.add(leaver.uid());
        members().forEach(member -> later(member, () -> member.view().drain(leaver.uid())));
    }

    /** It is gone, or excluded: all but itself hear of it, one after the other, and a new one comes. */
    public void remove(SimNode gone) {
        world.note(gone + " is removed");
        removed.add(gone.uid());
        members().forEach(member -> later(member, () -> member.view().remove(gone.uid())));
        join();
    }

    void lost(SimNode silent) {
        members().forEach(member -> later(member, () -> member.view().lose(silent.uid(), member.clock())));
    }

    void found(SimNode back) {
        members().forEach(member -> later(member, () -> member.view().find(back.uid())));
    }

    private void later(SimNode member, Runnable action) {
        long now = world.clockwork().nowMillis();
        long at = Math.max(
                heardMillis.getOrDefault(member.uid(), 0L),
                now + LAGS[world.random().nextInt(LAGS.length)]);
        heardMillis.put(member.uid(), at);
        world.clockwork().in(at - now, () -> member.run(action));
    }
}
