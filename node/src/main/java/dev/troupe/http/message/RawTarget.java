package dev.troupe.http.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request target as it was sent, cut into still encoded segments. Pekko HTTP collapses dot segments, encoded ones too,
 * and replaces what is not UTF-8; therefore nothing here is taken from its parsed URI.
 *
 * @param path from the first slash to the query
 * @param segments what stands between the slashes, empty ones included
 * @param query what follows the question mark, empty if there is none
 */
public record RawTarget(String path, List<String> segments, String query) {
    /** The target that is the server as a whole, of OPTIONS only. */
    public static final String SERVER = "*";

    /**
     * Takes a target apart.
     *
     * @param method of the request
     * @throws Refused with {@link ProblemType#BAD_PATH} if a segment is {@code .} or {@code ..}, encoded or not, or there
     *     is no path
     */
    public static RawTarget parse(String method, String target) {
        if (method.equals("OPTIONS") && target.equals(SERVER)) {
            return new RawTarget(SERVER, List.of(SERVER), "");
        }
        String local = withoutAuthority(target);
        if (local.isEmpty() || local.charAt(0) != '/' || local.indexOf('#') >= 0) {
            throw new Refused(ProblemType.BAD_PATH, "the request target must be a path, without a fragment");
        }
        int mark = local.indexOf('?');
        String path = mark < 0 ? local : local.substring(0, mark);
        List<String> segments = new ArrayList<>(6);
        int start = 1;
        for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', start)) {
            segments.add(checked(path.substring(start, slash)));
            start = slash + 1;
        }
        segments.add(checked(path.substring(start)));
        return new RawTarget(path, List.copyOf(segments), mark < 0 ? "" : local.substring(mark + 1));
    }

    /** A segment, or the empty text if there are not so many. */
    public String segment(int index) {
        return index < segments.size() ? segments.get(index) : "";
    }

    /** How many segments there are. */
    public int size() {
        return segments.size();
    }

    private static String withoutAuthority(String target) {
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme < 0) {
            return target;
        }
        int slash = target.indexOf('/', scheme + 3);
        return slash < 0 ? "" : target.substring(slash);
    }

    private static String checked(String segment) {
        boolean mayBeDots = !segment.isEmpty() && (segment.charAt(0) == '.' || segment.charAt(0) == '%');
        if (mayBeDots && segment.length() <= 6 && isDots(segment.toLowerCase(Locale.ROOT))) {
            throw new Refused(
                    ProblemType.BAD_PATH,
                    "the path contains a dot segment; a key of dots goes by keyEncoding=base64url");
        }
        return segment;
    }

    private static boolean isDots(String lowerCase) {
        String plain = lowerCase.replace("%2e", ".");
        return plain.equals(".") || plain.equals("..");
    }
}
