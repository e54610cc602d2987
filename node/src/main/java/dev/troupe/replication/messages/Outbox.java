package dev.troupe.replication.messages;

import java.util.ArrayList;
import java.util.List;

/** What one owner has to say, in order. */
public final class Outbox {
    private List<Sending> sendings = new ArrayList<>();

    public void send(long to, ToKeeper message) {
        sendings.add(new Sending(to, message));
    }

    public List<Sending> take() {
        List<Sending> taken = sendings;
        sendings = new ArrayList<>();
        return taken;
    }
}
