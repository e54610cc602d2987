package dev.troupe.node;

import com.typesafe.config.Config;
import dev.troupe.lifecycle.FatalErrors;
import org.apache.pekko.actor.ActorSystemImpl;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import scala.Option;

/**
 * The actor system of a process that is one node. Pekko's own would end the process at a fatal error in the same way as a signal does, so
 * that nothing could tell one from the other.
 */
final class NodeActorSystem extends ActorSystemImpl {
    private NodeActorSystem(String name, Config config, FatalErrors errors) {
        super(
                name,
                config,
                NodeActorSystem.class.getClassLoader(),
                Option.empty(),
                Option.empty(),
                ActorSystemSetup.create(errors));
    }

    /** Starts one. */
    static ActorSystem<Void> create(String name, Config config, FatalErrors errors) {
        NodeActorSystem system = new NodeActorSystem(name, config, errors);
        system.start();
        return Adapter.toTyped(system);
    }

    /** Of every thread of the system; called while this is being made, so what is its own is asked for later. */
    @Override
    public Thread.UncaughtExceptionHandler uncaughtExceptionHandler() {
        Thread.UncaughtExceptionHandler usual = super.uncaughtExceptionHandler();
        return (thread, error) -> {
            if (FatalErrors.isFatal(error)) {
                settings().setup().get(FatalErrors.class).orElseThrow().tell(thread, error);
            } else {
                usual.uncaughtException(thread, error);
            }
        };
    }
}
