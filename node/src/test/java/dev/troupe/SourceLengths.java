package dev.troupe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Measures one Java source: its lines, and the lines of every method body with its signature, found by matching braces.
 * Initializers and lambdas in fields count as methods too. Owned by {@link ArchitectureTest}.
 */
final class SourceLengths {
    private static final Pattern TYPE = Pattern.compile("(?<![.\\w])(class|interface|enum|record)\\s+\\w+");
    private static final Pattern ANONYMOUS =
            Pattern.compile("(?<!\\w)new\\s+[\\w.<>?,\\s]+\\([^;]*\\)\\s*$", Pattern.DOTALL);
    private static final Pattern CONSTANT = Pattern.compile("(^|,)\\s*[A-Z][A-Z0-9_]*\\s*(\\([^;]*\\))?\\s*$");

    /**
     * A method that was found.
     *
     * @param signature its text before the brace, on one line
     * @param lines from the signature to the closing brace
     */
    record Method(String signature, int lines) {}

    private record Brace(boolean opensType, boolean opensMethod, int firstLine, String header) {}

    private final String code;
    private final Deque<Brace> open = new ArrayDeque<>();
    private final List<Method> methods = new ArrayList<>();
    private int headerFrom;

    private SourceLengths(String source) {
        code = withoutWords(source);
    }

    /** Lines of a source, the empty ones too, but not its imports. */
    static int lines(String source) {
        return (int) source.lines().filter(line -> !line.startsWith("import ")).count();
    }

    /** The methods of a source in the order in which they end. */
    static List<Method> methods(String source) {
        SourceLengths lengths = new SourceLengths(source);
        for (int at = 0; at < lengths.code.length(); at++) {
            lengths.step(at);
        }
        return lengths.methods;
    }

    private void step(int at) {
        char c = code.charAt(at);
        if (c == '{') {
            open.push(brace(at));
        } else if (c == '}' && !open.isEmpty()) {
            Brace closed = open.pop();
            if (closed.opensMethod()) {
                methods.add(new Method(closed.header(), lineOf(at) - closed.firstLine() + 1));
            }
        }
        if (c == '{' || c == '}' || c == ';') {
            headerFrom = at + 1;
        }
    }

    private Brace brace(int at) {
        String text = code.substring(headerFrom, at);
        String header = text.strip().replaceAll("\\s+", " ");
        Brace parent = open.peek();
        boolean inType = parent != null && parent.opensType();
        boolean type = TYPE.matcher(header).find()
                || ANONYMOUS.matcher(header).find()
                || (inType && CONSTANT.matcher(header).find());
        boolean values = header.endsWith("=") || header.endsWith("]") || header.endsWith("(");
        int firstLine = lineOf(headerFrom + text.length() - text.stripLeading().length());
        return new Brace(type, inType && !type && !values, firstLine, header);
    }

    private int lineOf(int at) {
        return (int) code.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    }

    /** The source with comments and literals blanked, its lines kept. */
    private static String withoutWords(String source) {
        Pattern words = Pattern.compile(
                "/\\*.*?\\*/|//[^\\n]*|\"\"\".*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'",
                Pattern.DOTALL);
        return words.matcher(source)
                .replaceAll(found -> found.group().startsWith("/") ? blank(found.group()) : "0" + blank(found.group()));
    }

    private static String blank(String text) {
        return text.replaceAll("[^\\n]", " ");
    }
}
