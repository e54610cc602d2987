package dev.troupe.replication.simulation;

import dev.troupe.replication.messages.Sending;
import dev.troupe.replication.messages.ToKeeper;
import java.util.function.Consumer;

/** Conditions that are allowed but rare, made common. */
public enum Weather {
    /** The usual. */
    FAIR,

    /** No release arrives, so leftovers of moves stay. */
    NO_RELEASES {
        @Override
        void sent(World world, Sending sending, Consumer<Sending> on) {
            if (!(sending.message() instanceof ToKeeper.Release)) {
                on.accept(sending);
            }
        }
    },

    /** Releases arrive late, and twice. */
    LATE_RELEASES {
        @Override
        void sent(World world, Sending sending, Consumer<Sending> on) {
            on.accept(sending);
            if (sending.message() instanceof ToKeeper.Release) {
                world.clockwork().in(world.random().nextInt(LATEST_MILLIS), () -> on.accept(sending));
            }
        }
    },

    /** The wall clock of some node jumps by an hour, again and again. */
    JUMPING_CLOCKS {
        @Override
        void sent(World world, Sending sending, Consumer<Sending> on) {
            if (world.random().nextInt(20) == 0) {
                int hours = world.random().nextInt(3) - 1;
                world.nodes().stream()
                        .skip(world.random().nextInt(world.nodes().size()))
                        .findFirst()
                        .ifPresent(node -> node.jump(3600L * hours));
            }
            on.accept(sending);
        }
    };

    private static final int LATEST_MILLIS = 1500;

    void sent(World world, Sending sending, Consumer<Sending> on) {
        on.accept(sending);
    }
}
