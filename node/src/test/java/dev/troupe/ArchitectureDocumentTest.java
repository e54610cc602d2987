package dev.troupe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/architecture.md} names is there, so that nobody looks for it in vain. */
class ArchitectureDocumentTest {
    private static final Path DOCUMENT = Path.of("docs", "architecture.md");
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w+");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w+)");
    private static final int MOST_WORDS = 15;

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> sources(String module) {
        try (Stream<Path> files = Files.walk(Path.of(module, "src"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> declared() {
        return Stream.of("client", "node")
                .flatMap(ArchitectureDocumentTest::sources)
                .flatMap(file -> DECLARED.matcher(text(file)).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyTypeThatIsNamedExists() {
        Set<String> named = SPAN.matcher(text(DOCUMENT))
                .results()
                .flatMap(span -> NAME.matcher(span.group(1)).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(40);
        assertThat(declared()).containsAll(named);
    }

    @Test
    void glossaryIsShort() {
        String words = text(DOCUMENT).split("## ", 3)[1];
        assertThat(words.lines().filter(line -> line.startsWith("|")).skip(2)).hasSizeBetween(5, MOST_WORDS);
    }
}
