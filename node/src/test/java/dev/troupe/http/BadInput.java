package dev.troupe.http;

import java.util.List;

/**
 * One row of the table: what is sent on one connection, what comes back, and what becomes of the connection.
 *
 * @param id of the input in the catalogue
 * @param claim what the row shows
 * @param exchanges in order
 * @param end what becomes of the connection
 */
public record BadInput(String id, String claim, List<Exchange> exchanges, End end) {
    /** Path of the entries that the rows use. */
    static final String ENTRIES = "/v1/caches/default/entries/";
    /** Instead of a status: the reply is not read. */
    static final int UNREAD = 0;

    /** What becomes of the connection. */
    enum End {
        KEEPS,
        CLOSES,
        EITHER
    }

    /**
     * Bytes sent and the reply to them.
     *
     * @param bytes as text, a byte a character
     * @param status expected, or {@link #UNREAD}
     * @param problem last part of the type expected, or the empty text
     */
    record Exchange(String bytes, int status, String problem) {}

    /** A request that is refused and leaves the connection usable. */
    static BadInput kept(String id, String claim, String bytes, int status, String problem) {
        return new BadInput(id, claim, List.of(new Exchange(bytes, status, problem)), End.KEEPS);
    }

    /** A request that is refused and whose connection is closed. */
    static BadInput closed(String id, String claim, String bytes, int status, String problem) {
        return new BadInput(id, claim, List.of(new Exchange(bytes, status, problem)), End.CLOSES);
    }

    /** Several exchanges that leave the connection usable. */
    static BadInput served(String id, String claim, Exchange... exchanges) {
        return new BadInput(id, claim, List.of(exchanges), End.KEEPS);
    }

    /** One exchange without a problem. */
    static Exchange fine(String bytes, int status) {
        return new Exchange(bytes, status, "");
    }

    /** One exchange with a problem. */
    static Exchange refused(String bytes, int status, String problem) {
        return new Exchange(bytes, status, problem);
    }

    /** A GET of a path. */
    static String get(String path, String... headers) {
        return head("GET", path, headers);
    }

    /** A PUT to a path with a body. */
    static String put(String path, String body, String... headers) {
        return "PUT " + path + " HTTP/1.1\r\nHost: x\r\n" + lines(headers) + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    /** A request without a body. */
    public static String head(String method, String path, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + lines(headers) + "\r\n";
    }

    /** A PUT whose framing headers and body are as given. */
    static String framed(String path, String headers, String body) {
        return "PUT " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
    }

    private static String lines(String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return lines.toString();
    }

    @Override
    public String toString() {
        return id + " " + claim;
    }
}
