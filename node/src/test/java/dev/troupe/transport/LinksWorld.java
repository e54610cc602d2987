package dev.troupe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.transport.TestLinks.Parcel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Nodes that are linked over a carrier that behaves as badly as it is told to, in one thread and on a clock of its own. What must hold at any moment is
 * asserted after each step.
 */
final class LinksWorld {
    static final long TICK_MILLIS = 100;

    /** After so long messages flow again, whatever was lost. */
    private static final long LOSS_MILLIS = LinkWindow.LOST_MILLIS + TICK_MILLIS;

    private static final int UNWRITABLE = -1;

    private static final int TOO_LARGE = PeerLink.MOST_BYTES;

    /**
     * What the carrier does to batches; parts are in percent.
     *
     * @param reorders whether one may overtake another
     * @param mostDelayMillis on the way
     */
    record Carrier(int lost, int repeated, boolean reorders, int mostDelayMillis) {}

    /** What has become of a message that is to be sent. */
    static final class Fate {
        final int from;
        final int to;
        final int life;
        final boolean writable;
        int taken;
        int arrived;

        Fate(int from, int to, int life, boolean writable) {
            this.from = from;
            this.to = to;
            this.life = life;
            this.writable = writable;
        }
    }

    /** One life of a node. */
    private final class Node {
        final int number;
        final int life;
        final Links links;
        final ArrayDeque<Runnable> leftToOthers = new ArrayDeque<>();
        final Map<Integer, Way> ways = new HashMap<>();
        final List<Integer> defects = new ArrayList<>();
        long unwritable;

        Node(int number, int life) {
            this.number = number;
            this.life = life;
            Links.Shared shared = TestLinks.shared(
                    address(number), uid(), () -> nowMillis, leftToOthers::add, (what, why) -> defects.add(number));
            this.links = new Links(shared, to -> batch -> depart(this, number(to), batch));
            links.onArrival(TestLinks.PARCELS, (recipient, incarnation, parcel) -> arrive(this, recipient, parcel));
        }

        long uid() {
            return 1_000L * number + life;
        }

        Way to(int other) {
            return ways.computeIfAbsent(other, any -> new Way());
        }
    }

    /** What is known here of the way from one node to another, found out from outside. */
    private final class Way {
        long sent;
        /** Said to be taken, or long enough without progress. */
        long settled;

        long movedAtMillis;
        long leftAtMillis;
        int waiting;
        /** Batches that told only, and counted ones that came the other way. */
        long tellings;

        long come;

        void left(Batch.Head head) {
            if (head.sequence() == Batch.Head.UNCOUNTED) {
                assertThat(++tellings).as("batches that only tell").isLessThanOrEqualTo(come);
                return;
            }
            if (sent == settled) {
                movedAtMillis = nowMillis;
            }
            assertThat(head.sequence()).isEqualTo(++sent);
            assertThat(sent - settled).as("under way").isLessThanOrEqualTo(LinkWindow.BATCHES);
            leftAtMillis = nowMillis;
        }

        void told(long taken) {
            if (taken > settled && taken <= sent) {
                settled = taken;
                movedAtMillis = nowMillis;
            }
        }

        void tick() {
            if (sent > settled && nowMillis - movedAtMillis >= LinkWindow.LOST_MILLIS) {
                settled++;
                movedAtMillis = nowMillis;
            }
        }
    }

    private record Underway(long dueMillis, long number, int to, Batch batch) {}

    private final Random random;
    private final Carrier carrier;
    private final Node[] nodes;
    private final PriorityQueue<Underway> underway =
            new PriorityQueue<>(Comparator.comparingLong(Underway::dueMillis).thenComparingLong(Underway::number));
    private final Map<List<Integer>, Long> lastDueMillis = new HashMap<>();
    private final List<Fate> fates = new ArrayList<>();
    private final Map<List<Integer>, List<Long>> arrivals = new HashMap<>();
    private long nowMillis;
    private long departures;
    private boolean isSilent;
    /** So long a way on which something waits may stand still; there and back where nothing is lost. */
    private long patienceMillis;

    LinksWorld(Random random, int nodes, Carrier carrier) {
        this.random = random;
        this.carrier = carrier;
        this.patienceMillis =
                carrier.lost() > 0 ? LOSS_MILLIS : Math.min(LOSS_MILLIS, 2L * carrier.mostDelayMillis() + 2);
        this.nodes = IntStream.range(0, nodes).mapToObj(n -> new Node(n, 1)).toArray(Node[]::new);
    }

    private static String address(int node) {
        return "n" + node + ":1";
    }

    private static int number(String address) {
        return address.charAt(1) - '0';
    }

    long nowMillis() {
        return nowMillis;
    }

    List<Fate> fates() {
        return fates;
    }

    /** Numbers of the messages that have come from one to another, in the order in which they did. */
    List<Long> arrivals(int from, int to) {
        return arrivals.getOrDefault(List.of(from, to), List.of());
    }

    /** All batches that have left, told alone or not. */
    long departures() {
        return departures;
    }

    boolean isStill() {
        return underway.isEmpty() && fates.stream().allMatch(fate -> fate.taken > 0 || isOver(fate));
    }

