package dev.troupe.api;

import java.util.Objects;
import java.util.Optional;

/**
 * Which keys to list.
 *
 * @param prefix of the keys, as text; empty means all
 * @param limit most keys of one page, 1 to {@link #LONGEST_PAGE}
 * @param cursor where the page before ended; empty for the first page
 */
public record KeyQuery(String prefix, int limit, Optional<String> cursor) {
    /** Most keys of one page. */
    public static final int LONGEST_PAGE = 1000;

    /** The first page of all keys. */
    public static final KeyQuery ALL = new KeyQuery("", LONGEST_PAGE, Optional.empty());

    /**
     * A cursor without a character is none.
     *
     * @param prefix of the keys, as text; empty means all
     * @param cursor where the page before ended; empty for the first page
     * @param limit most keys of one page, 1 to {@link #LONGEST_PAGE}
     * @throws IllegalArgumentException if the limit is out of range
     */
    public KeyQuery {
        Objects.requireNonNull(prefix, "prefix");
        cursor = Objects.requireNonNull(cursor, "cursor").filter(text -> !text.isEmpty());
        Ranges.check("limit", limit, 1, LONGEST_PAGE);
    }

    /**
     * The same for keys that begin so.
     *
     * @param value the new one
     * @return the other options
     */
    public KeyQuery withPrefix(String value) {
        return new KeyQuery(value, limit, cursor);
    }

    /**
     * The same with pages of so many keys.
     *
     * @param value the new one
     * @return the other options
     */
    public KeyQuery withLimit(int value) {
        return new KeyQuery(prefix, value, cursor);
    }

    /**
     * The same from a cursor on.
     *
     * @param value the new one
     * @return the other options
     */
    public KeyQuery from(String value) {
        return new KeyQuery(prefix, limit, Optional.of(value));
    }
}
