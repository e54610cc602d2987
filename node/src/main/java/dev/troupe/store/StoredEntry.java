package dev.troupe.store;

import dev.troupe.store.segment.EntryAttributes;

/**
 * An entry as a value.
 *
 * @param key its key
 * @param value its value
 * @param attributes what is stored beside the value
 */
public record StoredEntry(byte[] key, byte[] value, EntryAttributes attributes) {}
