package dev.troupe.bench.process;

import dev.troupe.http.RawConnection;
import dev.troupe.http.RawConnection.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Puts entries into the default cache of a node on one plain connection, several requests at a time, so that little of the
 * time is the client's. For one thread. Owned by whoever opened it, who closes it.
 */
final class HttpPuts implements AutoCloseable {
    /** As many as a node answers at a time of one connection. */
    static final int BURST = 8;

    private static final int TRIES = 100;
    private static final long PAUSE_MILLIS = 100;

    private final String authority;
    private final RawConnection connection;

    /** Connects. */
    HttpPuts(URI node) throws IOException {
        this.authority = node.getAuthority();
        this.connection = new RawConnection(node);
    }

    /**
     * Puts entries of a row, and puts again a little later what is refused while room is made.
     *
     * @return how many were refused before they were not
     * @throws IOException if one cannot be put, or the connection breaks
     */
    long put(Row row, long first, long end) throws IOException, InterruptedException {
        long refused = 0;
        for (long number = first; number < end; number += BURST) {
            List<Long> left = burst(
                    row,
                    LongStream.range(number, Math.min(end, number + BURST))
                            .boxed()
                            .toList());
            for (int tries = 1; !left.isEmpty(); tries++) {
                if (tries == TRIES) {
                    throw new IOException("puts were refused for " + TRIES * PAUSE_MILLIS / 1000 + " s");
                }
                refused += left.size();
                Thread.sleep(PAUSE_MILLIS);
                left = burst(row, left);
            }
        }
        return refused;
    }

    /** Puts entries at once. Returns those that were refused for now. */
    private List<Long> burst(Row row, List<Long> numbers) throws IOException {
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        numbers.forEach(number -> write(row, number, requests));
        connection.send(requests.toByteArray());
        List<Long> refused = new ArrayList<>();
        for (long number : numbers) {
            Reply reply = connection.read();
            if (reply.status() == 503) {
                refused.add(number);
            } else if (reply.status() / 100 != 2) {
                throw new IOException("a put was answered " + reply.status() + ": " + reply.text());
            }
        }
        return refused;
    }

    private void write(Row row, long number, ByteArrayOutputStream requests) {
        StringBuilder head = new StringBuilder("PUT /v1/caches/default/entries/")
                .append(new String(row.key(number), StandardCharsets.US_ASCII));
        row.ttlMillis(number)
                .ifPresent(millis -> head.append("?ttl=").append(millis).append("ms"));
        head.append(" HTTP/1.1\r\nHost: ").append(authority);
        head.append("\r\nContent-Length: ").append(row.valueBytes()).append("\r\n\r\n");
        requests.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        requests.writeBytes(row.value(number));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
