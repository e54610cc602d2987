package dev.troupe.http;

import static dev.troupe.http.BadInput.ENTRIES;
import static dev.troupe.http.BadInput.closed;
import static dev.troupe.http.BadInput.fine;
import static dev.troupe.http.BadInput.framed;
import static dev.troupe.http.BadInput.get;
import static dev.troupe.http.BadInput.kept;
import static dev.troupe.http.BadInput.put;
import static dev.troupe.http.BadInput.served;

import dev.troupe.api.Limits;
import java.util.ArrayList;
import java.util.List;

/** H10, H13, H15 to H17 and H20: bodies. */
final class BodyRows {
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    private BodyRows() {}

    static List<BadInput> rows(String nonce, Limits limits) {
        List<BadInput> rows = new ArrayList<>();
        String path = ENTRIES + nonce + "b";
        int limit = limits.maxValueBytes();
        sizes(path, limit, rows);
        chunks(path, rows);
        unused(path, limit, rows);
        rows.add(closed(
                "H15",
                "bodyThatStopsIsTimedOut",
                framed(path, "Content-Length: 10\r\n", "12345"),
                408,
                "body-timeout"));
        rows.add(closed(
                "H15", "chunkedBodyThatStopsIsTimedOut", framed(path, CHUNKED, "5\r\n12345\r\n"), 408, "body-timeout"));
        expectations(path, limit, rows);
        rows.add(kept(
                "H20",
                "encodedContentIsRefused",
                put(path, "x", "Content-Encoding: gzip"),
                415,
                "content-encoding-refused"));
        rows.add(kept(
                "H20", "illegalContentTypeIsRefused", put(path, "x", "Content-Type: /;"), 400, "bad-content-type"));
        return rows;
    }

    private static void expectations(String path, int limit, List<BadInput> rows) {
        rows.add(closed(
                "H16",
                "tooLargeIsRefusedWithoutContinue",
                framed(path, "Expect: 100-continue\r\nContent-Length: " + (limit + 1) + "\r\n", ""),
                413,
                "value-too-large"));
        rows.add(served(
                "H16",
                "acceptableIsAskedToContinue",
                fine(framed(path + "x", "Expect: 100-continue\r\nContent-Length: 5\r\n", ""), 100),
                fine("12345", 201)));
        rows.add(served(
                "H16",
                "bodyThatNobodyUsesIsAskedForAndDiscarded",
                fine("GET /alive HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n", 100),
                fine("12345", 200)));
        rows.add(closed(
                "H16",
                "refusedIsNotAskedToContinue",
                framed(ENTRIES, "Expect: 100-continue\r\nContent-Length: 5\r\n", ""),
                400,
                "bad-key"));
    }

    private static void sizes(String path, int limit, List<BadInput> rows) {
        rows.add(served(
                "H10",
                "valueOfTheLimitIsStored",
                fine(put(path + "l", "v".repeat(limit)), 201),
                fine(get(path + "l"), 200)));
        rows.add(closed(
                "H10",
                "announcedValueOverTheLimitIsRefusedUnread",
                framed(path, "Content-Length: " + (limit + 1) + "\r\n", ""),
                413,
                "value-too-large"));
        rows.add(closed(
                "H10",
                "announcedValueOfManyGigabytesIsRefusedUnread",
                framed(path, "Content-Length: 99999999999\r\n", ""),
                413,
                "value-too-large"));
        rows.add(served(
                "H10",
                "chunkedValueOfTheLimitIsStored",
                fine(framed(path + "c", CHUNKED, chunked("v".repeat(limit)) + "0\r\n\r\n"), 201),
                fine(get(path + "c"), 200)));
        rows.add(closed(
                "H10",
                "chunkedValueOverTheLimitIsRefused",
                framed(path, CHUNKED, chunked("v".repeat(limit)) + "1\r\nx\r\n"),
                413,
                "value-too-large"));
    }

    private static void chunks(String path, List<BadInput> rows) {
        for (String size : List.of("FFFFFFFF", "-1", "zz", "")) {
            rows.add(closed(
                    "H13", "chunkSizeIsRefused: " + size, framed(path, CHUNKED, size + "\r\nx\r\n"), 400, "bad-body"));
        }
        rows.add(closed(
                "H13",
                "chunkOverTheLimitOfOneChunkIsRefused",
                framed(path, CHUNKED, "7fffffff\r\nx\r\n"),
                400,
                "bad-body"));
        rows.add(closed(
                "H13",
                "chunkExtensionOf300IsRefused",
                framed(path, CHUNKED, "1;" + "x".repeat(300) + "\r\nx\r\n0\r\n\r\n"),
                400,
                "bad-body"));
        rows.add(served(
                "H13",
                "pekkoAcceptsABareLineFeedInChunks",
                fine(framed(path + "lf", CHUNKED, "5\n12345\n0\n\n"), 201)));
        rows.add(closed(
                "H13",
                "hundredThousandChunksOfAByteAreRefused",
                framed(path, CHUNKED, "1\r\nx\r\n".repeat(100_000) + "0\r\n\r\n"),
                400,
                "bad-body"));
    }

    private static void unused(String path, int limit, List<BadInput> rows) {
        String body = "Content-Length: " + limit + "\r\n\r\n" + "v".repeat(limit);
        for (String method : List.of("GET", "DELETE")) {
            rows.add(kept(
                    "H17",
                    "bodyOfA" + method + "IsDiscarded",
                    method + " " + path + "none HTTP/1.1\r\nHost: x\r\n" + body,
                    404,
                    "entry-not-found"));
        }
        rows.add(kept(
                "H17",
                "bodyOfARefusedPutIsDiscarded",
                framed(ENTRIES, body.substring(0, body.indexOf("\r\n") + 2), "v".repeat(limit)),
                400,
                "bad-key"));
        rows.add(closed(
                "H17",
                "bodyOfAHeadIsRefusedAndPekkoAnswersWithABody",
                "HEAD " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx",
                422,
                "unexpected-body"));
    }

    private static String chunked(String value) {
        StringBuilder chunks = new StringBuilder();
        for (int start = 0; start < value.length(); start += 8192) {
            String part = value.substring(start, Math.min(value.length(), start + 8192));
            chunks.append(Integer.toHexString(part.length()))
                    .append("\r\n")
                    .append(part)
                    .append("\r\n");
        }
        return chunks.toString();
    }
}
