package dev.troupe.gateway.loading;

import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import java.nio.ByteBuffer;

/**
 * What a caller of getOrLoad wants.
 *
 * @param key of the entry; nobody else has this array
 * @param loader code of the user
 * @param options as the caller gave them
 * @param times of the options, as they are in this cache
 */
public record LoadRequest(byte[] key, Loader<byte[], byte[]> loader, LoadOptions options, LoadTimes times) {
    /** The key as one of a map. */
    ByteBuffer at() {
        return ByteBuffer.wrap(key);
    }
}
