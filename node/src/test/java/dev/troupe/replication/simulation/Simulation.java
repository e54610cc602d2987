package dev.troupe.replication.simulation;

import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.owner.ReplicationStatus;
import java.util.ArrayList;
import java.util.List;

/** A run from a seed: calls and faults for a while, then no faults, and everything must be well again. */
final class Simulation {
    private static final long GATEWAYS = 1000;
    private static final int[] SYNC_PERCENT = {90, 30};
    private static final long FAULTS_MILLIS = 5000;
    private static final long MOST_MILLIS = 60_000;

    private final World world;
    private final List<Clients> clients = new ArrayList<>();
    private final Chaos chaos;

    Simulation(long seed, Mutation mutation, Weather weather) {
        this(seed, mutation, weather, 0.02);
    }

    /** @param trouble the share of messages that are lost, and of those that come twice */
    Simulation(long seed, Mutation mutation, Weather weather, double trouble) {
        int backups = (int) Math.floorMod(seed, 3L);
        this.world = new World(
                seed, backups, Math.max(3, 2 + backups) + (int) Math.floorMod(seed / 3, 2L), mutation, weather);
        this.chaos = new Chaos(world);
        world.router().faults(trouble, trouble);
        for (int i = 0; i < SYNC_PERCENT.length; i++) {
            Clients some = new Clients(world, GATEWAYS + i, SYNC_PERCENT[i]);
            some.loseReplies(0.05);
            clients.add(some);
            world.clockwork().every(25, some::call);
        }
    }

    World world() {
        return world;
    }

    int faults() {
        return chaos.faults();
    }

    /** @throws Ledger.Broken if a promise is broken */
    void run() {
        try {
            world.clockwork().runUntil(FAULTS_MILLIS);
            chaos.end();
            world.router().faults(0, 0);
            clients.forEach(some -> some.loseReplies(0));
            int before = world.ledger().acknowledgements();
            long until = FAULTS_MILLIS;
            do {
                until += 250;
                world.clockwork().runUntil(until);
            } while (!isWell(before) && until < MOST_MILLIS);
            end(before);
        } catch (RuntimeException | AssertionError broken) {
            throw new AssertionError(
                    "seed " + world.seed() + " at " + world.clockwork().nowMillis() + ": " + broken.getMessage() + "\n"
                            + String.join("\n", world.log()),
                    broken);
        }
    }

    private void end(int before) {
        SimNode owner = world.legitimate().orElseThrow(() -> new Ledger.Broken("nobody serves at the end"));
        world.ledger().complete("the end: " + owner, owner.copy().isLent() ? position(owner) : 0);
        checkMemory();
        if (!isWell(before)) {
            throw new Ledger.Broken("not well at the end: " + owner + " " + owner.ownership() + " " + status(owner)
                    + " acknowledged " + (world.ledger().acknowledgements() - before));
        }
    }

    /** What nodes hold counts for what it is, whatever has been dropped, replaced and lent. */
    private void checkMemory() {
        for (SimNode node : world.membership().members()) {
            long held = node.tailBytes();
            if (node.memory().tailBytes() != held || node.memory().assemblyBytes() < 0) {
                throw new Ledger.Broken(node + " holds " + held + " bytes of changes and counts "
                        + node.memory().tailBytes() + ", and " + node.memory().assemblyBytes() + " of parts");
            }
        }
    }

    private boolean isWell(int before) {
        return world.legitimate()
                        .filter(owner -> status(owner).fullyReplicated())
                        .isPresent()
                && world.ledger().acknowledgements() > before
                && world.membership().members().stream()
                        .noneMatch(node -> world.membership().isDraining(node.uid()) || !node.isAlive());
    }

    private static long position(SimNode owner) {
        Ownership ownership = owner.ownership();
        return ownership == null ? 0 : ownership.state().lastVersion();
    }

    private static ReplicationStatus status(SimNode owner) {
        Ownership ownership = owner.ownership();
        if (ownership == null) {
            throw new IllegalStateException("no owner");
        }
        return ownership.status();
    }
}
