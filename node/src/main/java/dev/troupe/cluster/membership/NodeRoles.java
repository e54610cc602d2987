package dev.troupe.cluster.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node is to the others as long as it lives, told by the roles of its membership: so all see the same from the
 * moment at which they see the member.
 *
 * @param storage whether it holds partitions
 * @param weight its part of the load relative to the others', 1 to 100
 * @param zone what fails together at large, such as a data centre
 * @param host what fails together at small; empty stands for the host of its address
 */
public record NodeRoles(boolean storage, int weight, String zone, String host) {
    /** Role of the nodes that hold partitions. */
    public static final String STORAGE = "troupe-storage";

    /**
     * The same nodes once more, to be counted when the cluster forms. The number of members that Pekko wants of the storage role
     * is wanted by every new shard coordinator too: the last node of three would never place a partition again.
     */
    public static final String FOUNDER = "troupe-founder";

    private static final String WEIGHT = "troupe-weight-";
    private static final String ZONE = "troupe-zone-";
    private static final String HOST = "troupe-host-";

    /** Those of a member, by its roles; what they do not tell has its default. */
    static NodeRoles of(List<String> roles) {
        return new NodeRoles(
                roles.contains(STORAGE),
                value(roles, WEIGHT).map(NodeRoles::weight).orElse(1),
                value(roles, ZONE).orElse("default"),
                value(roles, HOST).orElse(""));
    }

    /** A member's roles where those hold partitions that have another role, or, if that is empty, all. */
    static List<String> seenWith(String storageRole, List<String> roles) {
        List<String> seen = new ArrayList<>(roles);
        boolean storage = storageRole.isEmpty() || roles.contains(storageRole);
        seen.remove(STORAGE);
        if (storage) {
            seen.add(STORAGE);
        }
        return seen;
    }

    /** The roles that tell them. */
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of(WEIGHT + weight, ZONE + zone));
        if (!host.isEmpty()) {
            names.add(HOST + host);
        }
        if (storage) {
            names.addAll(List.of(STORAGE, FOUNDER));
        }
        return names;
    }

    private static Optional<String> value(List<String> roles, String prefix) {
        return roles.stream()
                .filter(role -> role.startsWith(prefix))
                .map(role -> role.substring(prefix.length()))
                .findFirst();
    }

    /** A foreign node's nonsense counts as the default. */
    private static int weight(String text) {
        return text.matches("[1-9][0-9]?|100") ? Integer.parseInt(text) : 1;
    }
}
