package dev.troupe.bench;

import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import java.util.Locale;

/** Makes the stores that are measured. */
final class Stores {
    /** For pools that are not to be a bound. */
    static final long PLENTY_BYTES = 64L << 30;

    /** Attributes of an entry that never expires, made once so that its cost is not measured. */
    static final EntryAttributes LASTING =
            new EntryAttributes(1, EntryAttributes.NEVER, EntryAttributes.NEVER, "application/octet-stream");

    private static final long SEED = 0x5EED;

    private Stores() {}

    /** One with the settings that a node uses. */
    static Store in(MemoryPool pool) {
        return new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, SEED), pool);
    }

    static EntryAttributes expiringAt(long deadlineMillis) {
        return new EntryAttributes(1, deadlineMillis, EntryAttributes.NEVER, LASTING.mediaType());
    }

    /** Reads {@code 512k}, {@code 64m}, {@code 2g} or plain bytes. */
    static long parseBytes(String text) {
        String lower = text.trim().toLowerCase(Locale.ROOT);
        int shift = switch (lower.isEmpty() ? ' ' : lower.charAt(lower.length() - 1)) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
        };
        String number = shift == 0 ? lower : lower.substring(0, lower.length() - 1);
        return Math.multiplyExact(Long.parseLong(number), 1L << shift);
    }
}
