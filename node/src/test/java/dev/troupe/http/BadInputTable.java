package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Limits;
import dev.troupe.http.RawConnection.Body;
import dev.troupe.http.RawConnection.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every bad input of the contract, written as raw bytes to the socket of a running server; after each a good request is
 * answered, on the same connection or on a new one.
 */
public final class BadInputTable {
    private final URI base;
    private final List<BadInput> rows;

    /**
     * The table for one server.
     *
     * @param base where it listens
     * @param limits that are in force there
     */
    public BadInputTable(URI base, Limits limits) {
        this.base = base;
        String nonce = Long.toHexString(System.nanoTime());
        this.rows = Stream.of(
                        KeyRows.rows(nonce, limits),
                        FramingRows.rows(nonce, limits),
                        BodyRows.rows(nonce, limits),
                        ParameterRows.rows(nonce))
                .flatMap(List::stream)
                .toList();
    }

    /** All rows. */
    public List<BadInput> rows() {
        return rows;
    }

    /** Sends one row and checks what comes back. */
    public void check(BadInput row) throws IOException {
        try (RawConnection connection = new RawConnection(base)) {
            boolean closes = false;
            for (BadInput.Exchange exchange : row.exchanges()) {
                sendAll(connection, exchange.bytes());
                if (exchange.status() != BadInput.UNREAD) {
                    Reply reply = connection.read(bodyOf(exchange));
                    assertReply(exchange, reply);
                    closes = reply.closes();
                }
            }
            if (row.end() == BadInput.End.KEEPS) {
                assertThat(closes).as("%s: announces a close", row).isFalse();
                assertGood(connection);
            } else if (row.end() == BadInput.End.CLOSES) {
                assertThat(connection.isClosed()).as("%s: closed", row).isTrue();
            }
        }
        try (RawConnection fresh = new RawConnection(base)) {
            assertGood(fresh);
        }
    }

    /** A head that the parser refuses is answered by Pekko with a body, in spite of the method. */
    private static Body bodyOf(BadInput.Exchange exchange) {
        return exchange.bytes().startsWith("HEAD ") && exchange.status() != 422 ? Body.NONE : Body.ANY;
    }

    private static void assertReply(BadInput.Exchange exchange, Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(exchange.status());
        if (!exchange.problem().isEmpty()) {
            assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
            assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
            if (reply.body().length > 0) {
                assertThat(reply.text())
                        .contains("\"type\":\"/problems/" + exchange.problem() + "\"")
                        .contains("\"status\":" + exchange.status())
                        .contains("\"requestId\":")
                        .doesNotContain("Exception")
                        .doesNotContain("\tat ");
            }
        }
    }

    private static void assertGood(RawConnection connection) throws IOException {
        connection.send("PUT " + BadInput.ENTRIES + "good HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok");
        assertThat(connection.read().status()).isIn(201, 204);
        connection.send("GET " + BadInput.ENTRIES + "good HTTP/1.1\r\nHost: x\r\n\r\n");
        Reply reply = connection.read();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("ok");
    }

    private static void sendAll(RawConnection connection, String bytes) {
        try {
            connection.send(bytes);
        } catch (IOException refusedEarly) {
            // The server may answer and close before it has read everything; the reply is still there to be read.
            return;
        }
    }
}
