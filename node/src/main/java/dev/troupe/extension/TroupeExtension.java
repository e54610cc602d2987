package dev.troupe.extension;

import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.ExtensionId;
import org.apache.pekko.actor.ExtensionIdProvider;

/** Starts {@link Troupe} with the actor system if {@code pekko.extensions} names this class. */
public final class TroupeExtension extends AbstractExtensionId<Troupe> implements ExtensionIdProvider {
    static final TroupeExtension INSTANCE = new TroupeExtension();

    @Override
    public Troupe createExtension(ExtendedActorSystem system) {
        return Troupe.start(system);
    }

    @Override
    public ExtensionId<Troupe> lookup() {
        return INSTANCE;
    }
}
