package dev.troupe.client;

import java.util.Optional;

/** A version as it stands in an ETag: its unsigned 64 bits in lower-case hexadecimal, quoted. */
public final class EntityTag {
    private EntityTag() {}

    /** A version without its quotes: 1 to 16 digits, no leading zeros. */
    public static String hex(long version) {
        return Long.toHexString(version);
    }

    /** A version with its quotes. */
    public static String quoted(long version) {
        return '"' + hex(version) + '"';
    }

    /** The version of a tag, with or without its quotes; empty if it is none of ours, weak ones included. */
    public static Optional<Long> version(String tag) {
        String digits = tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"")
                ? tag.substring(1, tag.length() - 1)
                : tag;
        if (digits.isEmpty() || digits.length() > 16 || !digits.chars().allMatch(EntityTag::isHexDigit)) {
            return Optional.empty();
        }
        return Optional.of(Long.parseUnsignedLong(digits, 16));
    }

    private static boolean isHexDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
