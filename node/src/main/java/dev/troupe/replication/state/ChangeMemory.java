package dev.troupe.replication.state;

import dev.troupe.heap.HeapArrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that a node has for changes beside its stores: the {@linkplain ReplicationLog logs} of its partitions, and the large
 * changes that its copies put together. Partitions are many and the value of a single change may be large, so that a bound on each
 * of them would bound nothing. Safe for use by many threads; one a node.
 */
public final class ChangeMemory {
    /**
     * Of changes that nobody lacks a log keeps so many bytes, for an owner that comes after and lacks the latest. What stays longer is copied by the
     * collector before it is forgotten: with 100 KiB a log its pauses were ten times as long.
     */
    static final long SETTLED_BYTES = 4 << 10;

    private final long windowBytes;
    private final long restingBytes;
    private final long settledBytes;
    private final long maxBytes;
    private final HeapArrays heap;
    private final AtomicLong tailBytes = new AtomicLong();
    private final AtomicLong assemblyBytes = new AtomicLong();

    /**
     * Empty.
     *
     * @param windowBytes of changes that a log keeps while a backup lacks them, the latest operation not counted
     * @param partitions that may be on the node
     * @param maxBytes of the heap for all logs together, and half as many for what is put together; half of it is for changes that only backups
     *     lack that nobody waits for, in equal parts
     * @param heap what arrays take
     */
    public ChangeMemory(long windowBytes, int partitions, long maxBytes, HeapArrays heap) {
        this(windowBytes, Math.min(windowBytes, maxBytes / 2 / partitions), SETTLED_BYTES, maxBytes, heap);
    }

    private ChangeMemory(long windowBytes, long restingBytes, long settledBytes, long maxBytes, HeapArrays heap) {
        this.windowBytes = windowBytes;
        this.restingBytes = restingBytes;
        this.settledBytes = Math.min(settledBytes, restingBytes);
        this.maxBytes = maxBytes;
        this.heap = heap;
    }

    /** Without a bound on all together. */
    public static ChangeMemory unbounded(long windowBytes) {
        return new ChangeMemory(windowBytes, windowBytes, windowBytes, Long.MAX_VALUE, HeapArrays.EXACT);
    }

    /** What the logs hold, as the heap counts. */
    public long tailBytes() {
        return tailBytes.get();
    }

    /** What is being put together, as the heap counts. */
    public long assemblyBytes() {
        return assemblyBytes.get();
    }

    /** Whether logs hold so much that writes have to wait for backups to acknowledge what they lack. */
    boolean isFull() {
        return tailBytes.get() >= maxBytes;
    }

    /** Most bytes of changes in one log while a backup lacks them. */
    long windowBytes() {
        return windowBytes;
    }

    /** Most bytes of changes in one log that only backups lack that nobody waits for. */
    long restingBytes() {
        return restingBytes;
    }

    /** Most bytes of changes in one log that no backup lacks. */
    long settledBytes() {
        return settledBytes;
    }

    /** What a change of so many bytes takes. */
    long heapBytes(long sizeBytes) {
        return heap.bytes(sizeBytes);
    }

    /** A log keeps a change of so many bytes. */
    public void keep(long sizeBytes) {
        tailBytes.addAndGet(heapBytes(sizeBytes));
    }

    /** A log keeps it no more. */
    public void forget(long sizeBytes) {
        tailBytes.addAndGet(-heapBytes(sizeBytes));
    }

    /** Takes memory to put a change of so many bytes together, if it is there, or nothing else is being put together. */
    public boolean tryAssemble(int length) {
        long wanted = heap.bytes(length);
        long before = assemblyBytes.getAndAdd(wanted);
        if (before > 0 && before + wanted > maxBytes / 2) {
            assemblyBytes.addAndGet(-wanted);
            return false;
        }
        return true;
    }

    /** The change has been put together, or given up. */
    public void assembled(int length) {
        assemblyBytes.addAndGet(-heap.bytes(length));
    }
}
