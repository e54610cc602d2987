package dev.troupe.http.message;

import dev.troupe.api.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * Entity tags (RFC 9110, section 8.8.3): the version of an entry as quoted hexadecimal, and lists of tags as they stand
 * in {@code If-Match} and {@code If-None-Match}.
 */
public final class EntityTags {
    private static final int MOST_TAGS = Condition.VersionIn.MOST_VERSIONS;

    private final String header;
    private final String text;
    private final boolean weakMatches;
    private final List<Long> versions = new ArrayList<>();
    private int tags;
    private int at;

    private EntityTags(String header, String text, boolean weakMatches) {
        this.header = header;
        this.text = text;
        this.weakMatches = weakMatches;
    }

    /** The strong tag of a version. */
    public static String of(long version) {
        return '"' + Long.toHexString(version) + '"';
    }

    /**
     * What {@code If-Match} asks for: weak tags never match.
     *
     * @throws Refused with {@link ProblemType#BAD_CONDITION} if it is not {@code *} or a list of at most 64 tags
     */
    public static Condition ifMatch(List<String> lines) {
        if (lines.isEmpty()) {
            return Condition.always();
        }
        String text = String.join(",", lines).strip();
        return text.equals("*")
                ? Condition.present()
                : Condition.versionIn(new EntityTags("If-Match", text, false).parse());
    }

    /**
     * What {@code If-None-Match} asks for: weak tags match as strong ones do.
     *
     * @throws Refused with {@link ProblemType#BAD_CONDITION} if it is not {@code *} or a list of at most 64 tags
     */
    public static Condition ifNoneMatch(List<String> lines) {
        if (lines.isEmpty()) {
            return Condition.always();
        }
        String text = String.join(",", lines).strip();
        return text.equals("*")
                ? Condition.absent()
                : Condition.versionNotIn(new EntityTags("If-None-Match", text, true).parse());
    }

    private long[] parse() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == ',') {
                at++;
            } else {
                tag();
                checkSeparated();
            }
        }
        if (tags == 0) {
            throw refused("holds no entity tag");
        }
        return versions.stream().mapToLong(Long::longValue).toArray();
    }

    private void tag() {
        boolean weak = text.startsWith("W/", at);
        int open = weak ? at + 2 : at;
        int close = open < text.length() && text.charAt(open) == '"' ? text.indexOf('"', open + 1) : -1;
        if (close < 0) {
            throw refused("must be * or a list of quoted entity tags");
        }
        if (++tags > MOST_TAGS) {
            throw refused("lists more than " + MOST_TAGS + " entity tags");
        }
        String opaque = text.substring(open + 1, close);
        if (!opaque.chars().allMatch(c -> c == 0x21 || (c >= 0x23 && c != 0x7f))) {
            throw refused("holds an entity tag with an illegal character");
        }
        if (!weak || weakMatches) {
            addVersion(opaque);
        }
        at = close + 1;
    }

    private void addVersion(String opaque) {
        try {
            long version = Long.parseUnsignedLong(opaque, 16);
            if (version != Condition.NO_ENTRY && Long.toHexString(version).equals(opaque)) {
                versions.add(version);
            }
        } catch (NumberFormatException foreign) {
            // A tag that this cache never made: legal, and equal to no version.
            return;
        }
    }

    private void checkSeparated() {
        int next = at;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        if (next < text.length() && text.charAt(next) != ',') {
            throw refused("must separate its entity tags with commas");
        }
    }

    private Refused refused(String what) {
        return new Refused(ProblemType.BAD_CONDITION, header + " " + what);
    }
}
