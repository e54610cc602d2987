package dev.troupe.settings;

/**
 * Connections of Troupe's own to other nodes.
 *
 * @param enabled whether there are to be any
 * @param port where other nodes open theirs to this one; 0 takes any free port
 * @param bindPort where this node listens for them if that differs, else 0
 */
public record DirectSettings(boolean enabled, int port, int bindPort) {
    /** The port that this node opens. */
    public int listeningPort() {
        return bindPort == 0 ? port : bindPort;
    }
}
