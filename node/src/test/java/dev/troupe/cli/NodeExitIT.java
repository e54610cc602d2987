package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.Await;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.proving.NodeLaunch;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the process of a node ends: asked to, by a fatal error, and what it survives. */
final class NodeExitIT {
    private static final OptionalInt STOPPED = OptionalInt.of(0);
    private static final OptionalInt FATAL = OptionalInt.of(12);

    @TempDir
    Path folder = Path.of("");

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "ACTOR, STACK_OVERFLOW",
        "DISPATCHER, INTERNAL",
        "INTERNAL_DISPATCHER, INITIALIZER",
        "THREAD, OUT_OF_MEMORY",
    })
    void otherFatalErrorsDoSoToo(PlantedError.Place place, PlantedError.Kind kind) throws Exception {
        fatalErrorOnAnyThreadEndsTheNodeWithACodeOfItsOwnAndIsNamed(place, kind);
    }

    @ParameterizedTest
    @CsvSource({"ACTOR, NO_CLASS_DEF_FOUND", "DISPATCHER, OUT_OF_MEMORY", "THREAD, LINKAGE"})
    void fatalErrorOnAnyThreadEndsTheNodeWithACodeOfItsOwnAndIsNamed(PlantedError.Place place, PlantedError.Kind kind)
            throws Exception {
        try (NodeProcess node = start(planted(place, kind))) {
            assertThat(node.awaitExit(Await.SOON)).isEqualTo(FATAL);
            assertThat(Files.readAllLines(node.log()))
                    .filteredOn(line -> line.startsWith("troupe: fatal error in thread "))
                    .singleElement()
                    .asString()
                    .contains("start it again");
        }
    }

    @Test
    void fatalErrorWhileTheNodeLeavesIsNotTakenForAnOrderedEnd() throws Exception {
        try (NodeProcess node = start(planted(PlantedError.Place.STOPPING, PlantedError.Kind.LINKAGE))) {
            node.awaitReady(Await.SOON);
            node.terminate();
            assertThat(node.awaitExit(Await.SOON)).isEqualTo(FATAL);
        }
    }

    @Test
    void exceptionOnAThreadOfTheSystemIsNoReasonToEnd() throws Exception {
        try (NodeProcess node = start(planted(PlantedError.Place.DISPATCHER, PlantedError.Kind.EXCEPTION))) {
            node.awaitReady(Await.SOON);
            node.terminate();
            assertThat(node.awaitExit(Await.SOON)).isEqualTo(STOPPED);
            assertThat(Files.readString(node.log())).doesNotContain("fatal error");
        }
    }

    /** The types are among the first that are loaded after the start of Java, before, while and after the node's system is made. */
    @ParameterizedTest
    @ValueSource(strings = {"dev.troupe.node.NodeLauncher ", "org.apache.pekko.cluster.JoinSeedNodeProcess "})
    void nodeThatIsAskedToStopWhileItStartsEndsWithZero(String loaded) throws Exception {
        List<String> program = program("-Xlog:class+load:stdout");
        try (NodeProcess node = start(with(program, "--seed", "127.0.0.1:1"))) {
            await().atMost(Await.SOON).until(() -> Files.readString(node.log()).contains(loaded));
            node.terminate();
            assertThat(node.awaitExit(Await.SOON)).isEqualTo(STOPPED);
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.pekko.actor.ActorSystemImpl ",
                "org.apache.pekko.cluster.Cluster ",
                "dev.troupe.node.Banner "
            })
    void atOtherMomentsOfItsStartToo(String loaded) throws Exception {
        nodeThatIsAskedToStopWhileItStartsEndsWithZero(loaded);
    }

    @Test
    void nodeThatIsAskedTwiceEndsWithZero() throws Exception {
        try (NodeProcess node = start(with(NodeProgram.of(NodeMemory.Use.TEST.byDefault())))) {
            node.awaitReady(Await.SOON);
            node.terminate();
            node.terminate();
            assertThat(node.awaitExit(Await.SOON)).isEqualTo(STOPPED);
        }
    }

    @Test
    void nodeWithoutDescriptorsAnswersWhatItHasNeverBeenAskedBefore() throws Exception {
        List<String> limited = new ArrayList<>(List.of("bash", "-c", "ulimit -n \"$0\" && exec \"$@\"", "200"));
        limited.addAll(with(NodeProgram.of(NodeMemory.Use.TEST.byDefault())));
        List<Socket> idle = new ArrayList<>();
        try (NodeProcess node = start(limited)) {
            URI uri = node.awaitReady(Await.SOON);
            try (Socket first = new Socket(uri.getHost(), uri.getPort())) {
                assertThat(answer(first, "PUT", "/v1/caches/default/entries/a")).contains("201");
                for (int i = 0; i < 150; i++) {
                    idle.add(new Socket(uri.getHost(), uri.getPort()));
                }
                assertThat(answer(first, "GET", "/v1/caches/default/entries/a")).contains("200");
                assertThat(answer(first, "POST", "/v1/caches/default/entries/n/_increment"))
                        .contains("200");
                assertThat(answer(first, "GET", "/v1/caches/default/keys")).contains("200");
                assertThat(answer(first, "GET", "/v1/cluster/partitions")).contains("200");
                assertThat(answer(first, "GET", "/nowhere")).contains("404");
            } finally {
                for (Socket socket : idle) {
                    socket.close();
                }
            }
            node.terminate();
            assertThat(node.awaitExit(Await.SOON)).isEqualTo(STOPPED);
            assertThat(Files.readString(node.log())).doesNotContain("NoClassDefFoundError", "fatal error");
        }
    }

    /** The status line of the answer to a request without a body; the answer is read to its end. */
    private static String answer(Socket connection, String method, String path) throws IOException {
        connection.setSoTimeout((int) Await.SOON.toMillis());
        String head = method + " " + path + " HTTP/1.1\r\nHost: node\r\nContent-Length: 0\r\n\r\n";
        connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = connection.getInputStream().read();
            assertThat(next).as("end of the connection after: %s", answer).isNotNegative();
            answer.append((char) next);
        }
        String length = answer.toString()
                .lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: "))
                .map(line -> line.substring("content-length: ".length()))
                .findFirst()
                .orElse("0");
        connection.getInputStream().readNBytes(Integer.parseInt(length.strip()));
        return answer.substring(0, answer.indexOf("\r\n"));
    }

    private static List<String> planted(PlantedError.Place place, PlantedError.Kind kind) {
        return with(
                program("-Dplanted.place=" + place + " -Dplanted.error=" + kind),
                "--set",
                "pekko.extensions.0=" + PlantedError.class.getName());
    }

    /** That of any node of a test, with options added to the usual ones. */
    private static List<String> program(String added) {
        String usual = Optional.ofNullable(System.getenv("TROUPE_JAVA_OPTS")).orElse("");
        return NodeProgram.of(NodeMemory.Use.TEST.byDefault(), usual + " " + added);
    }

    private static List<String> with(List<String> program, String... arguments) {
        List<String> line = new ArrayList<>(program);
        line.addAll(List.of("node", "--http-port", "0", "--port", "0"));
        line.addAll(List.of(arguments));
        return line;
    }

    private NodeProcess start(List<String> line) {
        return NodeProcess.start(new NodeLaunch("node", line, folder.resolve("node.log")));
    }
}
