package dev.troupe.cluster;

import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.UniqueAddress;

/**
 * One life of a node.
 *
 * @param address host and port of its cluster port
 * @param uid differs between the processes that an address has had
 */
record Incarnation(String address, long uid) {
    /** That of a member. */
    static Incarnation of(UniqueAddress node) {
        return new Incarnation(hostAndPort(node.address()), node.longUid());
    }

    /** The host of its address. */
    String host() {
        return address.replaceFirst(":[0-9]+$", "");
    }

    /** The form in which addresses are shown and hashed. */
    static String hostAndPort(Address address) {
        return address.getHost().orElse("local")
                + address.getPort().map(port -> ":" + port).orElse("");
    }
}
