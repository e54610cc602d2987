package dev.troupe.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.cli.console.Failure;
import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Rules;
import dev.troupe.proving.history.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvidenceTest {
    private static final Recording NOTHING = Recording.ofNow("it", Rules.standard(true), History.calm(List.of()));

    @TempDir
    Path parent = Path.of("");

    private final List<String> complaints = new ArrayList<>();

    @AfterEach
    void nothingElseIsComplainedOf() {
        assertThat(complaints).isEmpty();
    }

    @Test
    void aTemporaryFolderGoesWithAllThatIsInIt() {
        Evidence evidence = in(Optional.empty());
        evidence.tell("something");
        write(evidence);
        evidence.discard();
        assertThat(evidence.folder()).doesNotExist();
    }

    @Test
    void aFolderThatIsKeptIsNamedOnceAndStays() throws IOException {
        Evidence evidence = in(Optional.empty());
        Path history = write(evidence);
        assertThat(evidence.keep()).contains(evidence.folder());
        assertThat(evidence.keep()).isEmpty();
        evidence.discard();
        assertThat(history).exists();
        Files.delete(history);
        Files.delete(evidence.folder());
    }

    @Test
    void whatCannotBeWrittenIsToldAndNoFailure() throws IOException {
        Evidence evidence = in(Optional.of(parent.resolve("gone")));
        Files.delete(evidence.folder());
        evidence.tell("one");
        evidence.tell("two");
        Path file = evidence.historyFile();
        assertThat(evidence.write(file, NOTHING, Optional.empty())).isFalse();
        assertThat(evidence.isWhole()).isFalse();
        Path log = evidence.folder().resolve("verify.log");
        assertThat(complaints)
                .containsExactly(
                        "cannot write all that is told to " + log + ": " + log + ": there is no such file or folder",
                        "cannot write the history to " + file + ": " + file + ": there is no such file or folder");
        complaints.clear();
    }

    @Test
    void aTemporaryFolderThatCannotBeRemovedIsToldAndNoFailure() throws IOException {
        Evidence evidence = in(Optional.empty());
        Path inside = Files.createDirectories(evidence.folder().resolve("a/b"));
        evidence.discard();
        assertThat(evidence.isWhole()).isTrue();
        assertThat(complaints)
                .singleElement()
                .asString()
                .startsWith("cannot remove the logs in " + evidence.folder() + ": ")
                .endsWith("it is a folder with something in it");
        complaints.clear();
        Files.delete(inside);
        evidence.discard();
        assertThat(evidence.folder()).doesNotExist();
    }

    @Test
    void aTemporaryFolderWithoutAnythingInItIsNotKept() {
        Evidence evidence = in(Optional.empty());
        assertThat(evidence.keep()).isEmpty();
        assertThat(evidence.folder()).doesNotExist();
    }

    @Test
    void aNamedFolderIsMadeAndStays() throws IOException {
        Path named = parent.resolve("a/b");
        Evidence evidence = in(Optional.of(named));
        evidence.tell("one");
        evidence.tell("two");
        evidence.discard();
        assertThat(Files.readAllLines(named.resolve("verify.log")))
                .hasSize(2)
                .allMatch(line -> line.matches("20\\S+Z (one|two)"));
    }

    @Test
    void historiesOfSeveralRunsLieBesideEachOther() {
        Path first = write(in(Optional.of(parent)));
        Path second = write(in(Optional.of(parent)));
        assertThat(first).exists().isNotEqualTo(second);
        assertThat(second).exists();
    }

    @Test
    void aFolderThatCannotBeThereIsNamed() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThatThrownBy(() -> in(Optional.of(file)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(file + ": it is there already, and no folder");
    }

    private Evidence in(Optional<Path> named) {
        return Evidence.in(named, complaints::add);
    }

    private static Path write(Evidence evidence) {
        Path file = evidence.historyFile();
        assertThat(evidence.write(file, NOTHING, Optional.empty())).isTrue();
        return file;
    }
}
