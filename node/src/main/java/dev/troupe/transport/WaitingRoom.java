package dev.troupe.transport;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What waits for memory, each for a while only, and not too many of them; those who came first are asked first. Not thread safe.
 *
 * @param <T> what waits, told apart by {@code equals}
 */
final class WaitingRoom<T> {
    private final int most;
    private final ArrayDeque<Guest<T>> guests = new ArrayDeque<>();

    private record Guest<T>(T what, long sinceMillis) {}

    /** An empty one for at most so many. */
    WaitingRoom(int most) {
        this.most = most;
    }

    /** Takes one in; false if there are too many. */
    boolean enter(T what, long nowMillis) {
        return guests.size() < most && guests.add(new Guest<>(what, nowMillis));
    }

    boolean holds(T what) {
        return guests.stream().anyMatch(guest -> guest.what().equals(what));
    }

    /** Lets those go on who can, one after the other. */
    void admit(Predicate<T> canGo, Consumer<T> goOn) {
        for (Iterator<Guest<T>> all = guests.iterator(); all.hasNext(); ) {
            Guest<T> guest = all.next();
            if (canGo.test(guest.what())) {
                all.remove();
                goOn.accept(guest.what());
            }
        }
    }

    /** Sends away who has waited since then or longer. */
    void dismiss(long sinceMillis, Consumer<T> away) {
        for (Iterator<Guest<T>> all = guests.iterator(); all.hasNext(); ) {
            Guest<T> guest = all.next();
            if (guest.sinceMillis() > sinceMillis) {
                return;
            }
            all.remove();
            away.accept(guest.what());
        }
    }
}
