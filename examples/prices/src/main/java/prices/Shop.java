package prices;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.api.Cache;
import dev.troupe.api.Codec;
import dev.troupe.api.LoadOptions;
import dev.troupe.extension.JacksonCodec;
import dev.troupe.extension.Troupe;
import dev.troupe.node.EmbeddedNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * One member of a shop: baskets are its own sharded entities, prices are looked up slowly and cached for the whole cluster.
 * Arguments: its cluster port, its HTTP port, and the cluster port of the first member.
 */
public final class Shop extends AllDirectives {
    /** What a slow service knows of an item. */
    public record Price(String item, int cents) {}

    private static final LoadOptions ONE_MINUTE = LoadOptions.DEFAULT
            .withTtl(Duration.ofMinutes(1))
            .withStale(Duration.ofMinutes(10), Duration.ofMillis(200))
            .withNegativeTtl(Duration.ofSeconds(5));

    private final ActorSystem<?> system;
    private final Cache<String, Price> prices;

    private Shop(ActorSystem<?> system) {
        this.system = system;
        this.prices = Troupe.get(system).cache("prices", Codec.UTF8, JacksonCodec.json(Price.class));
    }

    /** Starts a member. */
    public static void main(String[] arguments) {
        Config config = ConfigFactory.parseString("pekko.remote.artery.canonical.port = " + arguments[0])
                .withFallback(ConfigFactory.load());
        ActorSystem<Void> system =
                ActorSystem.create(Behaviors.empty(), "shop", EmbeddedNode.withAgreed(config));
        Troupe.get(system);
        ClusterSharding.get(system).init(Entity.of(Basket.TYPE, context -> Basket.create()));
        Cluster cluster = Cluster.get(system);
        Address self = cluster.selfMember().address();
        Address first = new Address(self.protocol(), self.system(), "127.0.0.1", Integer.parseInt(arguments[2]));
        cluster.manager().tell(new JoinSeedNodes(List.of(first)));
        Http.get(system)
                .newServerAt("127.0.0.1", Integer.parseInt(arguments[1]))
                .bind(new Shop(system).routes());
    }

    private Route routes() {
        return concat(
                path(segment("prices").slash(segment()), item -> get(() -> onSuccess(price(item), this::answer))),
                path(
                        segment("baskets").slash(segment()).slash(segment()),
                        (basket, item) -> post(() -> onSuccess(add(basket, item), count -> complete(count + " items\n")))));
    }

    private CompletionStage<Optional<Price>> price(String item) {
        return prices.getOrLoad(item, this::lookUp, ONE_MINUTE);
    }

    private Route answer(Optional<Price> price) {
        return price.map(found -> complete(found.cents() + " cents\n"))
                .orElseGet(() -> complete(org.apache.pekko.http.javadsl.model.StatusCodes.NOT_FOUND));
    }

    /** Two seconds, as if from a database; runs on a thread of its own, once for an item in the whole cluster. */
    private CompletionStage<Optional<Price>> lookUp(String item) {
        System.out.println("looks up the price of " + item);
        try {
            Thread.sleep(2000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return CompletableFuture.completedFuture(
                item.startsWith("no") ? Optional.empty() : Optional.of(new Price(item, 100 * item.length())));
    }

    private CompletionStage<Integer> add(String basket, String item) {
        return ClusterSharding.get(system)
                .entityRefFor(Basket.TYPE, basket)
                .ask((ActorRef<Integer> replyTo) -> new Basket.Add(item, replyTo), Duration.ofSeconds(5));
    }
}
