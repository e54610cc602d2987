package dev.troupe.transport;

/**
 * Asks a node to open a connection to the sender, beside those of the cluster's transport, which this travels by.
 *
 * @param from host:port of the sender in the cluster
 * @param port at which the sender listens for it
 * @param guest by which the sender knows who comes
 * @param host by which who comes knows that it is the sender who lets it in
 */
public record Invitation(String from, int port, Token guest, Token host) {
    /** 128 random bits in two halves. */
    public record Token(long high, long low) {
        /** Takes the same time whatever differs. */
        public boolean is(Token other) {
            return ((high ^ other.high) | (low ^ other.low)) == 0;
        }

        @Override
        public String toString() {
            return "Token";
        }
    }

    /** Without the tokens, which are nobody else's. */
    @Override
    public String toString() {
        return "Invitation[from=" + from + ", port=" + port + "]";
    }
}
