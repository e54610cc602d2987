package dev.troupe;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The architecture holds, and each rule of it is able to fail: see the classes in {@code dev.troupe.planted}. */
class ArchitectureTest {
    private static final int LONGEST_FILE_LINES = 400;
    private static final int LONGEST_METHOD_LINES = 40;
    private static final long MOST_FILES = 20;
    /** Those that applications import, and those of the benchmarks: see decision 14. */
    private static final Set<String> WIDE = Set.of("dev/troupe/api", "dev/troupe/bench");

    private static final Set<Path> OF_CLIENT = roots("client");
    private static final Set<Path> OF_NODE = roots("node");

    private static final JavaClasses TROUPE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.troupe");
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("dev.troupe.planted");
    private static final Architecture ARCHITECTURE = new Architecture("dev.troupe");
    private static final Architecture OF_PLANTED = new Architecture("dev.troupe.planted");

    @Test
    void packagesUseOnlyWhatTheTableAllows() {
        ARCHITECTURE.arrows().check(TROUPE);
    }

    @Test
    void purePackagesUseOnlyTheJdk() {
        ARCHITECTURE.purity().check(TROUPE);
    }

    @Test
    void whatDecidesKnowsNoActors() {
        ARCHITECTURE.deciders().check(TROUPE);
    }

    @Test
    void onlyTheNodeAndItsSettingsReadConfiguration() {
        ARCHITECTURE.settings().check(TROUPE);
    }

    @Test
    void packagesFormNoCycles() {
        ARCHITECTURE.cycles().check(TROUPE);
    }

    @Test
    void whatApplicationsCallNamesOnlyWhatIsPublished() {
        ARCHITECTURE.published().check(TROUPE);
    }

    @Test
    void tableNamesOnlyPackagesThatExistAndOnlyArrowsDownward() {
        assertThat(ARCHITECTURE.empty(TROUPE)).isEmpty();
        assertThat(Architecture.upward()).isEmpty();
    }

    @Test
    void noPackageHasTooManyFiles() throws IOException {
        Map<Path, Long> files = sources()
                .filter(file -> !WIDE.contains(packageOf(file).toString()))
                .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
        assertThat(files)
                .isNotEmpty()
                .allSatisfy((at, count) -> assertThat(count).isLessThanOrEqualTo(MOST_FILES));
    }

    @Test
    void noSimpleNameIsThereTwice() {
        Map<String, Long> names = TROUPE.stream()
                .filter(type -> type.getEnclosingClass().isEmpty()
                        && !type.getSimpleName().equals("package-info")
                        && !type.getSimpleName().isEmpty())
                .collect(Collectors.groupingBy(JavaClass::getSimpleName, TreeMap::new, Collectors.counting()));
        assertThat(names)
                .isNotEmpty()
                .allSatisfy((name, count) -> assertThat(count).isOne());
    }

    @Test
    void noFileIsTooLong() throws IOException {
        assertThat(sources().filter(file -> SourceLengths.lines(text(file)) > LONGEST_FILE_LINES))
                .isEmpty();
    }

    @Test
    void noMethodIsTooLong() throws IOException {
        assertThat(sources().flatMap(file -> tooLong(file.getFileName() + ": ", text(file))))
                .isEmpty();
    }

    @Test
    void noPackageIsInBothModules() throws IOException {
        assertThat(packages(OF_CLIENT)).isNotEmpty().doesNotContainAnyElementsOf(packages(OF_NODE));
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        Set<Path> packages = new TreeSet<>(packages(OF_CLIENT));
        packages.addAll(packages(OF_NODE));
        Set<Path> marked = sources()
                .filter(file -> file.endsWith("package-info.java") && text(file).contains("\n@NullMarked\n"))
                .map(ArchitectureTest::packageOf)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).isNotEmpty().isEqualTo(marked);
    }

    @Test
    void plantedArrowsAreReported() {
        assertThat(report(OF_PLANTED.arrows()))
                .anyMatch(line -> line.contains("planted.placement.Borrower") && line.contains("planted.store.Shelf"))
                .anyMatch(line -> line.contains("planted.stray.Stray"))
                .anyMatch(line ->
                        line.contains("planted.owner.Left") && line.contains("planted.cluster.membership.Right"))
                .anyMatch(line ->
                        line.contains("planted.cluster.membership.Right") && line.contains("planted.owner.Left"))
                .noneMatch(line -> line.contains("JoinCheck"));
    }

    @Test
    void plantedImpuritiesAreReported() {
        assertThat(report(OF_PLANTED.purity()))
                .anyMatch(line -> line.contains("placement.Talker") && line.contains("org.apache.pekko"))
                .anyMatch(line -> line.contains("store.Shelf") && line.contains("org.slf4j.Logger"))
                .anyMatch(line -> line.contains("store.Shelf") && line.contains("java.util.logging.Logger"))
                .noneMatch(line -> line.contains("planted.owner"));
    }

    @Test
    void plantedDecidersAreReported() {
        assertThat(report(OF_PLANTED.deciders()))
                .isNotEmpty()
                .allMatch(line -> line.contains("owner.MoodDecider") && line.contains("ActorRef"));
    }

    @Test
    void plantedReadersOfConfigurationAreReported() {
        assertThat(report(OF_PLANTED.settings()))
                .isNotEmpty()
                .allMatch(line -> line.contains("membership.Right") && line.contains("com.typesafe.config"));
    }

    @Test
    void plantedCyclesAreReported() {
        assertThat(report(OF_PLANTED.cycles()))
                .anyMatch(line -> line.contains("Slice cluster.membership") && line.contains("Slice owner"));
    }

    @Test
    void plantedLengthsAreReported() {
        String body = "        int a = 0; // }\n".repeat(LONGEST_METHOD_LINES - 2);
        String source = """
                final class Planted {
                    private static final int[] VALUES = {1, 2};

                    @Deprecated
                    void tooLong(String text) throws IOException {
                %s    }

                    Planted {
                %s    }

                    void long$Enough() {
                        String brace = "}";
                %s    }
                }
                """.formatted(body, body + "int b;\n", body.substring(body.indexOf('\n') + 1));
        assertThat(SourceLengths.methods(source)).hasSize(3);
        assertThat(tooLong("", source))
                .containsExactly("@Deprecated void tooLong(String text) throws IOException: 41", "Planted: 41");
    }

    private static List<String> report(ArchRule rule) {
        return rule.evaluate(PLANTED).getFailureReport().getDetails();
    }

    private static Stream<String> tooLong(String where, String source) {
        return SourceLengths.methods(source).stream()
                .filter(method -> method.lines() > LONGEST_METHOD_LINES)
                .map(method -> where + method.signature() + ": " + method.lines());
    }

    private static Set<Path> roots(String module) {
        return Set.of(Path.of(module, "src", "main", "java"), Path.of(module, "src", "test", "java"));
    }

    private static Set<Path> packages(Set<Path> roots) throws IOException {
        return sources(roots).map(ArchitectureTest::packageOf).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Path> sources() throws IOException {
        return Stream.concat(sources(OF_CLIENT), sources(OF_NODE));
    }

    private static Stream<Path> sources(Set<Path> roots) throws IOException {
        Stream<Path> found = Stream.empty();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                found = Stream.concat(
                        found, files.filter(file -> file.toString().endsWith(".java")).toList().stream());
            }
        }
        return found;
    }

    private static Path packageOf(Path file) {
        // client/src/main/java and three more.
        return file.subpath(4, file.getNameCount() - 1);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
