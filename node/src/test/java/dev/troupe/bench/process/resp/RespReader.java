package dev.troupe.bench.process.resp;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the replies of Redis that are one text or one number (RESP 2). */
public final class RespReader {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MOST_LINE_BYTES = 4 << 10;

    private final InputStream in;

    /** A reader from a connection. */
    public RespReader(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
    }

    /**
     * The next reply: the text of a simple string, a number or a bulk string.
     *
     * @throws IOException if it is an error, whose text the message has, or of another type, or if the connection ends before it does
     */
    public String reply() throws IOException {
        int type = next();
        String line = line();
        return switch (type) {
            case '+', ':' -> line;
            case '$' -> bulk(line);
            case '-' -> throw new IOException("Redis refused: " + line);
            default -> throw new IOException("Redis answered what is none of its replies: " + (char) type + line);
        };
    }

    private String bulk(String length) throws IOException {
        int bytes;
        try {
            bytes = Integer.parseInt(length);
        } catch (NumberFormatException noLength) {
            throw new IOException("Redis answered a text of length '" + length + "'", noLength);
        }
        if (bytes < 0) {
            throw new IOException("Redis answered nothing where a text was expected");
        }
        byte[] text = in.readNBytes(bytes);
        if (text.length < bytes || !line().isEmpty()) {
            throw new EOFException("Redis closed the connection within a reply, or it was longer than it said");
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = next(); read != '\r'; read = next()) {
            if (line.length() == MOST_LINE_BYTES) {
                throw new IOException("Redis answered a line of more than " + MOST_LINE_BYTES + " bytes");
            }
            line.append((char) read);
        }
        if (next() != '\n') {
            throw new IOException("Redis ended a line without a line feed");
        }
        return line.toString();
    }

    private int next() throws IOException {
        int read = in.read();
        if (read < 0) {
            throw new EOFException("Redis closed the connection: see its log");
        }
        return read;
    }
}
