package dev.troupe.proving.history.recording;

import static dev.troupe.proving.history.Attempts.absent;
import static dev.troupe.proving.history.Attempts.on;
import static dev.troupe.proving.history.Attempts.over;
import static dev.troupe.proving.history.Attempts.refused;
import static dev.troupe.proving.history.Attempts.removed;
import static dev.troupe.proving.history.Attempts.removedPerhaps;
import static dev.troupe.proving.history.Attempts.saw;
import static dev.troupe.proving.history.Attempts.sawNothing;
import static dev.troupe.proving.history.Attempts.unknown;
import static dev.troupe.proving.history.Attempts.unmet;
import static dev.troupe.proving.history.Attempts.wrote;
import static dev.troupe.proving.history.Attempts.wroteFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.proving.history.Action;
import dev.troupe.proving.history.Attempt;
import dev.troupe.proving.history.Disturbance;
import dev.troupe.proving.history.Disturbance.Kind;
import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Judge;
import dev.troupe.proving.history.Judgement;
import dev.troupe.proving.history.Rules;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordingFileTest {
    /** Begins at 0, as what was read does. */
    private static final History HISTORY = new History(
            List.of(
                    wrote(0, 1, 1, -1),
                    wroteFor(500, 1, 2, 2, 12),
                    over(2, 2, 3, 3, 13),
                    unmet(1, 3, 4, 4),
                    unknown(4, 5, 5),
                    refused(5, 6, 6),
                    saw(6, 7, 3, 13),
                    saw(7, 8, Action.FOREIGN, -2),
                    removed(8, 9),
                    removedPerhaps(9, 10),
                    absent(10, 11),
                    on("{other}\"ü\\=", sawNothing(11, 12))),
            List.of(new Disturbance(Kind.LEAVE, "node-1", -5, 5), new Disturbance(Kind.CUT, "node-2", 1, 1L << 60)));

    private static final Recording RECORDING = new Recording(
            "by 8 clients, with kill = all", Instant.parse("2026-11-30T08:00:12.345Z"), Rules.standard(true), HISTORY);

    @TempDir
    Path folder = Path.of("");

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        assertThat(RecordingFile.read(written(Optional.empty()))).isEqualTo(RECORDING);
        assertThat(RecordingFile.read(written(Optional.of(Judge.judge(HISTORY, RECORDING.rules())))))
                .isEqualTo(RECORDING);
    }

    @Test
    void aHistoryThatBeganLaterIsJudgedAlike() throws IOException {
        long later = 1L << 50;
        History shifted = new History(
                HISTORY.attempts().stream()
                        .map(one -> new Attempt(
                                one.client(),
                                one.key(),
                                one.action(),
                                one.outcome(),
                                one.invokedNanos() + later,
                                one.endedNanos() + later))
                        .toList(),
                List.of());
        Path file = folder.resolve("shifted");
        RecordingFile.write(file, Recording.ofNow("it", RECORDING.rules(), shifted), Optional.empty());
        Judgement judgement = Judge.judge(RecordingFile.read(file).history(), RECORDING.rules());
        assertThat(judgement).isEqualTo(Judge.judge(shifted, RECORDING.rules()));
        assertThat(judgement.findings()).isNotEmpty();
    }

    @Test
    void everyFindingIsWritten() throws IOException {
        Judgement judgement = Judge.judge(HISTORY, RECORDING.rules());
        List<String> lines = Files.readAllLines(written(Optional.of(judgement)));
        assertThat(lines.stream().filter(line -> line.startsWith("finding ")))
                .hasSameSizeAs(judgement.findings())
                .allMatch(line -> line.matches("finding promise=[a-z-]+ excused=(true|false) key=\\S+ text=.+"));
        assertThat(lines).endsWith("verdict is=broken");
    }

    @Test
    void aFileThatWasCutAnywhereIsRefused() throws IOException {
        List<String> lines = Files.readAllLines(written(Optional.empty()));
        for (int kept = 0; kept < lines.size(); kept++) {
            Path cut = Files.write(folder.resolve("cut"), lines.subList(0, kept));
            assertThatThrownBy(() -> RecordingFile.read(cut))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cut, line " + (kept + 1));
        }
    }

    @Test
    void aLineThatIsMissingIsNoticed() throws IOException {
        List<String> lines = Files.readAllLines(written(Optional.empty()));
        lines.remove(5);
        Path file = Files.write(folder.resolve("short"), lines);
        assertThatThrownBy(() -> RecordingFile.read(file)).hasMessageContaining("lines are missing");
    }

    @ParameterizedTest
    @CsvSource({
        "action=read, action=frob, unknown action frob",
        "client=1, client=x, client cannot be x",
        "' client=1', '', without client",
        "request, frob, 'frob' does not belong here",
        "format=1, format=2, format 2 is not known",
        "ended=1000000, oops, no name=value",
        "kind=cut, kind=frob, kind cannot be frob",
        "client=1, client=1 client=1, client is there twice"
    })
    void aLineThatCannotBeReadIsNamed(String there, String instead, String complaint) throws IOException {
        String text = Files.readString(written(Optional.empty()));
        Path file = Files.writeString(folder.resolve("broken"), text.replace(there, instead));
        assertThatThrownBy(() -> RecordingFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken, line ")
                .hasMessageContaining(complaint);
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("binary"), new byte[] {-1, -2, 0});
        assertThatThrownBy(() -> RecordingFile.read(file)).hasMessageContaining("not text");
    }

    @Test
    void aHistoryIsNeverOverwritten() throws IOException {
        Path file = written(Optional.empty());
        assertThatThrownBy(() -> RecordingFile.write(file, RECORDING, Optional.empty()))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    private Path written(Optional<Judgement> judgement) throws IOException {
        Path file = folder.resolve("history-" + judgement.isPresent());
        RecordingFile.write(file, RECORDING, judgement);
        return file;
    }
}
