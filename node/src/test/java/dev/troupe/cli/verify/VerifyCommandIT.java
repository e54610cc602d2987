package dev.troupe.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cli.Run;
import dev.troupe.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe verify} with real nodes. */
final class VerifyCommandIT {
    private static final int MOST_LINES = 60;
    private static final int LONGEST_LINE = 250;

    @TempDir
    Path folder = Path.of("");

    @Test
    void threeNodesThatAreLeftAloneKeepAllPromises() {
        Run run = verify("--for", "10s");
        assertThat(run.out()).as(this::complaints).contains("all promises were kept");
        assertThat(run.code()).isZero();
    }

    @Test
    void nodesThatDoNotStartLeaveTheirLogsWhereTheMessageSays() throws IOException {
        String usual = System.getProperty("troupe.node.jvm", "");
        System.setProperty("troupe.node.jvm", usual + " -XX:+DisableExplicitGC");
        try {
            Run run = verify();
            assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err()).contains("ended with exit code 1", "what is known of it is in " + folder);
            // Of the first that ends: the others are stopped then, be it before they have written anything.
            assertThat(logs()).contains("troupe: -XX:+DisableExplicitGC keeps a node from giving back memory");
        } finally {
            System.setProperty("troupe.node.jvm", usual);
        }
    }

    @Test
    @Tag("faults")
    void aPauseThatIsShorterThanDetectionCostsNothing() {
        Run run = verify("--for", "5s", "--faults", "pause");
        assertThat(run.err()).contains("pausing node-2", "the keys of all partitions answer");
        assertThat(run.out()).as(this::complaints).contains("all promises were kept");
        assertThat(run.code()).isZero();
    }

    @Test
    void aNodeThatIsKilledCostsASyncCacheNothing() {
        Run run = verify("--for", "5s", "--faults", "kill", "--sync");
        assertThat(run.err()).contains("killing node-2", "node-2 is ready");
        assertThat(run.out()).as(this::complaints).contains("lost         0", "all promises were kept");
        assertThat(run.code()).isZero();
    }

    @Test
    @Tag("faults")
    void aNodeThatLeavesTakesNothingWithIt() {
        Run run = verify("--for", "5s", "--faults", "restart");
        assertThat(run.err()).contains("with exit code 0", "node-2 is ready");
        assertThat(run.out()).as(this::complaints).contains("lost         0", "all promises were kept");
        assertThat(run.code()).isZero();
    }

    private String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder)) {
            for (Path log : logs) {
                all.append(Files.readString(log));
            }
        }
        return all.toString();
    }

    /** What the nodes complained of: the logs are gone when somebody reads of a failure. */
    private String complaints() {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder)) {
            for (Path log : logs) {
                lines.add(log.getFileName().toString());
                List<String> complaints = Files.readAllLines(log).stream()
                        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                        .map(line -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
                        .toList();
                lines.addAll(complaints.subList(Math.max(0, complaints.size() - MOST_LINES), complaints.size()));
            }
        } catch (IOException unreadable) {
            lines.add(unreadable.toString());
        }
        return String.join("\n", lines);
    }

    private Run verify(String... options) {
        String[] arguments = new String[options.length + 5];
        System.arraycopy(new String[] {"verify", "--rate", "300", "--logs", folder.toString()}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        return Run.troupe(arguments);
    }
}
