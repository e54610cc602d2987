package dev.troupe.members;

import java.util.Comparator;

/**
 * One life of a node. In the order in which Pekko has members, and its {@code keep-majority} breaks ties: by host, then by port as a
 * number, then by uid.
 *
 * @param address host:port of its cluster port, an IPv6 host in brackets; the form in which addresses are shown and hashed
 * @param uid differs between the processes that an address has had
 */
public record NodeId(String address, long uid) implements Comparable<NodeId> {
    private static final Comparator<NodeId> ORDER = Comparator.comparing((NodeId id) -> id.host())
            .thenComparingInt(id -> id.port())
            .thenComparingLong(NodeId::uid);

    /** The address of a port on a host. */
    public static String address(String host, int port) {
        return host + ":" + port;
    }

    /** The host of an address, which is all of it if it names no port. */
    public static String host(String address) {
        int colon = colon(address);
        return colon < 0 ? address : address.substring(0, colon);
    }

    /** The port of an address, 0 if it names none. */
    public static int port(String address) {
        int colon = colon(address);
        return colon < 0 ? 0 : Integer.parseInt(address, colon + 1, address.length(), 10);
    }

    /** Where the port begins: an IPv6 host without one has colons too. */
    private static int colon(String address) {
        int colon = address.lastIndexOf(':');
        boolean isPort = colon >= 0
                && colon < address.length() - 1
                && address.length() - colon <= 6
                && address.chars().skip(colon + 1L).allMatch(digit -> digit >= '0' && digit <= '9');
        return isPort ? colon : -1;
    }

    /** The host of its address. */
    public String host() {
        return host(address);
    }

    /** The port of its address, 0 if it names none. */
    public int port() {
        return port(address);
    }

    @Override
    public int compareTo(NodeId other) {
        return ORDER.compare(this, other);
    }
}
