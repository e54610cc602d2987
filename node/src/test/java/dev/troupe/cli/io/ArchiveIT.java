package dev.troupe.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that the launcher lets Java make: an installation with the jars of the build. */
final class ArchiveIT {
    private static final String NODE = "./troupe node --http-port 0 --port 0";
    /** What the launcher prints before all else. */
    private static final String DIVISION = "troupe: 1024 MiB: ";

    private static final String MAPPED = "dev.troupe.node.TroupeNode source: shared objects file";

    @TempDir
    static Path parent = Path.of("");

    private static Path home = Path.of("");
    private static Path program = Path.of("");
    private static Path archive = Path.of("");
    private static Path key = Path.of("");
    /** Another folder, with the archive and its key as they were made. */
    private static Path kept = Path.of("");

    private record Ended(int code, String out, String err) {}

    @BeforeAll
    static void install() throws Exception {
        home = installation("home");
        program = home.resolve("target/program");
        int java = Runtime.version().feature();
        archive = program.resolve("troupe-" + java + (java >= 25 ? ".aot" : ".jsa"));
        key = Path.of(archive + ".key");
        assertThat(run(home, "./troupe --version & ./troupe --version; wait $!").code())
                .as("two at the same time")
                .isZero();
        assertThat(archive).isNotEmptyFile();
        try (Stream<Path> files = Files.list(program)) {
            assertThat(files.filter(file -> !file.toString().endsWith(".jar"))).containsExactlyInAnyOrder(archive, key);
        }
        kept = Files.createDirectories(parent.resolve("kept"));
        copy(archive, kept);
        copy(key, kept);
    }

    private static Path installation(String name) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(name));
        copy(Path.of("troupe"), folder);
        Files.createFile(folder.resolve("pom.xml"));
        for (String module : List.of("client", "node")) {
            Files.createDirectories(folder.resolve(module).resolve("src/main"));
            Files.createFile(folder.resolve(module).resolve("pom.xml"));
        }
        Path program = Files.createDirectories(folder.resolve("target/program"));
        copy(Path.of("node/target/troupe.jar"), program);
        copy(Path.of("client/target/troupe-client.jar"), program);
        Path libraries = Files.createDirectories(folder.resolve("node/target/lib"));
        try (Stream<Path> jars = Files.list(Path.of("node/target/lib"))) {
            for (Path jar : jars.toList()) {
                copy(jar, libraries);
            }
        }
        Files.createFile(folder.resolve("target/built-by-launcher"));
        return folder;
    }

    private static void copy(Path file, Path folder) throws IOException {
        Files.copy(
                file,
                folder.resolve(file.getFileName()),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @BeforeEach
    void restore() throws IOException {
        copy(kept.resolve(archive.getFileName()), program);
        copy(kept.resolve(key.getFileName()), program);
    }

    @Test
    void nodesAndThoseThatTheyStartMapTheirClassesAndNothingIsMadeAgain() throws Exception {
        Ended ended = untilReady(home, "./troupe cluster --nodes 1 --http-port 0 --port 0 --logs logs");
        assertThat(ended.err()).doesNotContain("preparing");
        assertThat(mapped()).as("processes that map classes of a node").isEqualTo(1);
        assertThat(untilReady(home, NODE).err()).startsWith(DIVISION).hasLineCount(1);
        assertThat(mapped()).isEqualTo(1);
    }

    @Test
    void anArchiveWithBrokenContentKeepsNoNodeFromStarting() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(writable(), "rw")) {
            for (long at = file.length() / 8; at < file.length(); at += file.length() / 8) {
                file.seek(at);
                file.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            }
        }
        Ended ended = untilReady(home, NODE);
        assertThat(ended.out()).contains("ready http://").doesNotContain("[cds", "[aot");
        assertThat(ended.err()).startsWith(DIVISION).hasLineCount(1);
        assertThat(mapped()).isZero();
    }

    @Test
    void anArchiveThatIsCutShortIsNotUsedAndMadeAgain() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(writable(), "rw")) {
            file.setLength(file.length() / 2);
        }
        isMadeAgain();
    }

    @Test
    void anArchiveOfAnotherJavaIsNotUsedAndMadeAgain() throws Exception {
        Files.writeString(key, "17.0.1+1" + Files.readString(key));
        isMadeAgain();
    }

    @Test
    void anArchiveThatIsOlderThanAJarIsNotUsedAndMadeAgain() throws Exception {
        Files.setLastModifiedTime(archive, FileTime.from(Instant.EPOCH));
        isMadeAgain();
    }

    @Test
    void aNodeStartsWhereTheNameOfTheFolderHasABlank() throws Exception {
        Path folder = installation("an installation");
        assertThat(untilReady(folder, NODE).err())
                .startsWith(DIVISION)
                .contains("troupe: preparing")
                .hasLineCount(2);
        Ended ended = untilReady(folder, "./troupe cluster --nodes 1 --http-port 0 --port 0 --logs logs");
        assertThat(ended.out()).contains("ready http://");
        assertThat(ended.err()).doesNotContain("preparing");
    }

    /** The attempt fails at once, as it has nowhere to write what it says. */
    private static void isMadeAgain() throws Exception {
        Path log = home.resolve("target/launcher-training.log");
        Files.delete(log);
        Files.createDirectory(log);
        try {
            Ended again = run(home, "./troupe --version");
            assertThat(again.code()).isZero();
            assertThat(again.err()).contains("troupe: preparing");
            assertThat(archive).isEmptyFile();
        } finally {
            Files.delete(log);
            Files.createFile(log);
        }
    }

    private static File writable() {
        assertThat(archive.toFile().setWritable(true)).isTrue();
        return archive.toFile();
    }

    /** How many processes have mapped classes of a node since this was asked last. */
    private static int mapped() throws IOException {
        int count = 0;
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.filter(name -> name.getFileName().toString().startsWith("loaded-"))
                    .toList()) {
                count += Files.readString(file).contains(MAPPED) ? 1 : 0;
                Files.delete(file);
            }
        }
        return count;
    }

    private static Ended run(Path folder, String line) throws IOException, InterruptedException {
        Process shell = start(folder, line);
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(shell.waitFor(), out, Files.readString(folder.resolve("err")));
    }

    /** Runs what prints a ready line, and tells it to end then. */
    private static Ended untilReady(Path folder, String line) throws IOException, InterruptedException {
        Process shell = start(folder, "exec " + line);
        StringBuilder out = new StringBuilder();
        try (BufferedReader lines = shell.inputReader(StandardCharsets.UTF_8)) {
            String next = lines.readLine();
            while (next != null) {
                out.append(next).append('\n');
                if (next.startsWith("ready ")) {
                    shell.toHandle().destroy();
                }
                next = lines.readLine();
            }
        }
        return new Ended(shell.waitFor(), out.toString(), Files.readString(folder.resolve("err")));
    }

    private static Process start(Path folder, String line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", line)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TROUPE_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xlog:class+load:file=loaded-%p.txt");
        return builder.start();
    }
}
