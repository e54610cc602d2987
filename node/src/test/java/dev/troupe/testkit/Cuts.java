package dev.troupe.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.apache.pekko.remote.transport.ThrottlerTransportAdapter;
import scala.jdk.javaapi.FutureConverters;

/** Cuts the connection of two systems in this JVM, with the test mode of Pekko's transport. */
@SuppressWarnings("deprecation") // The test mode is all that is left of the classic transport.
final class Cuts {
    private Cuts() {}

    static void cut(ActorSystem<?> one, ActorSystem<?> other) {
        set(one, other, ThrottlerTransportAdapter.Blackhole$.MODULE$);
        set(other, one, ThrottlerTransportAdapter.Blackhole$.MODULE$);
    }

    static void heal(ActorSystem<?> one, ActorSystem<?> other) {
        set(one, other, ThrottlerTransportAdapter.Unthrottled$.MODULE$);
        set(other, one, ThrottlerTransportAdapter.Unthrottled$.MODULE$);
    }

    private static void set(ActorSystem<?> at, ActorSystem<?> towards, ThrottlerTransportAdapter.ThrottleMode mode) {
        RemoteActorRefProvider provider =
                (RemoteActorRefProvider) ((ExtendedActorSystem) at.classicSystem()).provider();
        Address peer = Cluster.get(towards).selfMember().address();
        CompletableFuture<Object> done = new CompletableFuture<>();
        FutureConverters.asJava(provider.transport()
                        .managementCommand(new ThrottlerTransportAdapter.SetThrottle(peer, both(), mode)))
                .whenCompleteAsync((set, failed) -> done.complete(true), Runnable::run);
        Waiting.until(done, Duration.ofSeconds(10));
    }

    /** An object of Scala that Java cannot name. */
    private static ThrottlerTransportAdapter.Direction both() {
        try {
            return (ThrottlerTransportAdapter.Direction)
                    Class.forName(ThrottlerTransportAdapter.Direction.class.getName() + "$Both$")
                            .getField("MODULE$")
                            .get(null);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this version of Pekko has another test mode", changed);
        }
    }
}
