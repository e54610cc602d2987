package dev.troupe.replication;

import java.util.ArrayList;
import java.util.List;

/** What one owner has to say, in order. */
final class Outbox {
    private List<Office.Sending> sendings = new ArrayList<>();

    void send(long to, ToKeeper message) {
        sendings.add(new Office.Sending(to, message));
    }

    List<Office.Sending> take() {
        List<Office.Sending> taken = sendings;
        sendings = new ArrayList<>();
        return taken;
    }
}
