package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.lifecycle.LocalNodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the curl lines of the README as they stand, but for the port. */
class ReadmeIT {
    private static final String BASE = "http://127.0.0.1:8480";

    private static List<String> curlLines() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String block = readme.substring(readme.indexOf("```bash\n") + 8);
        return block.substring(0, block.indexOf("```")).lines().toList();
    }

    private static String run(String line) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-o", "pipefail", "-c", line)
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(line + "\n" + output).isZero();
        return output;
    }

    @Test
    void curlLinesOfTheReadmeDoWhatTheySay() throws Exception {
        try (LocalNodes cluster = LocalNodes.start(1, Map.of())) {
            List<String> outputs = new java.util.ArrayList<>();
            for (String line : curlLines()) {
                outputs.add(run(line.replace(BASE, cluster.node(0).httpUri().toString())));
            }
            assertThat(outputs).hasSize(12);
            assertThat(outputs.get(1)).isEqualTo("world");
            assertThat(outputs.get(2)).contains("200 OK").contains("ETag: \"").contains("Cache-Status: troupe; hit");
            assertThat(outputs.get(5)).contains("\"status\":412");
            assertThat(outputs.get(6)).isEmpty();
            assertThat(outputs.get(7)).contains("default");
            assertThat(outputs.get(8)).contains("127.0.0.1");
            assertThat(outputs.get(9)).contains("owner");
            assertThat(outputs.get(11)).contains("troupe_http_requests");
        }
    }
}
