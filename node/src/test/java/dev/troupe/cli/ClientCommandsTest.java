package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.client.FakeNode;
import dev.troupe.client.FakeNode.Canned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientCommandsTest {
    private final FakeNode node = FakeNode.start();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aValueComesBackByteForByte() {
        byte[] value = {0, -1, 10, 13, 'x'};
        Run put = Run.withInput(value, "put", "k/ü", "-", "--url", url());
        assertThat(put.code()).isZero();
        assertThat(put.out()).isEqualTo("created 65f0c0de00000001\n");
        Run get = Run.troupe("get", "k/ü", "--url", url());
        assertThat(get.code()).isZero();
        assertThat(get.outBytes()).isEqualTo(value);
        assertThat(node.seen.get(0).target()).endsWith("/k%2F%C3%BC");
    }

    @Test
    void optionsOfAPutTravel() {
        troupe("put", "k", "v", "--ttl", "30s", "--idle", "500ms", "--type", "text/plain");
        assertThat(node.seen.get(0).target()).endsWith("/k?ttl=30000ms&idle=500ms");
        assertThat(node.seen.get(0).header("Content-type")).isEqualTo("text/plain");
    }

    @Test
    void jsonTellsAllOfAnEntry() {
        assertThat(troupe("put", "k", "\"ü\"\n", "--ttl", "1h", "--type", "text/plain", "-o", "json")
                        .out())
                .isEqualTo("{\"key\":\"k\",\"outcome\":\"created\",\"version\":\"65f0c0de00000001\"}\n");
        assertThat(troupe("get", "k", "-o", "json").out())
                .isEqualTo("{\"key\":\"k\",\"value\":\"\\\"ü\\\"\\u000a\",\"version\":\"65f0c0de00000001\","
                        + "\"ttl\":\"57s\",\"mediaType\":\"text/plain\"}\n");
        assertThat(Run.withInput(new byte[] {-1}, "put", "b", "-", "--url", url())
                        .code())
                .isZero();
        assertThat(troupe("get", "b", "-o", "json").out())
                .isEqualTo("{\"key\":\"b\",\"base64\":\"/w==\",\"version\":\"65f0c0de00000002\","
                        + "\"mediaType\":\"application/octet-stream\"}\n");
        assertThat(troupe("delete", "b", "-o", "json").out()).isEqualTo("{\"key\":\"b\",\"outcome\":\"removed\"}\n");
    }

    @Test
    void aValueOfABackupComesWithAWarning() {
        node.cannedEntries =
                new Canned(200, Map.of("Cache-Status", "troupe; hit; detail=backup", "Age", "7", "ETag", "\"1\""), "v");
        Run get = troupe("get", "k", "--read", "any");
        assertThat(node.seen.get(0).target()).endsWith("/k?read=any");
        assertThat(get.out()).isEqualTo("v");
        assertThat(get.err()).contains("backup").contains("7 s ago").hasLineCount(1);
        assertThat(troupe("get", "k", "--read", "any", "-o", "json").out()).contains("\"backupAge\":\"7s\"");
        assertThat(troupe("get", "k", "--read", "some").code()).isEqualTo(2);
    }

    @Test
    void anAbsentEntryIsThree() {
        for (String command : List.of("get", "delete")) {
            Run run = troupe(command, "absent");
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains("no entry 'absent' in cache 'default'")
                    .hasLineCount(1);
        }
        assertThat(troupe("put", "k", "v").code()).isZero();
        assertThat(troupe("delete", "k").out()).isEqualTo("removed\n");
        assertThat(troupe("get", "k").code()).isEqualTo(3);
    }

    @Test
    void anUnknownCacheIsNotAMiss() {
        Run run = troupe("get", "k", "--cache", "typo");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("--cache").hasLineCount(1);
    }

    @Test
    void aConditionThatDoesNotHoldIsFive() {
        assertThat(troupe("put", "k", "1", "--if-match", "*").code()).isEqualTo(5);
        assertThat(troupe("put", "k", "1", "--if-absent").code()).isZero();
        Run absent = troupe("put", "k", "2", "--if-absent");
        assertThat(absent.code()).isEqualTo(5);
        assertThat(absent.err()).contains("65f0c0de00000001").hasLineCount(1);
        assertThat(troupe("put", "k", "2", "--if-match", "65f0c0de00000001").out())
                .isEqualTo("replaced 65f0c0de00000002\n");
        assertThat(troupe("put", "k", "3", "--if-match", "\"65f0c0de00000001\"").code())
                .isEqualTo(5);
        assertThat(troupe("delete", "k", "--if-match", "1").code()).isEqualTo(5);
        assertThat(troupe("delete", "k", "--if-match", "*").code()).isZero();
        assertThat(troupe("delete", "k", "--if-match", "*").code()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "400, bad-key, 1",
        "413, value-too-large, 1",
        "507, cache-full, 1",
        "503, overloaded, 4",
        "503, unavailable, 4",
        "503, insufficient-replicas, 4",
        "504, outcome-unknown, 6",
        "500, internal, 6",
    })
    void aFailureHasItsExitCodeAndOneLine(int status, String type, int code) {
        node.canned = Canned.problem(status, type);
        Run run = troupe("put", "k", "v");
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("troupe: canned; ").hasLineCount(1);
    }

    @Test
    void nobodyThereIsFour() {
        node.close();
        Run run = troupe("get", "k");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("nobody accepts connections at " + url()).contains("troupe node");
    }

    @Test
    void aLostAnswerOfAWriteIsSix() {
        node.mute = true;
        assertThat(troupe("put", "k", "v").code()).isEqualTo(6);
        assertThat(troupe("get", "k").code()).isEqualTo(4);
    }

    @Test
    void anotherNodeIsUsedWhenOneRefuses() {
        FakeNode gone = node.startAnother();
        gone.close();
        for (int i = 0; i < 2; i++) {
            Run run = Run.troupe("put", "k", "v", "--url", gone.uri().toString(), "--url", url());
            assertThat(run.code()).isZero();
        }
    }

    @Test
    void aValueLongerThanAnyLimitIsRefusedBeforeItIsSent() {
        Run run = Run.withInput(new byte[(16 << 20) + 1], "put", "k", "-", "--url", url());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("split it");
        assertThat(node.seen).isEmpty();
    }

    @Test
    void aDashAfterTheEndOfOptionsIsStillStandardInput() {
        Run run = Run.withInput("in".getBytes(StandardCharsets.UTF_8), "put", "--url", url(), "--", "-k", "-");
        assertThat(run.code()).isZero();
        assertThat(Run.troupe("get", "--url", url(), "--", "-k").out()).isEqualTo("in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@single",
                "@@single",
                "@",
                "\"quoted\"",
                "'quoted'",
                "${sys:user.home}",
                "${env:HOME}",
                "$HOME",
                "a\\nb",
                " blanks ",
                "-5",
                "%C3",
                "+"
            })
    void whatIsWrittenIsWhatIsStored(String text) {
        assertThat(troupe("put", "k" + text, text).code()).isZero();
        assertThat(troupe("get", "k" + text).out()).isEqualTo(text);
        assertThat(troupe("put", text, "v").code()).isZero();
        assertThat(troupe("get", text).out()).isEqualTo("v");
    }

    @Test
    void theNameOfAFileAfterAnAtSignIsNoFileToReadArgumentsFrom(@TempDir Path folder) throws IOException {
        String text = "@" + Files.writeString(folder.resolve("single"), "content");
        assertThat(troupe("put", "k", text).code()).isZero();
        assertThat(troupe("get", "k").out()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "-hello", "-ojson", "-V", "--read", "--"})
    void whatLooksLikeAnOptionIsRefusedWithAHintAndTakenAfterTwoDashes(String text) {
        Run refused = troupe("put", "k", text);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(node.seen).isEmpty();
        assertThat(Run.troupe("put", "--url", url(), "--", text, text).code()).isZero();
        assertThat(Run.troupe("get", "--url", url(), "--", text).out()).isEqualTo(text);
        if (!text.equals("--")) {
            assertThat(refused.err()).contains("comes after --").hasLineCount(1);
        }
    }

    @Test
    void anEmptyValueIsStoredAndAnEmptyKeyRefused() {
        assertThat(troupe("put", "k", "").code()).isZero();
        assertThat(troupe("get", "k").outBytes()).isEmpty();
        assertThat(troupe("put", "", "v").code()).isEqualTo(1);
    }

    private String url() {
        return node.uri().toString();
    }

    private Run troupe(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", url()));
        return Run.troupe(all.toArray(String[]::new));
    }
}
