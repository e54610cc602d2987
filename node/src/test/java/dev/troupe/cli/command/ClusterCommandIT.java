package dev.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.troupe.Await;
import dev.troupe.cli.Run;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.proving.NodeFailedException;
import dev.troupe.proving.NodeLaunch;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe cluster} as a process with real nodes as its children. */
final class ClusterCommandIT {
    @TempDir
    Path folder = Path.of("");

    @Test
    void twoNodesServeAsOneUntilTheCommandIsToldToStop() throws InterruptedException, IOException {
        try (NodeProcess command = start("--nodes", "2")) {
            command.awaitReady(Await.SOON);
            List<String> urls = awaitUrls(command, 2);
            assertThat(Run.troupe("put", "k", "v", "--url", urls.get(0)).code()).isZero();
            assertThat(Run.troupe("get", "k", "--url", urls.get(1)).out()).isEqualTo("v");
            List<ProcessHandle> nodes = children(command);
            assertThat(nodes).hasSize(2);
            command.terminate();
            assertThat(command.awaitExit(Await.SOON)).isEqualTo(OptionalInt.of(0));
            assertThat(nodes).noneMatch(ProcessHandle::isAlive);
            assertThat(Files.readString(command.log())).doesNotContain("has ended");
        }
    }

    @Test
    void theNodesDoNotOutliveACommandThatIsKilled() throws InterruptedException {
        List<ProcessHandle> nodes;
        try (NodeProcess command = start("--nodes", "1")) {
            command.awaitReady(Await.SOON);
            nodes = children(command);
            command.killForcibly();
        }
        assertThat(nodes).hasSize(1);
        await().atMost(Await.SOON).until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aSettingThatIsWrongEndsTheCommandWithTheEndOfTheLog() throws IOException, InterruptedException {
        Path conf = Files.writeString(folder.resolve("wrong.conf"), "troupe.http.frob = 1\n");
        try (NodeProcess command = start("--nodes", "2", "--conf", conf.toString())) {
            assertThatThrownBy(() -> command.awaitReady(Await.SOON)).isInstanceOf(NodeFailedException.class);
            assertThat(command.awaitExit(Await.SOON)).isEqualTo(OptionalInt.of(1));
            assertThat(Files.readString(command.log()))
                    .contains("ended with exit code 1", "troupe.http.frob", "all nodes were stopped");
        }
    }

    private NodeProcess start(String... arguments) {
        List<String> line = new ArrayList<>(NodeProgram.of(NodeMemory.Use.TEST.byDefault()));
        line.addAll(List.of(
                "cluster",
                "--http-port",
                "0",
                "--port",
                "0",
                "--memory",
                NodeMemory.Use.TEST.byDefault().toString()));
        line.addAll(List.of("--logs", folder.resolve("nodes").toString()));
        line.addAll(List.of(arguments));
        return NodeProcess.start(new NodeLaunch("command", line, folder.resolve("command.log")));
    }

    private static List<String> awaitUrls(NodeProcess command, int count) {
        return await().atMost(Await.SOON)
                .until(
                        () -> Files.readAllLines(command.log()).stream()
                                .filter(line -> line.startsWith("ready http://"))
                                .map(line -> line.substring("ready ".length()))
                                .toList(),
                        urls -> urls.size() == count);
    }

    private static List<ProcessHandle> children(NodeProcess command) {
        return ProcessHandle.of(command.pid()).orElseThrow().children().toList();
    }
}
