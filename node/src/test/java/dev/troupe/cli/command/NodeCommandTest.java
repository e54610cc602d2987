package dev.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cli.TroupeCommand;
import dev.troupe.cli.console.Console;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeCommandTest {
    @Test
    void optionsBecomeSettings() {
        assertThat(parsed(
                                "--http-port=0",
                                "--port",
                                "17356",
                                "--seed",
                                "a:1",
                                "--seed",
                                "b:2",
                                "--planned-nodes",
                                "3",
                                "--set",
                                "troupe.limits.max-value-bytes=2 MiB",
                                "--set",
                                "troupe.cluster.zone=a=b")
                        .overrides())
                .isEqualTo(Map.of(
                        "troupe.http.port", "0",
                        "troupe.cluster.port", "17356",
                        "troupe.cluster.seeds.0", "a:1",
                        "troupe.cluster.seeds.1", "b:2",
                        "troupe.cluster.planned-nodes", "3",
                        "troupe.limits.max-value-bytes", "2 MiB",
                        "troupe.cluster.zone", "a=b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "b=c", "\"b=c\"", "'b'", "@file", "${sys:user.home}", "[\"x\",\"ä\"]", " b ", "-5", "\\"})
    void aSettingIsTakenAsItIsWritten(String value) {
        assertThat(parsed("--set", "a.\"b\"=" + value).overrides()).isEqualTo(Map.of("a.\"b\"", value));
    }

    @Test
    void whatIsNotGivenIsLeftToTheSettingsFile() {
        assertThat(parsed().overrides()).isEmpty();
    }

    private static NodeCommand parsed(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = "node";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        Object command = TroupeCommand.commandLine(Console.system())
                .parseArgs(line)
                .subcommand()
                .commandSpec()
                .userObject();
        return (NodeCommand) command;
    }
}
