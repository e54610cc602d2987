package dev.troupe.gateway;

import dev.troupe.heap.HeapArrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What may be in flight through one node at a time, by count and by bytes as the heap counts them. Mailboxes have no bound, so this comes before
 * them. Safe for use by many threads.
 */
final class Admission {
    private final int maxRequests;
    private final long maxBytes;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Admission(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /** Takes a place for a request of so many bytes, if there is one. */
    boolean tryEnter(int sizeBytes) {
        if (requests.incrementAndGet() > maxRequests) {
            requests.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(HeapArrays.HERE.bytes(sizeBytes)) > maxBytes) {
            leave(sizeBytes);
            return false;
        }
        return true;
    }

    /** Gives the place back. */
    void leave(int sizeBytes) {
        requests.decrementAndGet();
        bytes.addAndGet(-HeapArrays.HERE.bytes(sizeBytes));
    }

    /** Requests in flight now. */
    int requests() {
        return requests.get();
    }
}
