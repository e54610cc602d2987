package dev.troupe.api;

import java.time.Duration;
import java.util.Optional;

/**
 * What a read found, and who said so.
 *
 * @param <V> the value's type
 * @param entry the entry, if there is one
 * @param backupAge empty if the owner of the key answered. Else a backup did, whose copy holds all that the owner had told it
 *     so long ago and may lack what came since: it may show an older value, one that has been removed, or none at all
 */
public record ReadResult<V>(Optional<Entry<V>> entry, Optional<Duration> backupAge) {

    /** What the owner answered. */
    public static <V> ReadResult<V> ofOwner(Optional<Entry<V>> entry) {
        return new ReadResult<>(entry, Optional.empty());
    }

    /** Whether a backup answered, so that this may be out of date. */
    public boolean isFromBackup() {
        return backupAge.isPresent();
    }
}
