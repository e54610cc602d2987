package dev.troupe.cli.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.troupe.client.FakeNode;
import dev.troupe.heap.MemoryDivision;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher in a folder of its own that counts as built, and what it lets through to Java and back. */
final class LauncherIT {
    /** The launcher has had its say, and Java ends with a line of its own. */
    private static final String REFUSED_LATER = "./troupe node --set troupe.http.prot=1";

    private static final String LATIN_1 = "de_DE.ISO-8859-1";

    @TempDir
    Path home = Path.of("");

    private final FakeNode node = FakeNode.start();

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void build() throws IOException {
        Files.copy(Path.of("troupe"), home.resolve("troupe"));
        Files.createFile(home.resolve("pom.xml"));
        for (String module : List.of("client", "node")) {
            Files.createDirectories(home.resolve(module).resolve("src/main"));
            Files.createFile(home.resolve(module).resolve("pom.xml"));
        }
        Path libraries = Files.createDirectories(home.resolve("node/target/lib"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        try (OutputStream jar = new JarOutputStream(Files.newOutputStream(libraries.resolve("all.jar")), manifest)) {
            jar.flush();
        }
        Path program = Files.createDirectories(home.resolve("target/program"));
        for (String jar : List.of("troupe.jar", "troupe-client.jar")) {
            Files.copy(libraries.resolve("all.jar"), program.resolve(jar));
        }
        // There is none to be had for classes that lie in folders.
        Files.createFile(archive());
        Files.createFile(home.resolve("target/built-by-launcher"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "C.UTF-8", "nope_XX.UTF-8", LATIN_1})
    void aKeyIsTheBytesThatTheUserWroteUnderEveryLocale(String locale) throws Exception {
        Map<String, String> environment = environment(locale);
        assertThat(run(environment, "./troupe put ä ü --url " + node.uri()).code())
                .isZero();
        assertThat(node.seen.get(0).target()).endsWith("/%C3%A4");
        assertThat(run(environment, "./troupe get ä --url " + node.uri()).out()).isEqualTo("ü");
        assertThat(run(environment, "./troupe get ä -o json --url " + node.uri())
                        .out())
                .contains("\"key\":\"ä\",\"value\":\"ü\"");
        Ended other = run(environment, "./troupe get ö --url " + node.uri());
        assertThat(other.code()).isEqualTo(3);
        assertThat(other.err()).contains("no entry 'ö'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", LATIN_1})
    void bytesThatAreNotUtf8AreRefused(String locale) throws Exception {
        Ended ended = run(environment(locale), "./troupe put $'\\xe4' v --url " + node.uri());
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("troupe: argument 2 is not UTF-8");
        assertThat(node.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", LATIN_1})
    void javaAloneRefusesWhatItCannotReadUnderItsLocale(String locale) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Ended ended = run(
                environment(locale),
                java + " -cp 'node/target/lib/*' dev.troupe.cli.TroupeCommand put ä v --url " + node.uri());
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).startsWith("troupe: argument 2 is not ASCII").hasLineCount(1);
        assertThat(node.seen).isEmpty();
    }

    @Test
    void filesAreFoundByNamesThatAreNotAsciiUnderEveryLocale() throws Exception {
        Files.writeString(home.resolve("spur"), "schlüssel\n");
        assertThat(run(environment("nope_XX.UTF-8"), "mv spur spür && ./troupe replay spür --url " + node.uri())
                        .code())
                .isZero();
        assertThat(node.seen).anyMatch(seen -> seen.target().endsWith("/schl%C3%BCssel"));
        Files.writeString(home.resolve("c"), "troupe.http.frob = 1\n");
        Ended refused = run(environment("nope_XX.UTF-8"), "mv c ä.conf && ./troupe node --conf ä.conf");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("troupe.http.frob");
    }

    @ParameterizedTest
    @CsvSource({
        "put k v >/dev/full, 1, cannot write to standard output",
        "put k v >&-, 1, cannot write to standard output",
        "get k >/dev/full, 1, cannot write to standard output",
        "get k -o json >/dev/full, 1, cannot write to standard output",
        "delete k >/dev/full, 1, cannot write to standard output",
        "--help >/dev/full, 1, cannot write to standard output",
        "completion >/dev/full, 1, cannot write to standard output",
        "replay trace >/dev/full, 1, cannot write to standard output",
        "put k - <&-, 1, cannot read standard input",
        "put k - </, 1, cannot read standard input"
    })
    void whatCannotBeWrittenOrReadIsNoSuccess(String line, int code, String complaint) throws Exception {
        Files.writeString(home.resolve("trace"), "a\n");
        assertThat(run(Map.of(), "./troupe put k v --url " + node.uri()).code()).isZero();
        String url = line.matches("(put|get|delete|replay).*") ? " --url " + node.uri() : "";
        Ended ended = run(Map.of(), "./troupe " + line + url);
        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.err()).startsWith("troupe: " + complaint).hasLineCount(1);
    }

    @Test
    void aReaderThatHasEnoughEndsTheCommandQuietly() throws Exception {
        // It has ended before Java has begun: what is short enough for the pipe would else be written or not as it
        // happens.
        Ended ended = run(Map.of(), "./troupe completion | head -n 0; echo ${PIPESTATUS[0]}");
        assertThat(ended.out()).isEqualTo("141\n");
        assertThat(ended.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "client/pom.xml", "node/pom.xml", "client/src/main/New", "node/src/main/New"})
    void whateverHasChangedIsBuiltFirst(String changed) throws Exception {
        Path maven = Files.createDirectories(home.resolve("bin")).resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\necho asked to build; exit 1\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        Map<String, String> path = Map.of("PATH", maven.getParent() + File.pathSeparator + System.getenv("PATH"));
        assertThat(run(path, "./troupe --help").code()).isZero();
        Path file = home.resolve(changed);
        if (Files.notExists(file)) {
            Files.createFile(file);
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
        Ended ended = run(path, "./troupe --help");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("troupe: building", "asked to build", "troupe: the build failed");
    }

    /** Memory, and what the sentence says of it and of what would do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "64m | is 64m, which is too small for a node",
                "64m | m at least",
                "0 | is '0', which is no size: give one such as 512m or 2g, or a share",
                "-1 | is '-1', which is no size",
                "1x | is '1x', which is no size",
                "' ' | is ' ', which is no size",
                "1.5g | is '1.5g', which is no size",
                "200% | give a share up to 100%",
                "99999g | that this machine or container has: give",
                "1% | is 1%, which is too small for a node"
            })
    void memoryThatCannotWorkIsRefusedWithWhatWould(String memory, String complaint) throws Exception {
        Ended ended = run(Map.of("TROUPE_MEMORY", memory), "./troupe node --http-port 0 --port 0");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("troupe: TROUPE_MEMORY is ")
                .contains(complaint)
                .hasLineCount(1);
    }

    @Test
    void theLeastMemoryThatARefusalNamesIsEnough() throws Exception {
        String refusal = run(Map.of("TROUPE_MEMORY", "64m"), "./troupe node").err();
        String least = refusal.substring(refusal.indexOf("give ") + "give ".length(), refusal.indexOf(" at least"));
        assertThat(run(Map.of("TROUPE_MEMORY", least), REFUSED_LATER).err())
                .startsWith("troupe: " + least.replace("m", " MiB: 16 for entries, 96 heap, "));
    }

    @Test
    void whatTheHeapUsedToBeIsRefusedWithTheNameOfWhatCounts() throws Exception {
        Ended ended = run(Map.of("TROUPE_HEAP", "2g"), "./troupe node");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("troupe: TROUPE_HEAP is not used")
                .contains("TROUPE_MEMORY=4g")
                .hasLineCount(1);
        ended = run(Map.of("TROUPE_HEAP", "2g"), "./troupe cluster");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith("troupe: TROUPE_HEAP is not used")
                .contains("TROUPE_MEMORY=512m")
                .hasLineCount(1);
        assertThat(run(Map.of("TROUPE_HEAP", "2g"), "./troupe node --help").code())
                .isZero();
    }

    /** A gateway needs nothing for entries. */
    @ParameterizedTest
    @CsvSource({"'', 1024, on", "1g, 1024, on", "2048m, 2048, on", "512m --set troupe.cluster.storage=off, 512, off"})
    void theDivisionIsPrinted(String memory, int mib, String storage) throws Exception {
        MemoryDivision parts = MemoryDivision.of(
                mib,
                new MemoryDivision.Ground(
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version().feature(),
                        storage.equals("on")));
        String[] words = memory.split(" ", 2);
        Ended ended = run(Map.of("TROUPE_MEMORY", words[0]), REFUSED_LATER + (words.length > 1 ? " " + words[1] : ""));
        assertThat(ended.err().lines().findFirst().orElseThrow())
                .isEqualTo("troupe: " + mib + " MiB: " + parts.entriesMib() + " for entries, " + parts.heapMib()
                        + " heap, " + parts.networkMib() + " network, " + parts.codeMib() + " code, " + parts.restMib()
                        + " classes, threads and the rest");
        assertThat(ended.err()).contains("troupe.http.prot");
    }

    /** A Java that tells what it is told. */
    @Test
    void javaAndTheCLibraryAreToldTheDivision() throws Exception {
        Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$@\"; env | grep MALLOC_ | sort\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        Path none = home.resolve("target/program/troupe-17.jsa");
        if (Files.notExists(none)) {
            Files.createFile(none);
        }
        MemoryDivision parts = MemoryDivision.of(
                2048, new MemoryDivision.Ground(Runtime.getRuntime().availableProcessors(), 17, true));
        Map<String, String> environment =
                Map.of("JAVA_HOME", home.resolve("jdk").toString(), "TROUPE_MEMORY", "2g", "MALLOC_ARENA_MAX", "3");
        Ended node = run(environment, "./troupe node");
        assertThat(node.out())
                .contains(" -Xmx" + parts.heapMib() + "m -XX:MaxDirectMemorySize=" + parts.directMib() + "m ")
                .contains(" -XX:ReservedCodeCacheSize=" + parts.codeMib() + "m -XX:+ExplicitGCInvokesConcurrent ")
                .contains(" -Dtroupe.node.memory-mib=2048 -Dtroupe.node.entries-mib=" + parts.entriesMib()
                        + " -Dtroupe.node.heap-mib=" + parts.heapMib() + " ")
                .endsWith("MALLOC_ARENA_MAX=3\nMALLOC_MMAP_THRESHOLD_=131072\nMALLOC_TRIM_THRESHOLD_=131072\n");
        assertThat(run(environment, "./troupe cluster").out())
                .doesNotContain("MaxDirectMemorySize")
                .contains("MALLOC_TRIM_THRESHOLD_=131072");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "troupe.storage.max-memory=900MiB | 687 MiB are for entries, and 900 MiB are needed; start it with TROUPE_MEMORY=",
                "troupe.limits.max-value-bytes=16MiB | raise it with TROUPE_MEMORY=2544m"
            })
    void settingsThatNeedMoreMemoryAreRefusedWithTheMemoryThatWouldDo(String setting, String complaint)
            throws Exception {
        assumeThat(Runtime.version().feature()).isLessThan(25);
        assumeThat(Runtime.getRuntime().availableProcessors()).isEqualTo(2);
        Ended ended = run(Map.of("TROUPE_MEMORY", "1g"), "./troupe node --http-port 0 --port 0 --set " + setting);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains(complaint);
    }

    /** Version 2 alone, version 1 with the group's own path, and as a container sees its own group. */
    @ParameterizedTest
    @CsvSource({
        "0::/a/b, sys/fs/cgroup/a/memory.max, 268435456, 256",
        "0::/, sys/fs/cgroup/memory.max, 268435456, 256",
        "0::/, sys/fs/cgroup/memory.max, max, 2048",
        "9:memory:/a/b, sys/fs/cgroup/memory/a/b/memory.limit_in_bytes, 536870912, 512",
        "9:memory:/docker/x, sys/fs/cgroup/memory/memory.limit_in_bytes, 536870912, 512",
        "9:memory:/, sys/fs/cgroup/memory/memory.limit_in_bytes, 9223372036854771712, 2048",
        "3:cpu:/, sys/fs/cgroup/memory.max, 268435456, 2048"
    })
    void aContainerHasTheMemoryOfItsControlGroup(String group, String file, String limit, int mib) throws Exception {
        Path root = home.resolve("root");
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/meminfo"), "MemTotal:        2097152 kB\nMemFree: 1 kB\n");
        Files.writeString(root.resolve("proc/self/cgroup"), group + "\n");
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), limit + "\n");
        Ended ended = run(
                Map.of(), "set -euo pipefail; eval \"$(sed -n '/^machine_mib()/,/^}/p' troupe)\"; machine_mib root");
        assertThat(ended.out()).as(ended.err()).isEqualTo(String.valueOf(mib));
    }

