package dev.troupe.bench;

import dev.troupe.placement.StorageNode;
import java.util.List;
import java.util.Map;

/** A way to place partitions on nodes. */
interface Placer {
    /** The owner of every partition, by address; placers without a memory do not look at the present owners. */
    Map<Integer, String> place(int partitions, Map<Integer, String> current, List<StorageNode> members);
}
