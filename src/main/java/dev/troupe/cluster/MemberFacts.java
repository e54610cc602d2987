package dev.troupe.cluster;

import java.util.List;

/**
 * What gossip says of a member.
 *
 * @param id the member
 * @param roles its roles, sorted, without the one that names its data centre
 * @param status in lower case
 * @param version of the software it runs
 */
record MemberFacts(Incarnation id, List<String> roles, String status, String version) {
    /** The status of a full member. */
    static final String UP = "up";

    private static final String ZONE_ROLE = "troupe-zone-";

    MemberFacts {
        roles = roles.stream().filter(role -> !role.startsWith("dc-")).sorted().toList();
    }

    /** Its zone, as its role names it. */
    String zone() {
        return roles.stream()
                .filter(role -> role.startsWith(ZONE_ROLE))
                .map(role -> role.substring(ZONE_ROLE.length()))
                .findFirst()
                .orElse("default");
    }

    boolean isUp() {
        return status.equals(UP);
    }
}