    @Test
    void whereJavaCanMakeNoArchiveCommandsRunWithoutAndItIsNotTriedAgain() throws Exception {
        Files.delete(archive());
        Files.createDirectory(home.resolve("target/launcher-training.log"));
        Ended first = run(Map.of(), "./troupe --version");
        assertThat(first.code()).isZero();
        assertThat(first.err()).startsWith("troupe: preparing");
        assertThat(archive()).isEmptyFile();
        Ended second = run(Map.of(), "./troupe --version");
        assertThat(second.code()).isZero();
        assertThat(second.err()).isEmpty();
    }

    private Path archive() {
        int java = Runtime.version().feature();
        return home.resolve("target/program/troupe-" + java + (java >= 25 ? ".aot" : ".jsa"));
    }

    /** That of a locale, which is compiled if the system has its sources, as few have it installed. */
    private Map<String, String> environment(String locale) throws Exception {
        if (!locale.equals(LATIN_1)) {
            return Map.of("LC_ALL", locale);
        }
        Ended compiled = run(
                Map.of(),
                "mkdir locales && localedef -f ISO-8859-1 -i de_DE locales/" + LATIN_1
                        + " && cp -r /usr/lib/locale/C.utf8 locales/");
        assumeThat(compiled.code()).as(compiled.err()).isZero();
        return Map.of("LC_ALL", locale, "LOCPATH", home.resolve("locales").toString());
    }

    /** Runs a line of the shell, whose own characters are UTF-8, in a clean environment but for some variables. */
    private Ended run(Map<String, String> environment, String line) throws IOException, InterruptedException {
        Path script = Files.writeString(home.resolve("line.sh"), line);
        Path err = home.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(List.of("bash", script.toString()))
                .directory(home.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TROUPE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().putAll(environment);
        Process shell = builder.start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = shell.waitFor();
        String complaints = Files.readAllLines(err).stream()
                // Of the shells about the locale, not ours.
                .filter(complaint -> !complaint.contains("setlocale"))
                .map(complaint -> complaint + "\n")
                .collect(Collectors.joining());
        return new Ended(code, out, complaints);
    }
}
