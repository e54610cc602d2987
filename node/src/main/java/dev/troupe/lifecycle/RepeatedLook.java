package dev.troupe.lifecycle;

import java.time.Duration;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;

/** A look at something, again and again until it is cancelled; one that fails is told in the log and costs nothing but itself. */
final class RepeatedLook {
    private RepeatedLook() {}

    /** Begins looking; without this the scheduler would give up after the first failure. */
    static Cancellable start(ActorSystem<?> system, Duration first, Duration interval, Runnable look) {
        return system.scheduler()
                .scheduleAtFixedRate(
                        first,
                        interval,
                        () -> {
                            try {
                                look.run();
                            } catch (Throwable defect) {
                                if (FatalErrors.isFatal(defect)) {
                                    throw defect;
                                }
                                system.log().error("a look that is repeated failed", defect);
                            }
                        },
                        system.executionContext());
    }
}
