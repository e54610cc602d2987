package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Recording;
import dev.troupe.proving.history.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvidenceTest {
    private static final Recording NOTHING = Recording.ofNow("it", Rules.standard(true), History.calm(List.of()));

    @TempDir
    Path parent = Path.of("");

    @Test
    void aTemporaryFolderGoesWithAllThatIsInIt() {
        Evidence evidence = Evidence.in(Optional.empty());
        evidence.tell("something");
        evidence.write(NOTHING, Optional.empty());
        assertThat(evidence.keep()).contains(evidence.folder());
        evidence.discard();
        assertThat(evidence.folder()).doesNotExist();
    }

    @Test
    void aTemporaryFolderWithoutAnythingInItIsNotKept() {
        Evidence evidence = Evidence.in(Optional.empty());
        assertThat(evidence.keep()).isEmpty();
        assertThat(evidence.folder()).doesNotExist();
    }

    @Test
    void aNamedFolderIsMadeAndStays() throws IOException {
        Path named = parent.resolve("a/b");
        Evidence evidence = Evidence.in(Optional.of(named));
        evidence.tell("one");
        evidence.tell("two");
        evidence.discard();
        assertThat(Files.readAllLines(named.resolve("verify.log")))
                .hasSize(2)
                .allMatch(line -> line.matches("20\\S+Z (one|two)"));
    }

    @Test
    void historiesOfSeveralRunsLieBesideEachOther() {
        Path first = Evidence.in(Optional.of(parent)).write(NOTHING, Optional.empty());
        Path second = Evidence.in(Optional.of(parent)).write(NOTHING, Optional.empty());
        assertThat(first).exists().isNotEqualTo(second);
        assertThat(second).exists();
    }

    @Test
    void aFolderThatCannotBeThereIsNamed() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThatThrownBy(() -> Evidence.in(Optional.of(file)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(file + ": it is there already, and no folder");
    }
}
