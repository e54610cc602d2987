package dev.troupe.partition;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers to the writes of one gateway that may still be asked again. The window is exact: each request names the lowest
 * number that its gateway has not finished, and below that nothing is remembered and nothing executed. The gateway's own
 * limits bound it. Not thread safe: owned by one partition.
 */
final class RecentWrites {
    private final Map<Long, Reply> answers = new HashMap<>();
    private long lowest;

    /** The first answer to a write, if it was executed before. */
    @Nullable
    Reply answer(long number) {
        return answers.get(number);
    }

    /** Whether the gateway is done with this number, so that it must not be executed any more. */
    boolean isOver(long number) {
        return number < lowest;
    }

    /** Remembers the answer to a write that was executed. */
    void remember(long number, Reply reply) {
        answers.put(number, reply);
    }

    /** Forgets all below the lowest number that the gateway has not finished. */
    void forgetBelow(long lowestUnfinished) {
        if (lowestUnfinished <= lowest) {
            return;
        }
        if (lowestUnfinished - lowest > answers.size()) {
            answers.keySet().removeIf(number -> number < lowestUnfinished);
        } else {
            for (long number = lowest; number < lowestUnfinished; number++) {
                answers.remove(number);
            }
        }
        lowest = lowestUnfinished;
    }

    int size() {
        return answers.size();
    }
}
