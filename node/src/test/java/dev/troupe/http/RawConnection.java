package dev.troupe.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One connection to a server on which a test writes bytes as they are and reads replies. */
public final class RawConnection implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;

    /**
     * One reply.
     *
     * @param status of the reply
     * @param headers by name in lower case; of several the last
     * @param body as it was sent
     */
    public record Reply(int status, Map<String, String> headers, byte[] body) {
        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** A header, or the empty text. */
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        /** Whether the server says that it closes the connection. */
        public boolean closes() {
            return header("connection").toLowerCase(Locale.ROOT).contains("close");
        }
    }

    /** Connects; reads give up after 30 seconds. */
    public RawConnection(URI base) throws IOException {
        this(base, 0);
    }

    private RawConnection(URI base, int receiveBytes) throws IOException {
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), 5000);
        socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects with a receive buffer that takes in as little as can be. */
    public static RawConnection deaf(URI base) throws IOException {
        return new RawConnection(base, 4096);
    }

    /** Writes bytes as they are. */
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Writes text, a byte a character. */
    public void send(String latin1) throws IOException {
        send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Ends this side; the server may go on to send. */
    public void closeOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** How many bytes can be read at once. */
    public int available() throws IOException {
        return in.available();
    }

    /** Reads a few bytes, at least one. */
    public byte[] readSome(int most) throws IOException {
        byte[] bytes = new byte[most];
        int count = in.read(bytes);
        if (count < 0) {
            throw new IOException("the connection was closed");
        }
        return Arrays.copyOf(bytes, count);
    }

    /**
     * Reads a reply.
     *
     * @param hasBody false for the answer to a HEAD
     */
    public Reply read(Body hasBody) throws IOException {
        String statusLine = line();
        if (statusLine.isEmpty()) {
            throw new IOException("the connection was closed without a reply");
        }
        int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        boolean bodiless = hasBody == Body.NONE || status == 204 || status == 304 || status < 200;
        int length = bodiless ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Reply(status, headers, in.readNBytes(length));
    }

    /** Reads a reply that may have a body. */
    public Reply read() throws IOException {
        return read(Body.ANY);
    }

    /** Whether the server has closed the connection and sent nothing more before that. */
    public boolean isClosed() {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Whether a reply has a body. */
    public enum Body {
        ANY,
        NONE
    }

    /** Sends and reads on a new connection. */
    public static Reply exchange(URI base, String latin1) throws IOException {
        try (RawConnection connection = new RawConnection(base)) {
            connection.send(latin1);
            return connection.read();
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
