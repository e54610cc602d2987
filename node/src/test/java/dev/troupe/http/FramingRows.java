package dev.troupe.http;

import static dev.troupe.http.BadInput.ENTRIES;
import static dev.troupe.http.BadInput.closed;
import static dev.troupe.http.BadInput.fine;
import static dev.troupe.http.BadInput.framed;
import static dev.troupe.http.BadInput.get;
import static dev.troupe.http.BadInput.head;
import static dev.troupe.http.BadInput.kept;
import static dev.troupe.http.BadInput.refused;
import static dev.troupe.http.BadInput.served;

import dev.troupe.api.Limits;
import dev.troupe.http.BadInput.End;
import dev.troupe.http.BadInput.Exchange;
import java.util.ArrayList;
import java.util.List;

/** H9, H11, H12, H14, H18, H19 and H34: heads, lengths, methods and protocols. */
final class FramingRows {
    private FramingRows() {}

    static List<BadInput> rows(String nonce, Limits limits) {
        List<BadInput> rows = new ArrayList<>();
        rows.add(closed("H9", "sixtyFiveHeadersAreRefused", get("/alive", lines(65)), 400, "bad-request"));
        rows.add(closed(
                "H9", "headerOf9KiBIsRefused", get("/alive", "A: " + "x".repeat(9216)), 431, "header-too-large"));
        rows.add(closed(
                "H9", "headerNameOf65IsRefused", get("/alive", "x".repeat(65) + ": a"), 431, "header-too-large"));
        lengths(ENTRIES + nonce, rows);
        transferCodings(ENTRIES + nonce, rows);
        hosts(rows);
        methods(rows);
        pipelines(rows);
        return rows;
    }

    private static String[] lines(int count) {
        String[] lines = new String[count];
        for (int i = 0; i < count; i++) {
            lines[i] = "A" + i + ": a";
        }
        return lines;
    }

    private static void lengths(String path, List<BadInput> rows) {
        for (String bad : List.of("-1", "abc", "5, 5", "+5", "9223372036854775808", "0x5", "5.0")) {
            rows.add(closed(
                    "H11",
                    "contentLengthIsRefused: " + bad,
                    framed(path, "Content-Length: " + bad + "\r\n", "12345"),
                    400,
                    "bad-request"));
        }
        rows.add(new BadInput(
                "H11",
                "pekkoReadsALengthWithASpaceAsOneNumber",
                List.of(
                        fine(framed(path + "sp", "Content-Length: 1 2\r\n", "123456789012"), 201),
                        fine(get(path + "sp"), 200)),
                End.KEEPS));
        rows.add(new BadInput(
                "H11",
                "pekkoReadsAnEmptyLengthAsZero",
                List.of(fine(framed(path + "em", "Content-Length:\r\n", ""), 201)),
                End.KEEPS));
        rows.add(new BadInput(
                "H11",
                "pekkoReadsALengthOver2To64AsItsRemainder",
                List.of(fine(framed(path + "of", "Content-Length: 18446744073709551621\r\n", "12345"), 201)),
                End.KEEPS));
        rows.add(closed(
                "H12",
                "twoDifferentLengthsAreRefused",
                framed(path, "Content-Length: 5\r\nContent-Length: 6\r\n", "12345"),
                400,
                "bad-request"));
    }

    private static void transferCodings(String path, List<BadInput> rows) {
        String chunk = "5\r\n12345\r\n0\r\n\r\n";
        rows.add(closed(
                "H12",
                "lengthAndChunkedTogetherAreRefused",
                framed(path, "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", chunk),
                400,
                "bad-request"));
        for (String coding : List.of("chunked, gzip", "gzip, chunked", "xchunked", "identity")) {
            rows.add(closed(
                    "H12",
                    "transferCodingIsRefused: " + coding,
                    framed(path, "Transfer-Encoding: " + coding + "\r\n", chunk),
                    400,
                    "bad-request"));
        }
        rows.add(closed(
                "H12",
                "chunkedTwiceIsRefused",
                framed(path, "Transfer-Encoding: Chunked\r\nTransfer-Encoding: chunked\r\n", chunk),
                400,
                "bad-request"));
    }

    private static void hosts(List<BadInput> rows) {
        rows.add(closed("H14", "missingHostIsRefused", "GET /alive HTTP/1.1\r\n\r\n", 400, "bad-request"));
        rows.add(closed("H14", "twoHostsAreRefused", get("/alive", "Host: y"), 400, "bad-request"));
        rows.add(closed(
                "H14",
                "pekkoRefusesAHostWithAnEmptyPort",
                "GET /alive HTTP/1.1\r\nHost: x:\r\n\r\n",
                400,
                "bad-request"));
        rows.add(closed(
                "H14",
                "pekkoRefusesAHostThatIsNotTheOneOfTheTarget",
                "GET http://y/alive HTTP/1.1\r\nHost: x\r\n\r\n",
                400,
                "bad-request"));
        rows.add(
                closed("H14", "pekkoRefusesAnEmptyLineBeforeARequest", "\r\n" + get("/alive"), 501, "not-implemented"));
        rows.add(closed("H14", "emptyHostIsRefused", "GET /alive HTTP/1.1\r\nHost:\r\n\r\n", 400, "bad-request"));
    }

    private static void methods(List<BadInput> rows) {
        rows.add(closed("H18", "unknownMethodIsNotImplemented", head("FOO", "/alive"), 501, "not-implemented"));
        rows.add(kept("H18", "traceIsNotAllowed", head("TRACE", ENTRIES + "a"), 405, "method-not-allowed"));
        rows.add(kept("H18", "postToAnEntryIsNotAllowed", head("POST", ENTRIES + "a"), 405, "method-not-allowed"));
        rows.add(kept(
                "H18", "deleteOfTheListOfCachesIsNotAllowed", head("DELETE", "/v1/caches"), 405, "method-not-allowed"));
        rows.add(closed("H18", "connectIsRefused", head("CONNECT", "x:80"), 400, "bad-request"));
        rows.add(closed("H18", "http2PrefaceIsRefused", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 501, "not-implemented"));
        rows.add(closed(
                "H18", "tlsOnThePlainPortIsRefused", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000", 400, "bad-request"));
        rows.add(closed(
                "H18", "unknownVersionIsRefused", "GET /alive HTTP/3.0\r\nHost: x\r\n\r\n", 505, "http-version"));
        rows.add(new BadInput(
                "H34",
                "http10IsServedAndClosed",
                List.of(fine("GET /alive HTTP/1.0\r\nHost: x\r\n\r\n", 200)),
                End.CLOSES));
        rows.add(new BadInput(
                "H34",
                "closeWinsOverUpgrade",
                List.of(fine(get("/alive", "Connection: close, upgrade", "Upgrade: h2c"), 200)),
                End.CLOSES));
        rows.add(served("H34", "h2cIsNotUpgraded", fine(get("/alive", "Connection: upgrade", "Upgrade: h2c"), 200)));
    }

    private static void pipelines(List<BadInput> rows) {
        String many = get("/alive").repeat(1000);
        rows.add(new BadInput(
                "H19",
                "thousandPipelinedRequestsThatNobodyReadsHarmNobody",
                List.of(new Exchange(many, BadInput.UNREAD, "")),
                End.EITHER));
        rows.add(served(
                "H19",
                "pipelinedRepliesComeInOrder",
                fine(get("/alive") + get("/nosuch") + get("/alive"), 200),
                refused("", 404, "no-such-route"),
                fine("", 200)));
    }
}
