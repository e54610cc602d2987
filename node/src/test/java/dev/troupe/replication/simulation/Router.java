package dev.troupe.replication.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** A network that loses, repeats and delays; between two nodes it keeps the order on each channel, as Artery does. */
final class Router {
    /** What overtakes nothing on the same channel may overtake on another. */
    enum Channel {
        CONTROL,
        DATA
    }

    private record Path(long from, long to, Channel channel) {}

    private final Clockwork clockwork;
    private final Random random;
    private final Map<Path, Long> latestMillis = new HashMap<>();
    private double loss;
    private double repetition;

    Router(Clockwork clockwork, Random random) {
        this.clockwork = clockwork;
        this.random = random;
    }

    void faults(double lossShare, double repetitionShare) {
        loss = lossShare;
        repetition = repetitionShare;
    }

    void send(long from, long to, Channel channel, Runnable delivery) {
        if (from == to) {
            clockwork.in(0, delivery);
            return;
        }
        if (random.nextDouble() < loss) {
            return;
        }
        int times = random.nextDouble() < repetition ? 2 : 1;
        for (int i = 0; i < times; i++) {
            Path path = new Path(from, to, channel);
            long at = Math.max(clockwork.nowMillis() + delayMillis(), latestMillis.getOrDefault(path, 0L));
            latestMillis.put(path, at);
            clockwork.in(at - clockwork.nowMillis(), delivery);
        }
    }

    private long delayMillis() {
        return loss > 0 && random.nextInt(100) < 2 ? 20 + random.nextInt(200) : 1 + random.nextInt(4);
    }
}
