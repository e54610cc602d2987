package dev.troupe.replication;

import java.util.function.Consumer;

/** Conditions that are allowed but rare, made common. */
enum Weather {
    /** The usual. */
    FAIR,

    /** No release arrives, so leftovers of moves stay. */
    NO_RELEASES {
        @Override
        void sent(World world, Office.Sending sending, Consumer<Office.Sending> on) {
            if (!(sending.message() instanceof ToKeeper.Release)) {
                on.accept(sending);
            }
        }
    },

    /** Releases arrive late, and twice. */
    LATE_RELEASES {
        @Override
        void sent(World world, Office.Sending sending, Consumer<Office.Sending> on) {
            on.accept(sending);
            if (sending.message() instanceof ToKeeper.Release) {
                world.clockwork().in(world.random().nextInt(LATEST_MILLIS), () -> on.accept(sending));
            }
        }
    };

    private static final int LATEST_MILLIS = 1500;

    void sent(World world, Office.Sending sending, Consumer<Office.Sending> on) {
        on.accept(sending);
    }
}
