package dev.troupe.api;

import dev.troupe.api.CacheSpec.ReadFrom;
import java.util.Objects;
import java.util.Optional;

/**
 * How an entry is to be read.
 *
 * @param from who may answer; empty means what the cache says, {@link CacheSpec#readFrom()}
 */
public record ReadOptions(Optional<ReadFrom> from) {
    /** As the cache says. */
    public static final ReadOptions DEFAULT = new ReadOptions(Optional.empty());

    /** Only the owner of the key answers. */
    public static final ReadOptions OWNER = new ReadOptions(Optional.of(ReadFrom.OWNER));

    /** A backup answers too, while the owner is silent: what it says may be out of date. */
    public static final ReadOptions ANY = new ReadOptions(Optional.of(ReadFrom.ANY));

    /**
     * @param from who may answer; empty means what the cache says, {@link CacheSpec#readFrom()}
     * @throws NullPointerException if that is null
     */
    public ReadOptions {
        Objects.requireNonNull(from, "from");
    }

    /** Whether a backup may answer such a read of a cache. */
    public boolean allowBackups(CacheSpec spec) {
        return from.orElse(spec.readFrom()) == ReadFrom.ANY;
    }
}
