package dev.troupe.proving.history;

/**
 * Something that a history shows.
 *
 * @param promise the promise it is about
 * @param key where
 * @param excused whether the promise has room for it, such as a write lost in the last moment before a crash
 * @param text what happened, for people
 */
public record Finding(Promise promise, String key, boolean excused, String text) {}
