package dev.troupe.http.connection;

import dev.troupe.http.connection.Activity.Rank;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of one server. There are never more than a fixed number; a few places are kept free by having connections give way that
 * do nothing, so that whoever comes is let in at once. Lines come and go by any thread; the rest is for the one that accepts.
 */
final class ConnectionTable {
    /** One of so many places is kept free. */
    private static final int SPARE_SHARE = 32;
    /** One of so many places is kept from work, beyond those that are free. */
    private static final int PROBE_SHARE = 16;
    /** A line that was asked to give way and has found something to do meanwhile counts again after this. */
    private static final long LEAVING_NANOS = Duration.ofSeconds(1).toNanos();

    private final int most;
    private final int spare;
    private final Seats seats;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final Map<Line, Long> leaving = new ConcurrentHashMap<>();
    private volatile Runnable onRoom = () -> {};

    /** One connection as others see it. */
    interface Line {
        /** What it is doing. */
        Activity activity();

        /** Ends it if it does nothing; by any thread. */
        void giveWay();

        /** Ends it whatever it does; by any thread. */
        void cut();

        /** Done when it is over; never fails. */
        CompletableFuture<Void> over();
    }

    /** @param most connections at a time, positive */
    ConnectionTable(int most) {
        this.most = most;
        this.spare = Math.max(2, most / SPARE_SHARE);
        this.seats = new Seats(Math.max(1, most - spare - Math.max(1, most / PROBE_SHARE)));
    }

    /** The seats of those that work. */
    Seats seats() {
        return seats;
    }

    /** How many there are, those included whose client has yet to close. */
    int size() {
        return lines.size();
    }

    void add(Line line) {
        lines.add(line);
    }

    void remove(Line line) {
        lines.remove(line);
        leaving.remove(line);
        onRoom.run();
    }

    /** What is to be run, by any thread, whenever a connection has ended. */
    void onRoom(Runnable action) {
        onRoom = action;
    }

    /** Cuts off all. */
    void cutAll() {
        lines.forEach(Line::cut);
    }

    /**
     * Whether there is a place for one more connection; has others give way so that there soon is one for the next. Who has only just come may be
     * about to ask, and gives way if there is no place at all, not for one to be kept free.
     */
    boolean hasRoom(long now) {
        leaving.values().removeIf(since -> now - since >= LEAVING_NANOS);
        Rank stays = lines.size() < most ? Rank.FRESH : Rank.BUSY;
        int over = lines.size() - leaving.size() - (most - spare);
        while (over > 0 && dismissOne(stays, now)) {
            over--;
        }
        return lines.size() < most;
    }

    /** Has one connection give way, if there is one that does nothing. @return whether there is */
    boolean dismissOne(long now) {
        return dismissOne(Rank.BUSY, now);
    }

    private boolean dismissOne(Rank stays, long now) {
        Optional<Line> victim = victim(stays, now);
        victim.ifPresent(line -> {
            leaving.put(line, now);
            line.giveWay();
            if (!lines.contains(line)) {
                leaving.remove(line);
            }
        });
        return victim.isPresent();
    }

    /** Of those that rank before one, who is to go first. */
    private Optional<Line> victim(Rank stays, long now) {
        Line best = null;
        Rank bestRank = stays;
        long bestSince = 0;
        for (Line line : lines) {
            Rank rank = line.activity().rank(now);
            long since = line.activity().standingSince();
            boolean isFirst = rank.compareTo(bestRank) < 0 || (rank == bestRank && since - bestSince < 0);
            if (rank.compareTo(stays) < 0 && isFirst && !leaving.containsKey(line)) {
                best = line;
                bestRank = rank;
                bestSince = since;
            }
        }
        return Optional.ofNullable(best);
    }
}
