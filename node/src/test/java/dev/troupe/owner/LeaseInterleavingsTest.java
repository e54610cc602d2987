package dev.troupe.owner;

import static dev.troupe.owner.Fixtures.CACHE;
import static dev.troupe.owner.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Condition;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.store.segment.EntryAttributes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Loaders read a database that changes and is followed by removes, in every order that a seed makes up: the cache never holds what
 * was outdated when the key was last removed, and there is never more than one who may load.
 */
class LeaseInterleavingsTest {
    private static final int SEEDS = 400;
    private static final int STEPS = 300;
    private static final int GATEWAYS = 3;
    private static final long LIMIT = 50;

    private record Load(long gateway, long token, int read, long endsAtMillis) {}

    private static final class World {
        final Random random;
        final Served owner = new Served(0, Fixtures.state(), 0);
        final List<Load> loads = new ArrayList<>();
        long nowMillis;
        long number;
        int database;
        int oldestAllowed;
        int filled;
        int fenced;

        World(long seed) {
            random = new Random(seed);
            for (long gateway = 1; gateway <= GATEWAYS; gateway++) {
                owner.admit(gateway);
            }
        }

        Reply handle(long gateway, Operation operation) {
            Request request = new Request(gateway, ++number, 1, Long.MAX_VALUE, operation);
            return Fixtures.handle(owner, request, nowMillis).orElseThrow();
        }

        void step() {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> ask();
                case 3, 4 -> finish();
                case 5 -> invalidate();
                case 6 -> nowMillis += random.nextInt(30);
                default -> restart();
            }
            check();
        }

        private void ask() {
            long gateway = 1L + random.nextInt(GATEWAYS);
            Reply reply = handle(gateway, new Operation.Lease(CACHE, bytes("k"), 0, LIMIT));
            if (reply instanceof Reply.Leased leased) {
                assertThat(loads).noneMatch(load -> load.token() >= leased.token());
                loads.add(new Load(gateway, leased.token(), database, nowMillis + LIMIT));
            }
        }

        private void finish() {
            if (loads.isEmpty()) {
                return;
            }
            Load load = loads.remove(random.nextInt(loads.size()));
            if (random.nextInt(4) == 0) {
                handle(load.gateway(), new Operation.Release(CACHE, bytes("k"), load.token(), 0));
                return;
            }
            Reply reply = handle(
                    load.gateway(),
                    new Operation.Fill(
                            CACHE,
                            bytes("k"),
                            load.token(),
                            bytes(Integer.toString(load.read())),
                            random.nextInt(100) + 1,
                            EntryAttributes.NEVER,
                            "text/plain"));
            boolean isStored = reply instanceof Reply.Created || reply instanceof Reply.Replaced;
            filled += isStored ? 1 : 0;
            fenced += isStored ? 0 : 1;
            assertThat(isStored && nowMillis >= load.endsAtMillis()).isFalse();
        }

        private void invalidate() {
            database++;
            Operation end = random.nextBoolean()
                    ? new Operation.Remove(CACHE, bytes("k"), Condition.always())
                    : new Operation.Clear(CACHE);
            handle(1L + random.nextInt(GATEWAYS), end);
            oldestAllowed = database;
        }

        private void restart() {
            long gateway = 1L + random.nextInt(GATEWAYS);
            owner.dismiss(gateway, nowMillis);
            owner.admit(gateway);
            loads.removeIf(load -> load.gateway() == gateway);
        }

        private void check() {
            if (handle(1, Fixtures.get("k")) instanceof Reply.Found found) {
                int held = Integer.parseInt(new String(found.value(), StandardCharsets.UTF_8));
                assertThat(held).isGreaterThanOrEqualTo(oldestAllowed);
            }
        }
    }

    @Test
    void cacheNeverHoldsWhatWasOutdatedAtTheLastRemove() {
        int filled = 0;
        int fenced = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            World world = new World(seed);
            for (int step = 0; step < STEPS; step++) {
                try {
                    world.step();
                } catch (AssertionError broken) {
                    throw new AssertionError("seed " + seed + " at step " + step, broken);
                }
            }
            filled += world.filled;
            fenced += world.fenced;
        }
        assertThat(filled).isGreaterThan(SEEDS);
        assertThat(fenced).isGreaterThan(SEEDS);
    }
}
