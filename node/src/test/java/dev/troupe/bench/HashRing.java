package dev.troupe.bench;

import dev.troupe.placement.StorageNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Consistent hashing on a ring, as libketama does it: a node's points are four from each MD5 of its name and a number, and a
 * partition belongs to the next point clockwise. With a bound, as in "Consistent Hashing with Bounded Loads" (Mirrokni,
 * Thorup and Zadimoghaddam, 2018), nodes that hold bound x average are passed over. Weights are not looked at.
 */
final class HashRing implements Placer {
    private static final int POINTS_OF_A_DIGEST = 4;

    private final int points;
    private final double bound;
    private final MessageDigest md5;
    private final Map<String, int[]> pointsByNode = new HashMap<>();

    /**
     * @param points of a node
     * @param bound most partitions a node takes, as a multiple of the average; infinite for none
     */
    HashRing(int points, double bound) {
        this.points = points;
        this.bound = bound;
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    @Override
    public Map<Integer, String> place(int partitions, Map<Integer, String> current, List<StorageNode> members) {
        long[] ring = ring(members);
        double most = Math.ceil(bound * partitions / members.size());
        int[] loads = new int[members.size()];
        Map<Integer, String> owners = new HashMap<>(2 * partitions);
        for (int partition = 0; partition < partitions; partition++) {
            int at = Arrays.binarySearch(ring, (long) positions("partition-" + partition)[0] << Integer.SIZE);
            int next = at < 0 ? -at - 1 : at;
            while (loads[(int) ring[next % ring.length]] >= most) {
                next++;
            }
            int node = (int) ring[next % ring.length];
            loads[node]++;
            owners.put(partition, members.get(node).address());
        }
        return owners;
    }

    /** Points in order, each with the number of its node in the lower half. */
    private long[] ring(List<StorageNode> members) {
        long[] ring = new long[members.size() * points];
        for (int node = 0; node < members.size(); node++) {
            int[] own = pointsByNode.computeIfAbsent(members.get(node).address(), this::pointsOf);
            for (int i = 0; i < points; i++) {
                ring[node * points + i] = (long) own[i] << Integer.SIZE | node;
            }
        }
        Arrays.sort(ring);
        return ring;
    }

    private int[] pointsOf(String node) {
        int[] own = new int[points];
        for (int i = 0; i < points; i++) {
            own[i] = positions(node + "-" + i / POINTS_OF_A_DIGEST)[i % POINTS_OF_A_DIGEST];
        }
        return own;
    }

    /** The four places on the ring that the digest of a name gives. */
    int[] positions(String name) {
        int[] positions = new int[POINTS_OF_A_DIGEST];
        ByteBuffer.wrap(md5.digest(name.getBytes(StandardCharsets.UTF_8)))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(positions);
        return positions;
    }
}
