package dev.troupe.http.entry;

import dev.troupe.api.CacheName;
import dev.troupe.http.message.PercentText;
import dev.troupe.http.message.Problem.Subject;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Query;
import dev.troupe.http.message.RawTarget;
import dev.troupe.http.message.Refused;
import java.util.Optional;
import java.util.Set;

/** Cache and key of a path {@code /v1/caches/{cache}/entries/{key}} or {@code .../_locate/{key}}. */
public final class EntryAddress {
    public static final String KEY_ENCODING = "keyEncoding";
    private static final Set<String> PARAMETERS = Set.of("ttl", "idle", "read", KEY_ENCODING);

    private final CacheName cache;
    private final byte[] key;
    private final Query query;

    private EntryAddress(CacheName cache, byte[] key, Query query) {
        this.cache = cache;
        this.key = key;
        this.query = query;
    }

    /**
     * Reads the address of an entry.
     *
     * @param maxKeyBytes longest key accepted
     * @throws Refused if the name, the key or the query is not legal
     */
    public static EntryAddress of(RawTarget target, int maxKeyBytes) {
        if (target.size() > 5) {
            cacheName(target.segment(2));
            throw new Refused(ProblemType.BAD_KEY, "a key is one path segment: a slash in it is written %2F");
        }
        return of(target, maxKeyBytes, Query.parse(target.query(), PARAMETERS));
    }

    /** The same with parameters that have been read, whatever follows the key. */
    public static EntryAddress of(RawTarget target, int maxKeyBytes, Query query) {
        CacheName cache = cacheName(target.segment(2));
        String raw = target.segment(4);
        byte[] key = isBase64(query) ? KeySegment.base64url(raw, maxKeyBytes) : KeySegment.utf8(raw, maxKeyBytes);
        return new EntryAddress(cache, key, query);
    }

    /** The key in the path of an entry or of an action on one, if no more than that is to be known. */
    public static byte[] key(RawTarget target, int maxKeyBytes) {
        return of(target, maxKeyBytes, Query.parse(target.query(), PARAMETERS, PARAMETERS))
                .key();
    }

    /**
     * The cache that a segment of a path names.
     *
     * @throws Refused if it is not a legal name
     */
    public static CacheName cacheName(String raw) {
        if (!CacheName.isLegal(raw)) {
            throw new Refused(
                    ProblemType.BAD_CACHE_NAME,
                    "a cache name is 1 to 64 of a-z 0-9 . _ - starting with a letter or a digit");
        }
        return new CacheName(raw);
    }

    /** What a path is about, as far as it can be told; never fails. */
    public static Subject subject(RawTarget target) {
        if (target.size() < 3 || !target.segment(1).equals("caches") || !CacheName.isLegal(target.segment(2))) {
            return Subject.NONE;
        }
        Optional<String> cache = Optional.of(target.segment(2));
        if (target.size() != 5 && !Actions.isOnEntry(target)) {
            return new Subject(cache, Optional.empty(), Optional.empty());
        }
        try {
            String raw = target.segment(4);
            return isBase64(Query.parse(target.query(), PARAMETERS, PARAMETERS))
                    ? new Subject(cache, Optional.empty(), Optional.of(raw))
                    : new Subject(cache, Optional.of(PercentText.utf8(PercentText.bytes(raw))), Optional.empty());
        } catch (Refused unreadable) {
            return new Subject(cache, Optional.empty(), Optional.empty());
        }
    }

    /** The cache's name. */
    public CacheName cache() {
        return cache;
    }

    /** The key's bytes; not to be written to. */
    public byte[] key() {
        return key;
    }

    /** Whether the key was given in base64url. */
    boolean isBase64() {
        return isBase64(query);
    }

    /** The parameters. */
    Query query() {
        return query;
    }

    private static boolean isBase64(Query query) {
        Optional<String> encoding = query.value(KEY_ENCODING);
        if (encoding.isPresent() && !encoding.get().equals("base64url")) {
            throw new Refused(ProblemType.BAD_PARAMETER, "keyEncoding can only be base64url");
        }
        return encoding.isPresent();
    }
}
