package dev.troupe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/copies.md} names is there, and the rules that others cite are in it. Goes by simple names and source text. */
class CopiesDocumentTest {
    private static final int RULES = 40;
    private static final Path DOCUMENT = Path.of("docs", "copies.md");

    private static final Pattern HEADING = Pattern.compile("(?m)^### Rule (\\d+)\\. ");
    /** A type, or a member of one. */
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?`");

    private static final Pattern TEST = Pattern.compile("`(?:\\w+(?:Test|IT)|Mutations)\\.\\w+`");
    private static final Pattern CONSTANT = Pattern.compile("(?m)^    ([A-Z][A-Z_]+)(?: \\{|[,;(])");
    private static final Pattern CITATION = Pattern.compile("\\b[Rr]ules? (\\d+(?:(?:, | and | or | to )\\d+)*)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)");

    @Test
    void everyRuleIsThereInItsPlace() {
        assertThat(matches(HEADING, text(DOCUMENT)).map(found -> Integer.valueOf(found.group(1))))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, RULES).boxed().toList());
    }

    @Test
    void everyRuleSaysWhereItIsAndWhatShowsIt() {
        List<String> sections = Arrays.asList(HEADING.split(text(DOCUMENT)));
        assertThat(sections.subList(1, sections.size())).allSatisfy(section -> {
            assertThat(section).containsOnlyOnce("\n- *Types:* `").containsOnlyOnce("\n- *Tests:* `");
            String tests = section.substring(section.indexOf("*Tests:*"));
            assertThat(tests).containsPattern(TEST);
        });
    }

    @Test
    void everythingThatIsNamedExists() throws IOException {
        Map<String, String> sources = sources();
        List<MatchResult> names = matches(NAME, text(DOCUMENT)).toList();
        assertThat(names).hasSizeGreaterThan(5 * RULES);
        assertThat(names.stream().filter(name -> !exists(name, sources)).map(MatchResult::group))
                .as("what has another name now, or is gone")
                .isEmpty();
    }

    @Test
    void everyPlantedDefectIsNamed() throws IOException {
        String document = text(DOCUMENT);
        List<String> defects = matches(CONSTANT, sources().getOrDefault("Mutations", ""))
                .map(defect -> "`Mutations." + defect.group(1) + "`")
                .toList();
        assertThat(defects).isNotEmpty();
        assertThat(defects.stream().filter(defect -> !document.contains(defect)))
                .isEmpty();
    }

    @Test
    void everyRuleThatIsCitedIsThere() {
        Stream<Integer> cited = Stream.of("client/src", "node/src", "docs", "README.md", "CONTRIBUTING.md")
                .flatMap(CopiesDocumentTest::texts)
                .flatMap(file -> matches(CITATION, text(file)))
                .flatMap(citation -> matches(NUMBER, citation.group()))
                .map(number -> Integer.valueOf(number.group()));
        assertThat(cited).isNotEmpty().allMatch(number -> 1 <= number && number <= RULES);
    }

    @Test
    void everyFileThatIsLinkedExists() {
        assertThat(matches(LINK, text(DOCUMENT)).map(link -> DOCUMENT.resolveSibling(link.group(1))))
                .isNotEmpty()
                .allMatch(Files::exists);
    }

    private static boolean exists(MatchResult name, Map<String, String> sources) {
        String source = sources.get(name.group(1));
        String member = name.group(2);
        return source != null
                && (member == null || declarationOf(member).matcher(source).find());
    }

    private static Pattern declarationOf(String member) {
        return Pattern.compile(
                "\\b(?:void|record|enum|interface|class) " + member + "\\b|(?m)^    " + member + "(?: \\{|[,;(])");
    }

    /** Texts by the simple name of the class, those of classes that share one together. */
    private static Map<String, String> sources() throws IOException {
        return Stream.of("client/src", "node/src")
                .flatMap(CopiesDocumentTest::texts)
                .filter(file -> file.toString().endsWith(".java"))
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""),
                        CopiesDocumentTest::text,
                        (one, other) -> one + other));
    }

    private static Stream<Path> texts(String root) {
        try (Stream<Path> files = Files.walk(Path.of(root))) {
            return files.filter(file -> file.toString().matches(".*\\.(java|md|conf)")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
