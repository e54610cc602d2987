package dev.troupe.peers;

import java.util.Locale;

/** What is measured, and how a member of it starts. */
enum CacheSystem {
    TROUPE("Troupe"),
    HAZELCAST("Hazelcast 5.7"),
    INFINISPAN("Infinispan 16.1"),
    CAFFEINE("Caffeine 3.3, no cluster");

    private final String title;

    CacheSystem(String title) {
        this.title = title;
    }

    /**
     * Where a member sits.
     *
     * @param number 0 for the first, 1 for the one that calls
     * @param ports of the two members, on loopback
     * @param backups of each entry, which are written after the answer
     */
    record Seat(int number, int[] ports, int backups) {
        int port() {
            return ports[number];
        }
    }

    /** For people. */
    String title() {
        return title;
    }

    /** As it is written on a command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Members that take part. */
    int members() {
        return this == CAFFEINE ? 1 : 2;
    }

    /** Starts a member in this JVM. */
    Peer start(Seat seat) {
        return switch (this) {
            case TROUPE -> new TroupePeer(seat);
            case HAZELCAST -> new HazelcastPeer(seat);
            case INFINISPAN -> new InfinispanPeer(seat);
            case CAFFEINE -> new CaffeinePeer();
        };
    }
}
