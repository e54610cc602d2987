package dev.troupe.replication.simulation;

import dev.troupe.replication.owner.Ownership;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What goes wrong, within what the promises allow: at most k nodes are lost between two fully replicated states. */
final class Chaos {
    /** Chance in 10 ms that a node is lost while a copy is being filled. */
    private static final int FILLING_PERCENT = 3;

    private final World world;
    private final Set<Long> doomed = new HashSet<>();
    private boolean over;
    private int lostNodes;
    private int faults;

    Chaos(World world) {
        this.world = world;
        world.clockwork().every(10, () -> {
            lookAround();
            disturbFills();
        });
        next();
    }

    void end() {
        over = true;
    }

    int faults() {
        return faults;
    }

    private void next() {
        if (!over) {
            world.clockwork().in(20 + world.random().nextInt(500), () -> {
                strike();
                next();
            });
        }
    }

    private void strike() {
        if (over) {
            return;
        }
        int kind = world.random().nextInt(100);
        if (kind < 15) {
            world.sharding().move();
        } else if (kind < 32) {
            world.sharding().plan();
        } else if (kind < 42) {
            world.legitimate().ifPresent(this::breakOffice);
        } else if (kind < 50 && world.weather() != Weather.NO_RELEASES) {
            leave();
        } else if (kind < 65) {
            nap();
        } else if (kind < 72) {
            rogue();
        } else {
            lose();
        }
    }

    private void breakOffice(SimNode node) {
        if (!world.sharding().isMoving()) {
            world.note(node + " breaks");
            node.breakOffice();
        }
    }

    // ---- losing nodes

    /** Everything is where it should be, in truth and not only as the owner sees it. */
    private void lookAround() {
        SimNode owner = world.legitimate().orElse(null);
        if (owner == null || owner.ownership() == null || world.sharding().isMoving()) {
            return;
        }
        Ownership ownership = Objects.requireNonNull(owner.ownership());
        if (!ownership.status().fullyReplicated()) {
            return;
        }
        List<Long> backups = ownership.status().complete();
        // An owner that has not heard who is dead may count on the dead, so the last fault is not over for it.
        boolean knowsTheDead = owner.view().members().stream().noneMatch(doomed::contains);
        boolean all = knowsTheDead
                && backups.stream().allMatch(uid -> isLevel(Objects.requireNonNull(world.node(uid)), ownership));
        if (all && backups.size() >= world.settings().backups()) {
            if (lostNodes > 0) {
                world.note("fully replicated");
            }
            lostNodes = 0;
        }
    }

    /** A backup that is dead without the owner knowing it is none: others may be let go for its sake. */
    private boolean isLevel(SimNode backup, Ownership ownership) {
        return backup.isAlive()
                && world.membership().isMember(backup.uid())
                && !doomed.contains(backup.uid())
                && backup.copy().isComplete()
                && backup.copy().opening().equals(ownership.writer())
                && Long.compareUnsigned(backup.copy().position(), ownership.acknowledged()) >= 0;
    }

    /** A copy that is being filled is when there is most to go wrong. */
    private void disturbFills() {
        boolean filling =
                world.nodes().stream().anyMatch(node -> node.copy().filling().isPresent());
        if (!over && filling && world.random().nextInt(100) < FILLING_PERCENT) {
            lose();
        }
    }

    private void lose() {
        List<SimNode> members = world.membership().members();
        long unwell = members.stream().filter(node -> !node.isRunning()).count();
        if (lostNodes >= world.settings().backups() || unwell > 0 || members.size() < 3) {
            return;
        }
        lostNodes++;
        faults++;
        SimNode home = world.node(world.sharding().home());
        SimNode victim =
                home != null && members.contains(home) && world.random().nextInt(10) < 6 ? home : any(members);
        doomed.add(victim.uid());
        if (world.random().nextBoolean()) {
            world.note(victim + " crashes");
            victim.crash();
            world.clockwork()
                    .in(
                            30 + world.random().nextInt(400),
                            () -> world.membership().remove(victim));
        } else {
            bury(victim);
        }
    }

    /** Paused, removed, and back as a zombie. */
    private void bury(SimNode victim) {
        world.note(victim + " is paused for long");
        victim.pause();
        world.membership().lost(victim);
        world.clockwork().in(50 + world.random().nextInt(300), () -> {
            world.membership().remove(victim);
            world.clockwork().in(20 + world.random().nextInt(800), () -> {
                world.note(victim + " is back from the dead");
                victim.resume();
                if (world.random().nextInt(10) < 6) {
                    victim.start();
                }
                world.clockwork().in(50 + world.random().nextInt(1500), victim::crash);
            });
        });
    }

    // ---- less than that

    private void nap() {
        List<SimNode> awake =
                world.membership().members().stream().filter(SimNode::isRunning).toList();
        if (awake.size() < 2) {
            return;
        }
        SimNode sleeper = any(awake);
        world.note(sleeper + " naps");
        sleeper.pause();
        boolean seen = world.random().nextBoolean();
        if (seen) {
            world.membership().lost(sleeper);
        }
        int[] lengths = {20, 150, 600, 1500};
        world.clockwork().in(lengths[world.random().nextInt(lengths.length)], () -> {
            if (sleeper.isAlive()) {
                sleeper.resume();
                world.membership().found(sleeper);
            }
        });
    }

    /** A node starts an owner that nobody asked for; later it is told to stop. */
    private void rogue() {
        List<SimNode> awake = world.membership().staying();
        if (awake.isEmpty()) {
            return;
        }
        SimNode rogue = any(awake);
        if (rogue.uid() != world.sharding().home()) {
            world.note(rogue + " starts an owner by itself");
            rogue.start();
            world.clockwork()
                    .in(
                            5 + world.random().nextInt(200),
                            () -> rogue.run(() -> {
                                if (rogue.uid() != world.sharding().home()) {
                                    rogue.stop();
                                }
                            }));
        }
    }

    private void leave() {
        List<SimNode> staying = world.membership().staying();
        if (staying.size() <= world.settings().backups() + 1
                || staying.size() < world.membership().members().size()) {
            return;
        }
        SimNode leaver = any(staying);
        world.note(leaver + " wants to leave");
        world.membership().drain(leaver);
        goWhenEmpty(leaver);
    }

    private void goWhenEmpty(SimNode leaver) {
        if (!leaver.isAlive() || !world.membership().isMember(leaver.uid())) {
            return;
        }
        boolean home = world.sharding().home() == leaver.uid();
        if (leaver.isRunning() && home && !world.sharding().isMoving()) {
            world.sharding().move();
        }
        if (leaver.isRunning()
                && !home
                && leaver.ownership() == null
                && leaver.copy().isEmpty()) {
            world.note(leaver + " leaves");
            leaver.crash();
            world.membership().remove(leaver);
            return;
        }
        world.clockwork().in(50, () -> goWhenEmpty(leaver));
    }

    private SimNode any(List<SimNode> nodes) {
        return nodes.get(world.random().nextInt(nodes.size()));
    }
}
