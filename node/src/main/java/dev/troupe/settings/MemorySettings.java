package dev.troupe.settings;

import dev.troupe.heap.JvmMemory;

/**
 * What a node may take of its process.
 *
 * @param entryBytes of entries, outside the heap; 0 for a node that holds none
 * @param isDefault whether nobody has said how much that is: neither the operator nor the launcher
 * @param jvm what Java may take
 */
public record MemorySettings(long entryBytes, boolean isDefault, JvmMemory jvm) {}
