package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.Await;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.http.RawConnection;
import dev.troupe.proving.NodeLaunch;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that may open few files and sockets. */
final class FewDescriptorsIT {
    private static final int LIMIT = 250;

    @TempDir
    Path folder = Path.of("");

    @Test
    void moreClientsThanDescriptorsKeepNobodyOutAndEndNothing() throws Exception {
        List<RawConnection> idle = new ArrayList<>();
        try (NodeProcess node = start()) {
            URI uri = node.awaitReady(Await.SOON);
            String at = uri.toString();
            assertThat(Run.troupe("put", "k", "v", "--url", at).code()).isZero();
            for (int i = 0; i < 2 * LIMIT; i++) {
                idle.add(new RawConnection(uri));
            }
            assertThat(RawConnection.exchange(uri, "GET /alive HTTP/1.0\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(Run.troupe("get", "k", "--url", at).out()).isEqualTo("v");
            assertThat(Run.troupe("put", "k", "w", "--url", at).code()).isZero();
            node.terminate();
            assertThat(node.awaitExit(Await.SOON)).isEqualTo(OptionalInt.of(0));
            assertThat(Files.readString(node.log()))
                    .containsOnlyOnce("this process may have " + LIMIT + " files and sockets open")
                    .contains("ulimit -n")
                    .doesNotContain("Accept error", "Too many open files");
        } finally {
            for (RawConnection connection : idle) {
                connection.close();
            }
        }
    }

    private NodeProcess start() throws IOException {
        List<String> line = new ArrayList<>(List.of("bash", "-c", "ulimit -n " + LIMIT + " && exec \"$@\"", "few"));
        line.addAll(NodeProgram.of(NodeMemory.Use.TEST.byDefault()));
        line.addAll(List.of("node", "--http-port", "0", "--port", "0", "--exit-with-parent"));
        return NodeProcess.start(new NodeLaunch("node", line, folder.resolve("node.log")));
    }
}
