package dev.troupe.store.segment;

/**
 * An entry that is about to be written, made by {@link EntryLayout#draft}.
 *
 * @param key its key
 * @param value its value
 * @param attributes what is stored beside the value
 * @param form its header
 * @param size bytes that it will take, padding included
 */
public record EntryDraft(byte[] key, byte[] value, EntryAttributes attributes, int form, int size) {}
