package prices;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.JSerializer;

/** {@link Basket.Add} as text: who asks, a line break, the item. */
public final class BasketSerializer extends JSerializer {
    private final ActorRefResolver refs;

    /** Made by the actor system. */
    public BasketSerializer(ExtendedActorSystem system) {
        this.refs = ActorRefResolver.get(Adapter.toTyped(system));
    }

    @Override
    public int identifier() {
        return 4242;
    }

    @Override
    public boolean includeManifest() {
        return false;
    }

    @Override
    public byte[] toBinary(Object message) {
        Basket.Add add = (Basket.Add) message;
        String text = refs.toSerializationFormat(add.replyTo()) + "\n" + add.item();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object fromBinaryJava(byte[] bytes, Class<?> manifest) {
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", 2);
        return new Basket.Add(parts[1], refs.resolveActorRef(parts[0]));
    }
}
