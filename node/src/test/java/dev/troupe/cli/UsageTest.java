package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageTest {
    @Test
    void allCommandsAreListed() {
        Run run = Run.troupe("--help");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "node ",
                        "cluster ",
                        "get ",
                        "put ",
                        "delete ",
                        "acknowledge ",
                        "replay ",
                        "verify ",
                        "bench ",
                        "completion ",
                        "help ")
                .contains("Exit codes: 0 done");
        assertThat(Run.troupe("help").out()).isEqualTo(run.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node",
                "cluster",
                "get",
                "put",
                "delete",
                "acknowledge",
                "replay",
                "verify",
                "bench",
                "completion",
                "help"
            })
    void everyCommandHasHelp(String command) {
        Run run = Run.troupe(command, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Usage: troupe " + command);
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | Missing command",
                "frob | frob",
                "get | KEY",
                "put k | VALUE",
                "delete | KEY",
                "get a b | Unmatched",
                "get k --frob | --frob",
                "get k --url foo | write http://host:port",
                "get k --url https://a:1 | write http://host:port",
                "get k --timeout 0s | not between",
                "get k --timeout 2h | --timeout must be between 1 ms and 1 h, got 2 h",
                "put k v --timeout 61m | --timeout must be between 1 ms and 1 h, got 61 min",
                "get k --url foo --timeout 1h | '--url': 'foo' is not",
                "acknowledge --url foo | '--url': 'foo' is not",
                "verify --url foo | '--url': 'foo' is not",
                "get k -o xml | xml",
                "get k --cache A | not legal",
                "put k v --ttl 5x | write 500ms",
                "put k v --ttl -5s | write 500ms",
                "put k v --idle 4000d | not between",
                "put k v --if-match xyz | no version",
                "put k v --type ü | media type",
                "replay | FILE",
                "replay /nowhere/at/all | cannot read /nowhere/at/all",
                "replay f --threads 0 | --threads must be",
                "replay f --limit 0 | --limit must be",
                "replay f --value-bytes -1 | --value-bytes must be",
                "verify --nodes 10 | --nodes must be",
                "verify --clients 0 | --clients must be",
                "verify --rate 3 | --rate must be",
                "verify --for 1d | --for times --rate",
                "verify --faults flood | flood",
                "verify --faults kill,one-way --memory 3x | no size",
                "bench | --local",
                "bench --local --keys 15 | --keys must be",
                "bench --local --value-bytes -1 | --value-bytes must be",
                "bench --local --seconds 0 | --seconds must be",
                "bench --local --rounds 0 | --rounds must be",
                "bench --local --backups 2 | --backups must be",
                "bench --local --rows delete | no row contains",
                "bench --local --memory 3x | no size",
                "cluster --nodes 0 | --nodes must be",
                "cluster --http-port 65535 | ports must be",
                "cluster --memory 3x | no size",
                "cluster --conf /nowhere/at/all | cannot read",
                "node --http-port x | x",
                "node --conf /nowhere/at/all | cannot read",
                "node --set a | a"
            })
    void aMistakeIsOneLineAndExitCodeTwo(String line, String complaint) {
        Run run = Run.troupe(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("troupe: ").contains(complaint).contains(";");
    }

    @Test
    void theVersionIsPrinted() {
        assertThat(Run.troupe("--version").out()).startsWith("troupe ").matches("(?s).*Java (1[7-9]|[2-9][0-9]).*");
    }

    @Test
    void completionIsAScriptThatKnowsTheCommands() {
        Run run = Run.troupe("completion");
        assertThat(run.code()).isZero();
        for (String word : List.of("complete -F", "replay", "--value-bytes")) {
            assertThat(run.out()).contains(word);
        }
        assertThat(run.out()).doesNotContain("--exit-with-parent");
    }
}