    private boolean isOver(Fate fate) {
        return nodes[fate.from].life != fate.life;
    }

    /** From now on nothing arrives anywhere, or what is sent does again. */
    void silence(boolean silent) {
        isSilent = silent;
        patienceMillis = silent ? LOSS_MILLIS : patienceMillis;
    }

    /** A node begins a new life; of what it was about to send nothing is left. */
    void restart(int number) {
        patienceMillis = LOSS_MILLIS;
        nodes[number] = new Node(number, nodes[number].life + 1);
    }

    /** Sends a message, mostly a small one. */
    void send(int from, int to, boolean followed) {
        int kind = random.nextInt(100);
        int sizeBytes = kind == 0
                ? UNWRITABLE
                : kind == 1 ? TOO_LARGE : kind < 10 ? random.nextInt(60_000) : random.nextInt(60);
        Node node = nodes[from];
        Fate fate = new Fate(from, to, node.life, sizeBytes >= 0 && sizeBytes < TOO_LARGE);
        node.unwritable += fate.writable ? 0 : 1;
        Parcel parcel = new Parcel(fates.size(), sizeBytes);
        fates.add(fate);
        Way way = node.to(to);
        way.waiting++;
        Frame<Parcel> frame = new Frame<>(TestLinks.PARCELS, from, 0, parcel, () -> {
            assertThat(++fate.taken).as("times taken").isEqualTo(1);
            way.waiting--;
        });
        PeerLink link = node.links.to(address(to));
        if (followed) {
            link.add(frame);
        } else {
            link.send(frame);
        }
    }

    /** Sends what was added to be followed. */
    void ship(int from, int to) {
        nodes[from].links.to(address(to)).ship();
        check();
    }

    private void depart(Node from, int to, Batch batch) {
        departures++;
        assertThat(batch.from()).isEqualTo(address(from.number));
        assertThat(batch.frames().length).isLessThanOrEqualTo(PeerLink.MOST_BYTES);
        assertThat(batch.frames().length > 0 || batch.head().sequence() == Batch.Head.UNCOUNTED || from.unwritable > 0)
                .as("a counted batch holds what was written")
                .isTrue();
        from.to(to).left(batch.head());
        if (isSilent || random.nextInt(100) < carrier.lost()) {
            return;
        }
        put(from.number, to, batch);
        if (random.nextInt(100) < carrier.repeated()) {
            put(from.number, to, batch);
        }
    }

    private void put(int from, int to, Batch batch) {
        long dueMillis = nowMillis + random.nextInt(carrier.mostDelayMillis() + 1);
        if (!carrier.reorders()) {
            dueMillis = Math.max(dueMillis, lastDueMillis.getOrDefault(List.of(from, to), 0L));
            lastDueMillis.put(List.of(from, to), dueMillis);
        }
        underway.add(new Underway(dueMillis, departures, to, batch));
    }

    private void arrive(Node to, int from, Parcel parcel) {
        Fate fate = fates.get((int) parcel.number());
        assertThat(List.of(fate.from, fate.to)).isEqualTo(List.of(from, to.number));
        assertThat(fate.writable).isTrue();
        fate.arrived++;
        if (carrier.repeated() == 0) {
            assertThat(fate.arrived).as("times arrived").isEqualTo(1);
        }
        arrivals.computeIfAbsent(List.of(from, to.number), any -> new ArrayList<>())
                .add(parcel.number());
    }

    /** A millisecond passes: what is due arrives, and in its time every node hears that time passes. */
    void step() {
        nowMillis++;
        while (!underway.isEmpty() && underway.peek().dueMillis() <= nowMillis) {
            receive(underway.poll());
        }
        for (Node node : nodes) {
            if ((nowMillis + 17L * node.number) % TICK_MILLIS == 0) {
                node.ways.values().forEach(Way::tick);
                node.links.tick();
            }
            runOthers(node);
        }
        check();
    }

    private void receive(Underway due) {
        Node node = nodes[due.to()];
        Batch.Head head = due.batch().head();
        Way way = node.to(number(due.batch().from()));
        way.come += head.sequence() == Batch.Head.UNCOUNTED ? 0 : 1;
        if (head.receiver() == node.uid()) {
            way.told(head.taken());
        }
        node.links.receive(due.batch());
    }

    private void runOthers(Node node) {
        while (!node.leftToOthers.isEmpty()) {
            node.leftToOthers.poll().run();
        }
    }

    private void check() {
        for (Node node : nodes) {
            for (Way way : node.ways.values()) {
                if (way.waiting > 0 && node.leftToOthers.isEmpty()) {
                    assertThat(way.sent - way.settled).as("messages wait").isEqualTo(LinkWindow.BATCHES);
                    assertThat(nowMillis - way.leftAtMillis)
                            .as("stands still for")
                            .isLessThanOrEqualTo(patienceMillis);
                }
            }
        }
    }

    /** Of what was never sent, nothing was counted; of what could not be written everything is told. */
    void assertDefectsAreTold() {
        for (Node node : nodes) {
            assertThat(node.defects).hasSize((int) node.unwritable);
        }
    }
}
