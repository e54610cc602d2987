package dev.troupe.proving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.troupe.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeProcessTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void theAddressIsReadFromTheReadyLine() throws InterruptedException {
        try (NodeProcess node = start("a", "b")) {
            assertThat(node.awaitReady(Await.SOON)).isEqualTo(URI.create("http://127.0.0.1:20002"));
            assertThat(node.readyAddress()).contains(URI.create("http://127.0.0.1:20002"));
            assertThat(node.isAlive()).isTrue();
        }
    }

    @Test
    void askedToEndItEndsInItsOwnWay() throws InterruptedException, IOException {
        try (NodeProcess node = start()) {
            node.awaitReady(Await.SOON);
            node.terminate();
            assertThat(node.awaitExit(Await.SOON)).isEqualTo(OptionalInt.of(0));
            assertThat(Files.readString(node.log())).contains("told to end");
        }
    }

    @Test
    void killedItHasNoTimeToSayGoodbye() throws InterruptedException, IOException {
        try (NodeProcess node = start()) {
            node.awaitReady(Await.SOON);
            node.killForcibly();
            assertThat(node.isAlive()).isFalse();
            assertThat(node.awaitExit(Duration.ZERO)).isEqualTo(OptionalInt.of(137));
            assertThat(Files.readString(node.log())).doesNotContain("told to end");
        }
    }

    @Test
    void aNodeThatDiesBeforeItIsReadyIsReportedWithTheEndOfItsLog() {
        try (NodeProcess node = start("die")) {
            assertThatThrownBy(() -> node.awaitReady(Await.SOON))
                    .isInstanceOf(NodeFailedException.class)
                    .hasMessageContaining("node-x ended with exit code 3")
                    .hasMessageContaining("something is wrong with this node");
        }
    }

    @Test
    void aNodeThatIsNotReadyInTimeIsReported() {
        try (NodeProcess node = start("silent")) {
            assertThatThrownBy(() -> node.awaitReady(Duration.ofMillis(300)))
                    .isInstanceOf(NodeFailedException.class)
                    .hasMessageContaining("node-x was not ready within 0 s");
        }
    }

    @Test
    void anIncompleteReadyLineIsNone() throws InterruptedException {
        try (NodeProcess node = start("half")) {
            await().atMost(Await.SOON).until(() -> LogTail.since(node.log(), 0).contains(":20001"));
            assertThat(node.readyAddress()).isEmpty();
        }
    }

    @Test
    void aReadyLineOfAnEarlierRunDoesNotCount() throws InterruptedException {
        try (NodeProcess earlier = start()) {
            earlier.awaitReady(Await.SOON);
        }
        try (NodeProcess node = start("silent")) {
            assertThatThrownBy(() -> node.awaitReady(Duration.ofMillis(500))).isInstanceOf(NodeFailedException.class);
        }
    }

    @Test
    void aPausedNodeIsStoppedUntilItIsResumed() throws InterruptedException {
        try (NodeProcess node = start()) {
            node.awaitReady(Await.SOON);
            node.pause();
            await().atMost(Await.SOON).until(() -> state(node) == 'T');
            node.resume();
            await().atMost(Await.SOON).until(() -> state(node) != 'T');
        }
    }

    @Test
    void closingKillsAPausedNode() throws InterruptedException {
        NodeProcess node = start();
        node.awaitReady(Await.SOON);
        node.pause();
        node.close();
        assertThat(node.isAlive()).isFalse();
    }

    @Test
    void aNodeEndsWhenItsParentIsKilled() throws InterruptedException, IOException {
        List<String> program = new ArrayList<>(TinyNode.program());
        program.set(program.size() - 1, TinyParent.class.getName());
        program.add(folder.resolve("nodes").toString());
        List<ProcessHandle> children;
        try (NodeProcess parent = NodeProcess.start(new NodeLaunch("parent", program, folder.resolve("parent.log")))) {
            parent.awaitReady(Await.SOON);
            children = Files.readAllLines(parent.log()).stream()
                    .filter(line -> line.startsWith("pid "))
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line.substring(4))).stream())
                    .toList();
            assertThat(children).hasSize(2).allMatch(ProcessHandle::isAlive);
            parent.killForcibly();
        }
        await().atMost(Await.SOON).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    private NodeProcess start(String... arguments) {
        List<String> command = new ArrayList<>(TinyNode.program());
        command.addAll(List.of(arguments));
        return NodeProcess.start(new NodeLaunch("node-x", command, folder.resolve("node-x.log")));
    }

    /** The state letter that the kernel shows of a process. */
    private static char state(NodeProcess node) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(node.pid()), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }
}
