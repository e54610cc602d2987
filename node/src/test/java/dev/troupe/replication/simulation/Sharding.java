package dev.troupe.replication.simulation;

import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.owner.Ownership;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the partition is booked, as the coordinator of Pekko's sharding does it: one home, hand-offs that may fail. */
public final class Sharding {
    private static final long WAKE_MILLIS = 50;
    private static final int STOP_CHECKS = 250;
    private static final int PLAN_CHECKS = 150;

    private final World world;
    private long home;
    private boolean moving;

    Sharding(World world) {
        this.world = world;
        this.home = world.nodes().iterator().next().uid();
        world.clockwork().every(WAKE_MILLIS, this::wake);
    }

    long home() {
        return home;
    }

    /** Where it is booked from now on. */
    public void book(long uid) {
        home = uid;
    }

    boolean isMoving() {
        return moving;
    }

    /** The oldest node wakes what nobody serves. */
    private void wake() {
        if (moving) {
            return;
        }
        if (!world.membership().isMember(home)) {
            choose();
        }
        SimNode node = Objects.requireNonNull(world.node(home));
        if (node.isRunning() && node.ownership() == null) {
            node.start();
        }
    }

    /** Orphans prefer a node that has a copy. */
    private void choose() {
        List<SimNode> staying = world.membership().staying();
        List<SimNode> holders =
                staying.stream().filter(node -> node.copy().isComplete()).toList();
        List<SimNode> from = !holders.isEmpty() && world.random().nextInt(10) < 8 ? holders : staying;
        if (!from.isEmpty()) {
            home = from.get(world.random().nextInt(from.size())).uid();
            world.note("home is node " + home);
        }
    }

    /** A planned move: the owner hears of the target, fills it, and only then is told to stop. */
    void plan() {
        SimNode owner = world.legitimate().orElse(null);
        SimNode target = otherThanHome();
        if (owner == null || target == null || moving) {
            return;
        }
        world.note("plan " + owner + " to " + target);
        owner.view().plan(target.uid());
        await(PLAN_CHECKS, owner, target);
    }

    private void await(int checks, SimNode owner, SimNode target) {
        if (moving || checks == 0 || !owner.isOpen() || home != owner.uid() || isTargetReady(owner)) {
            if (!moving && home == owner.uid() && world.random().nextInt(10) < 8) {
                handOff(owner, target);
            }
            owner.view().plan(PeerView.NO_TARGET);
        } else {
            world.clockwork().in(10, () -> owner.run(() -> await(checks - 1, owner, target)));
        }
    }

    private static boolean isTargetReady(SimNode owner) {
        Ownership ownership = owner.ownership();
        return ownership != null && ownership.status().targetReady();
    }

    /** A move out of the blue. */
    void move() {
        SimNode owner = world.node(home);
        SimNode target = otherThanHome();
        if (owner != null && target != null && !moving && owner.isRunning()) {
            handOff(owner, target);
        }
    }

    private void handOff(SimNode owner, SimNode target) {
        moving = true;
        world.note("hand-off from " + owner + " to " + target);
        owner.stop();
        int[] patience = {5, STOP_CHECKS, STOP_CHECKS};
        awaitEnd(patience[world.random().nextInt(patience.length)], owner, target);
    }

    private void awaitEnd(int checks, SimNode owner, SimNode target) {
        if (owner.isAlive()
                && owner.ownership() != null
                && checks > 0
                && world.membership().isMember(owner.uid())) {
            world.clockwork().in(10, () -> awaitEnd(checks - 1, owner, target));
            return;
        }
        if (owner.isAlive() && owner.ownership() != null && !owner.isPaused()) {
            world.note(owner + " is forced to stop");
            owner.breakOffice();
        }
        allocate(owner, target);
    }

    /** It ends at the target, or elsewhere, or stays booked where it was. */
    private void allocate(SimNode owner, SimNode target) {
        moving = false;
        int fate = world.random().nextInt(10);
        boolean back = fate < 2 && !world.membership().isDraining(owner.uid());
        if (back && world.membership().isMember(owner.uid())) {
            home = owner.uid();
        } else if (fate < 8 && target.isAlive() && world.membership().isMember(target.uid())) {
            home = target.uid();
        } else {
            choose();
        }
        world.note("home is node " + home);
    }

    private @Nullable SimNode otherThanHome() {
        List<SimNode> others = world.membership().staying().stream()
                .filter(node -> node.uid() != home)
                .toList();
        return others.isEmpty() ? null : others.get(world.random().nextInt(others.size()));
    }
}
