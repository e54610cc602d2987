package dev.troupe.keeper;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;

/** The way to the keeper of every storage member. Safe for use by many threads. */
public final class Keepers {
    private final ActorRefResolver refs;
    private final String prefix;
    private final Peers peers;
    private final Map<String, ActorRef<Keeper.Command>> byAddress = new ConcurrentHashMap<>();

    /** Of this node's members. */
    public Keepers(ActorSystem<?> system, Peers peers) {
        this.refs = ActorRefResolver.get(system);
        this.prefix = "pekko://" + system.name() + "@";
        this.peers = peers;
    }

    /** Says something to the keeper of a member; said to nobody if it is none any more. */
    public void tell(long uid, ToKeeper message, ActorRef<FromKeeper> answersTo) {
        peers.addressOf(uid)
                .ifPresent(address ->
                        byAddress.computeIfAbsent(address, this::resolve).tell(new Keeper.Told(answersTo, message)));
    }

    private ActorRef<Keeper.Command> resolve(String address) {
        return refs.resolveActorRef(prefix + address + "/system/" + Keeper.NAME);
    }
}
