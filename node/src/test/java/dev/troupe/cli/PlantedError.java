package dev.troupe.cli;

import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionId;
import org.apache.pekko.actor.ExtensionIdProvider;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;

/**
 * Throws an error in a node's process once the node is Up, or, in the place {@code STOPPING}, while it leaves. A node has it as one of
 * {@code pekko.extensions}; the system properties {@code planted.error} and {@code planted.place} say what it does.
 */
public final class PlantedError extends AbstractExtensionId<PlantedError.Planted> implements ExtensionIdProvider {
    /** Where it is thrown. */
    enum Place {
        ACTOR,
        DISPATCHER,
        INTERNAL_DISPATCHER,
        THREAD,
        STOPPING
    }

    /** What it is. */
    enum Kind {
        NO_CLASS_DEF_FOUND,
        OUT_OF_MEMORY,
        STACK_OVERFLOW,
        INITIALIZER,
        LINKAGE,
        INTERNAL,
        EXCEPTION;

        void raise() {
            switch (this) {
                case NO_CLASS_DEF_FOUND -> throw new NoClassDefFoundError("planted/Type");
                case OUT_OF_MEMORY -> throw new OutOfMemoryError("planted");
                case STACK_OVERFLOW -> deeper(0);
                case INITIALIZER -> throw new ExceptionInInitializerError("planted");
                case LINKAGE -> throw new LinkageError("planted");
                case INTERNAL -> throw new InternalError("planted");
                case EXCEPTION -> throw new IllegalStateException("planted");
            }
        }

        @SuppressWarnings("InfiniteRecursion")
        private static int deeper(int level) {
            return 1 + deeper(level + 1);
        }
    }

    static final class Planted implements Extension {}

    private static final class Thrower extends AbstractActor {
        @Override
        public Receive createReceive() {
            return receiveBuilder().match(Kind.class, Kind::raise).build();
        }
    }

    @Override
    public ExtensionId<? extends Extension> lookup() {
        return this;
    }

    @Override
    public Planted createExtension(ExtendedActorSystem system) {
        Place place = Place.valueOf(System.getProperty("planted.place"));
        Kind kind = Kind.valueOf(System.getProperty("planted.error"));
        if (place == Place.STOPPING) {
            CoordinatedShutdown.get(system).addTask(CoordinatedShutdown.PhaseServiceRequestsDone(), "planted", () -> {
                system.dispatcher().execute(kind::raise);
                return CompletableFuture.completedFuture(Done.done());
            });
        } else {
            Cluster.get(system).registerOnMemberUp(() -> raise(system, place, kind));
        }
        return new Planted();
    }

    private static void raise(ExtendedActorSystem system, Place place, Kind kind) {
        switch (place) {
            case ACTOR ->
                system.systemActorOf(Props.create(Thrower.class, Thrower::new), "planted")
                        .tell(kind, ActorRef.noSender());
            case INTERNAL_DISPATCHER ->
                system.dispatchers().internalDispatcher().execute(kind::raise);
            case THREAD -> new Thread(kind::raise, "planted").start();
            default -> system.dispatcher().execute(kind::raise);
        }
    }
}
