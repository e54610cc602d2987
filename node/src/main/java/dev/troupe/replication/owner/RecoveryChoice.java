package dev.troupe.replication.owner;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Writer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which copy an owner starts from, as the answers say.
 *
 * @param source uid of the node that has it, or {@link #NOWHERE}: then the partition starts empty
 * @param position of that copy
 * @param lost whether there was an owner before and yet nobody has a copy to start from
 */
record RecoveryChoice(long source, long position, boolean lost) {
    static final long NOWHERE = 0;

    /**
     * The highest complete copy, the own one on a tie. Without backups a complete copy may be the leftover of a move, so
     * only one is good that the last owner has given back or marked final.
     */
    static RecoveryChoice of(Collection<FromKeeper.Answer> answers, long own, int backups) {
        Writer opening = highestOpening(answers);
        List<FromKeeper.Answer> good = answers.stream()
                .filter(FromKeeper.Answer::complete)
                .filter(answer -> backups > 0 || isLastOwners(answer, opening))
                .toList();
        return good.stream()
                .max(Comparator.comparing(FromKeeper.Answer::position, Long::compareUnsigned)
                        .thenComparing(answer -> answer.keeper() == own))
                .map(best -> new RecoveryChoice(best.keeper(), best.position(), false))
                .orElse(new RecoveryChoice(NOWHERE, 0, !opening.equals(Writer.NOBODY)));
    }

    static Writer highestOpening(Collection<FromKeeper.Answer> answers) {
        return answers.stream()
                .map(FromKeeper.Answer::opening)
                .max(Comparator.comparingLong(Writer::epoch))
                .orElse(Writer.NOBODY);
    }

    private static boolean isLastOwners(FromKeeper.Answer answer, Writer opening) {
        return (answer.closed() || answer.isFinal()) && answer.opening().equals(opening);
    }
}
