package dev.troupe.api;

/**
 * The checked name of a cache: 1 to 64 characters out of {@code a-z 0-9 . _ -}, the first a letter or a digit.
 *
 * @param value the name as it stands in settings and paths
 */
public record CacheName(String value) implements Comparable<CacheName> {
    private static final int LONGEST = 64;

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
        boolean isLegal = !text.isEmpty() && text.length() <= LONGEST && isLetterOrDigit(text.charAt(0));
        for (int i = 1; i < text.length() && isLegal; i++) {
            char c = text.charAt(i);
            isLegal = isLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
        }
        return isLegal;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static String printable(String text) {
        String head = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
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
