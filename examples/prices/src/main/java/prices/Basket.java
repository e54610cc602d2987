package prices;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** A basket: an entity of the application, beside the partitions of the cache. */
final class Basket {
    static final EntityTypeKey<Add> TYPE = EntityTypeKey.create(Add.class, "basket");

    /** Adds an item and answers how many there are. */
    record Add(String item, ActorRef<Integer> replyTo) {}

    private Basket() {}

    static Behavior<Add> create() {
        return Behaviors.setup(context -> {
            List<String> items = new ArrayList<>();
            return Behaviors.receiveMessage(add -> {
                items.add(add.item());
                add.replyTo().tell(items.size());
                return Behaviors.same();
            });
        });
    }
}
