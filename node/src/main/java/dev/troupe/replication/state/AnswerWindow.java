package dev.troupe.replication.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answers to those requests of one gateway that may still be asked again. The window is exact: each request names the
 * lowest number that its gateway has not finished, and below that nothing is remembered and nothing executed. The gateway's
 * own limits bound it. Requests mostly come in the order of their numbers, so that what is remembered is a queue. Not thread safe: owned by one partition.
 *
 * @param <A> what is remembered of an answer
 */
public final class AnswerWindow<A> {
    private static final int FIRST_SLOTS = 4;
    /** So many are kept however few are needed. */
    static final int MOST_IDLE_SLOTS = 64;

    /** By number, the lowest at {@code first} modulo the length, which is a power of two. */
    private long[] numbers = new long[FIRST_SLOTS];

    private @Nullable Object[] answers = new @Nullable Object[FIRST_SLOTS];
    private int first;
    private int count;
    private long lowest;

    /** The first answer to a request, or null if it was not executed or is over. */
    public @Nullable A answer(long number) {
        int index = indexOf(number);
        return index < count && numberAt(index) == number ? answerAt(index) : null;
    }

    /** Whether the gateway is done with this number, so that it must not be executed any more. */
    public boolean isOver(long number) {
        return number < lowest;
    }

    /** Remembers the answer to a request that was executed. */
    public void remember(long number, A answer) {
        int index = indexOf(number);
        if (index == count || numberAt(index) != number) {
            insert(index);
        }
        set(index, number, answer);
    }

    /** Forgets all below the lowest number that the gateway has not finished. */
    public void forgetBelow(long lowestUnfinished) {
        if (lowestUnfinished > lowest) {
            lowest = lowestUnfinished;
            while (count > 0 && numberAt(0) < lowest) {
                answers[slot(0)] = null;
                first = slot(1);
                count--;
            }
            if (numbers.length > MOST_IDLE_SLOTS && count < numbers.length / 4) {
                resize(Math.max(FIRST_SLOTS, Integer.highestOneBit(2 * count)));
            }
        }
    }

    /** What is remembered, by the number of the request. */
    public Collection<A> answers() {
        List<A> all = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            all.add(answerAt(index));
        }
        return all;
    }

    /** Places for answers, those that are taken included. */
    int slots() {
        return numbers.length;
    }

    /** Where a number is, or would be. */
    private int indexOf(long number) {
        if (count == 0 || numberAt(count - 1) < number) {
            return count;
        }
        int from = 0;
        int to = count - 1;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (numberAt(middle) < number) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Makes a place; those behind it move up. */
    private void insert(int place) {
        if (count == numbers.length) {
            resize(2 * count);
        }
        for (int index = count; index > place; index--) {
            set(index, numberAt(index - 1), answerAt(index - 1));
        }
        count++;
    }

    private void resize(int slots) {
        long[] otherNumbers = new long[slots];
        @Nullable Object[] otherAnswers = new @Nullable Object[slots];
        for (int index = 0; index < count; index++) {
            otherNumbers[index] = numberAt(index);
            otherAnswers[index] = answerAt(index);
        }
        numbers = otherNumbers;
        answers = otherAnswers;
        first = 0;
    }

    private void set(int index, long number, A answer) {
        numbers[slot(index)] = number;
        answers[slot(index)] = answer;
    }

    private long numberAt(int index) {
        return numbers[slot(index)];
    }

    @SuppressWarnings("unchecked") // Only what was remembered is there.
    private A answerAt(int index) {
        return (A) Objects.requireNonNull(answers[slot(index)]);
    }

    private int slot(int index) {
        return (first + index) & (numbers.length - 1);
    }
}
