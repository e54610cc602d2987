package dev.troupe.replication.state;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers to those requests of one gateway that may still be asked again. The window is exact: each request names the
 * lowest number that its gateway has not finished, and below that nothing is remembered and nothing executed. The gateway's
 * own limits bound it. Not thread safe: owned by one partition.
 *
 * @param <A> what is remembered of an answer
 */
public final class AnswerWindow<A> {
    private final SortedMap<Long, A> answers = new TreeMap<>();
    private long lowest;

    /** The first answer to a request, or null if it was not executed or is over. */
    public @Nullable A answer(long number) {
        return answers.get(number);
    }

    /** Whether the gateway is done with this number, so that it must not be executed any more. */
    public boolean isOver(long number) {
        return number < lowest;
    }

    /** Remembers the answer to a request that was executed. */
    public void remember(long number, A answer) {
        answers.put(number, answer);
    }

    /** Forgets all below the lowest number that the gateway has not finished. */
    public void forgetBelow(long lowestUnfinished) {
        if (lowestUnfinished > lowest) {
            lowest = lowestUnfinished;
            answers.headMap(lowest).clear();
        }
    }

    /** What is remembered, by the number of the request. */
    public Collection<A> answers() {
        return Collections.unmodifiableCollection(answers.values());
    }
}
