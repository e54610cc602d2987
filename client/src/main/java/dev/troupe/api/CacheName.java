package dev.troupe.api;

import java.util.regex.Pattern;

/**
 * The checked name of a cache: 1 to 64 characters out of {@code a-z 0-9 . _ -}, the first a letter or a digit.
 *
 * @param value the name as it stands in settings and paths
 */
public record CacheName(String value) implements Comparable<CacheName> {
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** The cache that always exists. */
    public static final CacheName DEFAULT = new CacheName("default");

    /**
     * @param value the name as it stands in settings and paths
     * @throws IllegalArgumentException if the name is not a legal one
     */
    public CacheName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("cache name '" + printable(value)
                    + "' is not legal: 1 to 64 of a-z 0-9 . _ - starting with a letter or a digit");
        }
    }

    /**
     * Whether a text may name a cache.
     *
     * @param text a name, maybe
     * @return whether it is a legal one
     */
    public static boolean isLegal(String text) {
        return LEGAL.matcher(text).matches();
    }

    private static String printable(String text) {
        String head = text.length() > 64 ? text.substring(0, 64) + "..." : text;
        return head.replaceAll("[^\\x20-\\x7e]", "?");
    }

    @Override
    public int compareTo(CacheName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
