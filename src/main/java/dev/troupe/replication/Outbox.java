package dev.troupe.replication;

import java.util.ArrayList;
import java.util.List;

/** What one owner has to say, in order. */
final class Outbox {
    private List<Sending> sendings = new ArrayList<>();

    void send(long to, ToKeeper message) {
        sendings.add(new Sending(to, message));
    }

    List<Sending> take() {
        List<Sending> taken = sendings;
        sendings = new ArrayList<>();
        return taken;
    }
}
