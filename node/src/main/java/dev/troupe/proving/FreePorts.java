package dev.troupe.proving;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports for nodes that must know each other's before they start. */
final class FreePorts {
    /** Below the range from which systems give ports to outgoing connections, so nothing takes them in between. */
    private static final int FIRST = 20_000;

    private static final int END = 32_000;
    private static final int MOST_TRIES = 1000;

    /** What was given out before may be free only because nobody has bound it yet. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /** That many ports of the loopback address that are free now, none of which this process was given before. */
    static List<Integer> find(int count) {
        List<Integer> ports = new ArrayList<>();
        if (GIVEN.size() > (END - FIRST) / 2) {
            GIVEN.clear();
        }
        for (int tries = 0; ports.size() < count; tries++) {
            if (tries == MOST_TRIES) {
                throw new IllegalStateException("no free ports between " + FIRST + " and " + END);
            }
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (GIVEN.add(port) && isFree(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
