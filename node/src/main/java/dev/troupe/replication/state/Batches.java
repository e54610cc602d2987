package dev.troupe.replication.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts what is too long for a message. */
public final class Batches {
    private Batches() {}

    /** Changes in runs of no more than so many bytes, unless one alone has more. */
    public static List<List<Change>> of(List<Change> changes, int mostBytes) {
        List<List<Change>> batches = new ArrayList<>();
        List<Change> batch = new ArrayList<>();
        int bytes = 0;
        for (Change change : changes) {
            if (!batch.isEmpty() && bytes + change.sizeBytes() > mostBytes) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(change);
            bytes += change.sizeBytes();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    /** No more than so many bytes from an offset on. */
    public static byte[] piece(byte[] bytes, int offset, int mostBytes) {
        int from = Math.min(Math.max(offset, 0), bytes.length);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length - from, mostBytes) + from);
    }
}
