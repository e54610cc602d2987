package dev.troupe.replication.simulation;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Sending;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.state.CopySettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One partition on a few nodes, in virtual time, driven by a seed. */
public final class World {
    /** 2026, so that it counts as a floor of epochs. */
    static final long WALL_SECONDS = 1_770_000_000L;

    private static final long TICK_MILLIS = 40;

    private final long seed;
    private final Random random;
    private final CopySettings settings;
    private final Mutation mutation;
    private final Weather weather;
    private final Clockwork clockwork = new Clockwork();
    private final Router router;
    private final Ledger ledger = new Ledger();
    private final Map<Long, SimNode> nodes = new LinkedHashMap<>();
    private final Membership membership;
    private final Sharding sharding;
    private final List<String> log = new ArrayList<>();
    private long uids;
    private int announcements;

    public World(long seed, int backups, int size, Mutation mutation, Weather weather) {
        this.seed = seed;
        this.random = new Random(seed);
        this.settings = new CopySettings(backups, 40, 6000, 300, 800, 60, 1500);
        this.mutation = mutation;
        this.weather = weather;
        this.router = new Router(clockwork, random);
        this.membership = new Membership(this);
        for (int i = 0; i < size; i++) {
            membership.join();
        }
        this.sharding = new Sharding(this);
    }

    long seed() {
        return seed;
    }

    Random random() {
        return random;
    }

    CopySettings settings() {
        return settings;
    }

    Mutation mutation() {
        return mutation;
    }

    public Clockwork clockwork() {
        return clockwork;
    }

    Router router() {
        return router;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Membership membership() {
        return membership;
    }

    public Sharding sharding() {
        return sharding;
    }

    int announcements() {
        return announcements;
    }

    public List<String> log() {
        return log;
    }

    void note(String what) {
        log.add(clockwork.nowMillis() + " " + what + copies());
    }

    private String copies() {
        return membership.members().stream()
                .map(node -> node.uid() + "@" + Ledger.text(node.copy().position())
                        + (node.copy().isLent() ? "lent" : "")
                        + (node.copy().filling().isEmpty() ? "" : "+"))
                .collect(Collectors.joining(" ", "   [", "]"));
    }

    Collection<SimNode> nodes() {
        return nodes.values();
    }

    @Nullable
    public SimNode node(long uid) {
        return nodes.get(uid);
    }

    SimNode newNode() {
        SimNode node = new SimNode(++uids, this);
        nodes.put(node.uid(), node);
        clockwork.in(random.nextInt((int) TICK_MILLIS), () -> clockwork.every(TICK_MILLIS, () -> tick(node)));
        return node;
    }

    /** The owner that clients are to go by, if it serves. */
    Optional<SimNode> legitimate() {
        return Optional.ofNullable(node(sharding.home()))
                .filter(node -> node.isRunning() && node.isOpen() && membership.isMember(node.uid()));
    }

    void say(SimNode from, Sending sending) {
        mutation.sent(from, sending, mutated -> weather.sent(this, mutated, on -> route(from, on)));
    }

    Weather weather() {
        return weather;
    }

    private void route(SimNode from, Sending sending) {
        ToKeeper message = sending.message();
        boolean data = message instanceof ToKeeper.Ship
                || message instanceof ToKeeper.Part
                || message instanceof ToKeeper.Fill
                || message instanceof ToKeeper.Chunk;
        long skew = from.skewMillis();
        SimNode to = node(sending.to());
        if (to != null) {
            router.send(
                    from.uid(),
                    to.uid(),
                    data ? Router.Channel.DATA : Router.Channel.CONTROL,
                    () -> to.run(() -> mutation.heard(to, message, on -> to.hear(from.uid(), on, skew))));
        }
    }

    void answer(SimNode from, FromKeeper message) {
        mutation.answered(from, message, on -> {
            SimNode to = node(on.writer().uid());
            boolean data = on instanceof FromKeeper.Fetched;
            if (to != null) {
                router.send(
                        from.uid(),
                        to.uid(),
                        data ? Router.Channel.DATA : Router.Channel.CONTROL,
                        () -> to.run(() -> to.hear(on, from.skewMillis())));
            }
        });
    }

    void opened(SimNode node, Ownership ownership) {
        boolean legitimate = node.uid() == sharding.home() && membership.isMember(node.uid());
        announcements++;
        note(node + " opens as " + ownership.writer().epoch() % 100_000 + " at "
                + Ledger.text(ownership.state().lastVersion()) + (legitimate ? "" : " without being asked to")
                + (ownership.status().lost() ? " LOST" : ""));
        ledger.opened(node + " as " + ownership.writer(), ownership.state(), legitimate, node.skewMillis());
    }

    private static void tick(SimNode node) {
        if (node.isRunning()) {
            node.tick();
        }
    }
}
