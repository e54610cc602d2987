package dev.troupe.replication.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which copy an owner starts from. */
class RecoveryChoiceTest {
    private static final Writer ASKER = new Writer(2_000_000_009L, 1);
    private static final Writer EARLIER = new Writer(2_000_000_000L, 2);
    private static final Writer LATEST = new Writer(2_000_000_001L, 3);
    private static final RecoveryChoice LOST = new RecoveryChoice(RecoveryChoice.NOWHERE, 0, true);

    @Test
    void theHighestCompleteCopyIsAdoptedTheOwnOneOnATie() {
        assertThat(choice(1, complete(4, LATEST, 70), complete(1, LATEST, 60)))
                .isEqualTo(new RecoveryChoice(4, 70, false));
        assertThat(choice(1, complete(4, LATEST, 70), complete(1, LATEST, 70), complete(5, LATEST, 70)))
                .isEqualTo(new RecoveryChoice(1, 70, false));
        assertThat(choice(1, complete(4, LATEST, -1), complete(1, LATEST, 70)))
                .as("positions are unsigned")
                .isEqualTo(new RecoveryChoice(4, -1, false));
    }

    @Test
    void withoutAnOpeningItIsNewAndWithOneAndNoCopyItIsLost() {
        assertThat(choice(1, nothing(1, Writer.NOBODY), nothing(4, Writer.NOBODY)))
                .isEqualTo(new RecoveryChoice(RecoveryChoice.NOWHERE, 0, false));
        assertThat(choice(1, nothing(1, Writer.NOBODY), nothing(4, LATEST))).isEqualTo(LOST);
    }

    @Test
    void withoutBackupsWhatWasFilledForAMoveAndNotFinishedIsNeverUsed() {
        assertThat(choice(0, complete(1, LATEST, 70), nothing(4, LATEST))).isEqualTo(LOST);
        assertThat(choice(1, complete(1, LATEST, 70), nothing(4, LATEST)))
                .as("with backups it is")
                .isEqualTo(new RecoveryChoice(1, 70, false));
    }

    @Test
    void withoutBackupsACopyThatIsClosedOrFinalIsUsedUnderTheHighestOpeningOnly() {
        for (boolean isFinal : new boolean[] {false, true}) {
            FromKeeper.Answer latest = answer(4, LATEST, 70, true, !isFinal, isFinal);
            FromKeeper.Answer earlier = answer(5, EARLIER, 90, true, !isFinal, isFinal);
            assertThat(choice(0, latest, earlier)).isEqualTo(new RecoveryChoice(4, 70, false));
            assertThat(choice(0, earlier, nothing(1, LATEST))).isEqualTo(LOST);
        }
    }

    private static RecoveryChoice choice(int backups, FromKeeper.Answer... answers) {
        return RecoveryChoice.of(List.of(answers), ASKER.uid(), backups);
    }

    private static FromKeeper.Answer complete(long keeper, Writer opening, long position) {
        return answer(keeper, opening, position, true, false, false);
    }

    private static FromKeeper.Answer nothing(long keeper, Writer opening) {
        return answer(keeper, opening, 0, false, false, false);
    }

    private static FromKeeper.Answer answer(
            long keeper, Writer opening, long position, boolean complete, boolean closed, boolean isFinal) {
        return new FromKeeper.Answer(0, keeper, ASKER, opening, opening, position, complete, closed, isFinal);
    }
}
