package dev.troupe.bench;

import dev.troupe.placement.StorageNode;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of partitions on a number of nodes, written as 256/10. */
record ClusterSize(int partitions, int nodes) {
    /**
     * Members of weight 1, each on a host of its own, in zones by turns.
     *
     * @param run other runs have other addresses
     */
    static List<StorageNode> members(int nodes, int zones, int run) {
        return IntStream.range(0, nodes)
                .mapToObj(node -> {
                    String host = "10." + run + "." + node / 250 + "." + (1 + node % 250);
                    return new StorageNode(host + ":25520", node, 1, "zone-" + node % zones, host);
                })
                .toList();
    }

    @Override
    public String toString() {
        return partitions + "/" + nodes;
    }

    /** Reads what the command line gives. */
    static final class Reader implements ITypeConverter<ClusterSize> {
        @Override
        public ClusterSize convert(String text) {
            String[] parts = text.split("/", -1);
            try {
                return new ClusterSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new TypeConversionException("'" + text + "' is not PARTITIONS/NODES");
            }
        }
    }
}
