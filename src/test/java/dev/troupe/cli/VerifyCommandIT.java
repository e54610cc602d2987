package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe verify} with real nodes. */
final class VerifyCommandIT {
    @TempDir
    Path folder = Path.of("");

    @Test
    void threeNodesThatAreLeftAloneKeepAllPromises() {
        Run run = verify("--for", "10s");
        assertThat(run.out()).contains("all promises were kept");
        assertThat(run.code()).isZero();
    }

    @Test
    @Tag("faults")
    void aPauseThatIsShorterThanDetectionCostsNothing() {
        Run run = verify("--for", "5s", "--faults", "pause");
        assertThat(run.err()).contains("pausing node-2", "the keys of all partitions answer");
        assertThat(run.out()).contains("all promises were kept");
        assertThat(run.code()).isZero();
    }

    @Test
    void aNodeThatIsKilledCostsASyncCacheNothing() {
        Run run = verify("--for", "5s", "--faults", "kill", "--sync");
        assertThat(run.err()).contains("killing node-2", "node-2 is ready");
        assertThat(run.out()).contains("lost         0", "all promises were kept");
        assertThat(run.code()).isZero();
    }

    /** Now and then one partition is away for 20 to 25 s after a node has come back; see docs/promises.md. */
    @Test
    @Tag("faults")
    void aNodeThatLeavesTakesNothingWithIt() {
        Run run = verify("--for", "5s", "--faults", "restart");
        assertThat(run.err()).contains("with exit code 0", "node-2 is ready");
        assertThat(run.out()).contains("lost         0", "all promises were kept");
        assertThat(run.code()).isZero();
    }

    private Run verify(String... options) {
        String[] arguments = new String[options.length + 5];
        System.arraycopy(new String[] {"verify", "--rate", "300", "--logs", folder.toString()}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        return Run.troupe(arguments);
    }
}
