package dev.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.api.Caches;
import dev.troupe.api.ClusterView;
import dev.troupe.api.CopyingCaches;
import dev.troupe.cluster.membership.Membership;
import dev.troupe.cluster.membership.NodeRoles;
import dev.troupe.gateway.Gateway;
import dev.troupe.http.HttpServer;
import dev.troupe.lifecycle.Poll;
import dev.troupe.lifecycle.Termination;
import dev.troupe.metrics.MeterBook;
import dev.troupe.metrics.RequestMeters;
import dev.troupe.settings.NodeSettings;
import dev.troupe.settings.PekkoConfig;
import dev.troupe.settings.SettingsException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * One running node: an actor system with its partitions, its way to all others, and its HTTP front end. Several may run in one
 * JVM.
 */
public final class TroupeNode {
    private final ActorSystem<Void> system;
    private final NodeSettings settings;
    private final Membership membership;
    private final Gateway gateway;
    private final ClusterView view;
    private final HttpServer http;
    private final CompletableFuture<Void> ready;

    private TroupeNode(ActorSystem<Void> system, NodeSettings settings, NodeParts inside, HttpServer http) {
        this.system = system;
        this.settings = settings;
        this.membership = inside.membership();
        this.gateway = inside.gateway();
        this.view = inside.view();
        this.http = http;
        this.ready =
                Poll.until(system, settings.cluster(), () -> view.readiness().ready());
    }

    /**
     * Starts a node and lets it join its cluster.
     *
     * @param given settings that differ from the defaults
     * @return the node, listening but not yet ready; a failure is a {@link SettingsException} if a setting is the cause
     * @throws SettingsException if a setting cannot be used
     */
    public static CompletableFuture<TroupeNode> start(Config given) {
        return start(given, Optional.empty());
    }

    /** The same with the exit of the process, if it is this node's own. */
    static CompletableFuture<TroupeNode> start(Config given, Optional<ProcessExit> exit) {
        Config defaults = ConfigFactory.defaultReference();
        NodeSettings settings = NodeSettings.from(given, defaults);
        ActorSystem<Void> system = NodeSystem.create(settings, PekkoConfig.of(settings, given, defaults), exit);
        MeterBook book = new MeterBook();
        NodeParts inside = NodeParts.start(system, settings, NodeRoles.STORAGE, book);
        CompletableFuture<HttpServer> listening = HttpServer.bind(
                system, settings.http().server(), inside.gateway(), inside.view(), new RequestMeters(book));
        return listening.handle((http, failed) -> {
            if (failed != null) {
                system.terminate();
                HttpServer.Settings server = settings.http().server();
                throw ListenFailure.of("troupe.http", server.host(), server.port(), failed);
            }
            inside.membership().announce(settings.http().advertised().orElse(http.uri()));
            NodeSystem.drainOnShutdown(
                    system,
                    new NodeSystem.Draining(
                            settings.cluster(),
                            inside.membership(),
                            http,
                            settings.http().drain(),
                            inside.gateway()));
            exit.ifPresent(own -> own.joins(system));
            NodeSystem.join(system, settings.cluster());
            return new TroupeNode(system, settings, inside, http);
        });
    }

    /** The caches of the cluster, seen from this node. */
    public Caches caches() {
        return new CopyingCaches(gateway);
    }

    /** The cluster, seen from this node. */
    public ClusterView view() {
        return view;
    }

    /** host:port where other nodes reach it. */
    public String address() {
        return membership.selfAddress();
    }

    /** Where it serves HTTP. */
    public URI httpUri() {
        return http.uri();
    }

    /** Its settings. */
    public NodeSettings settings() {
        return settings;
    }

    /** The actor system it runs in. */
    public ActorSystem<Void> system() {
        return system;
    }

    /** Done when it is ready for traffic; fails if it ends before that. */
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    /** Leaves the cluster and stops; done when it has. */
    public CompletableFuture<Void> stop() {
        return Termination.shutdown(system, CoordinatedShutdown.actorSystemTerminateReason());
    }
}
