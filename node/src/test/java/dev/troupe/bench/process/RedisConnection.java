package dev.troupe.bench.process;

import dev.troupe.bench.process.resp.RespReader;
import dev.troupe.bench.process.resp.RespWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A pipelining client of one Redis on this machine. For one thread. Owned by whoever opened it, who closes it. */
final class RedisConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int ANSWER_MILLIS = 60_000;
    /** Commands that are sent at once, while the replies to as many are on their way. */
    private static final int BURST = 500;

    private final Socket socket;
    private final RespWriter writer;
    private final RespReader reader;

    private RedisConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS);
        this.writer = new RespWriter(socket.getOutputStream());
        this.reader = new RespReader(socket.getInputStream());
    }

    /** Connects to a port of the loopback address. */
    static RedisConnection open(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return new RedisConnection(socket);
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    /** Sends one command and waits for its reply, which is a text or a number. @throws IOException if it is an error */
    String ask(String... words) throws IOException {
        writer.command(Stream.of(words).map(RedisConnection::bytes).toArray(byte[][]::new));
        writer.flush();
        return reader.reply();
    }

    /** Sets entries and waits for all replies. @throws IOException if one is an error */
    void set(Row row, long first, long end) throws IOException {
        long read = first;
        for (long number = first; number < end; number++) {
            writer.command(command(row, number));
            if ((number + 1 - first) % BURST == 0) {
                writer.flush();
                read = read(read, number + 1 - BURST);
            }
        }
        writer.flush();
        read(read, end);
    }

    private long read(long first, long end) throws IOException {
        for (long number = first; number < end; number++) {
            reader.reply();
        }
        return Math.max(first, end);
    }

    private static byte[][] command(Row row, long number) {
        List<byte[]> words = new ArrayList<>(List.of(bytes("SET"), row.key(number), row.value(number)));
        OptionalLong ttlMillis = row.ttlMillis(number);
        if (ttlMillis.isPresent()) {
            words.add(bytes("PX"));
            words.add(bytes(Long.toString(ttlMillis.getAsLong())));
        }
        return words.toArray(byte[][]::new);
    }

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
