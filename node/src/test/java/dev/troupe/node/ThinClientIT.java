package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.client.RemoteCaches;
import dev.troupe.lifecycle.LocalNodes;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the README for the client alone, as they stand but for the port, with nothing else on the class path. */
final class ThinClientIT {
    private static final String BASE = "http://127.0.0.1:8480";
    private static final String PROGRAM = """
            import dev.troupe.api.*;
            import dev.troupe.client.*;
            import java.net.URI;
            import java.util.*;

            public class Thin {
                public static void main(String[] arguments) {
            %s
                }
            }
            """;

    @TempDir
    Path folder = Path.of("");

    private String classPath = "";

    @BeforeEach
    void takeTheClientAndItsOneDependency() {
        assertThat(source(RemoteCaches.class)).isNotEqualTo(source(TroupeNode.class));
        classPath = String.join(
                File.pathSeparator,
                folder.toString(),
                source(RemoteCaches.class).toString(),
                source(NullMarked.class).toString());
    }

    @Test
    void linesOfTheReadmeForTheClientNeedNothingButTheClient() throws Exception {
        try (LocalNodes cluster = LocalNodes.start(1, Map.of())) {
            compile(lines().replace(BASE, cluster.node(0).httpUri().toString()));
            assertThat(run()).isEqualTo("Ada\n1\n");
        }
    }

    private static String lines() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String block = readme.substring(readme.indexOf("```java\nClientSettings") + 8);
        return block.substring(0, block.indexOf("```"));
    }

    private void compile(String lines) throws IOException {
        Path source = Files.writeString(folder.resolve("Thin.java"), PROGRAM.formatted(lines));
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler()
                .run(null, complaints, complaints, "-proc:none", "-cp", classPath, source.toString());
        assertThat(code).as(complaints.toString(StandardCharsets.UTF_8)).isZero();
    }

    private String run() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process program = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath, "Thin"))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        String printed = Files.readString(out);
        assertThat(program.exitValue()).as(printed).isZero();
        return printed;
    }

    private static Path source(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }
}
