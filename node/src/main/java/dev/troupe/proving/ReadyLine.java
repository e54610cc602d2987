package dev.troupe.proving;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one line by which a node says that it serves: {@code ready http://host:port}. */
final class ReadyLine {
    private static final Pattern FORM = Pattern.compile("^ready (http://[^/\\s]+:[0-9]{1,5})\\R", Pattern.MULTILINE);

    private ReadyLine() {}

    /** The address in the first complete ready line of an output, if there is one yet. */
    static Optional<URI> in(String output) {
        Matcher matcher = FORM.matcher(output);
        return matcher.find() ? Optional.of(URI.create(matcher.group(1))) : Optional.empty();
    }
}
