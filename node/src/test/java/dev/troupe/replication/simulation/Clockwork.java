package dev.troupe.replication.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what is to happen, in order. */
public final class Clockwork {
    private record Event(long atMillis, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMillis).thenComparingLong(Event::number));
    private long nowMillis;
    private long numbers;

    public long nowMillis() {
        return nowMillis;
    }

    void in(long millis, Runnable action) {
        events.add(new Event(nowMillis + millis, numbers++, action));
    }

    void every(long millis, Runnable action) {
        in(millis, () -> {
            action.run();
            every(millis, action);
        });
    }

    public void runUntil(long millis) {
        while (!events.isEmpty() && events.element().atMillis() <= millis) {
            Event next = events.remove();
            nowMillis = next.atMillis();
            next.action().run();
        }
        nowMillis = millis;
    }
}
