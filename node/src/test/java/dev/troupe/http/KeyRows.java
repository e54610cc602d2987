package dev.troupe.http;

import static dev.troupe.http.BadInput.ENTRIES;
import static dev.troupe.http.BadInput.closed;
import static dev.troupe.http.BadInput.fine;
import static dev.troupe.http.BadInput.get;
import static dev.troupe.http.BadInput.kept;
import static dev.troupe.http.BadInput.put;
import static dev.troupe.http.BadInput.refused;
import static dev.troupe.http.BadInput.served;

import dev.troupe.api.Limits;
import java.util.ArrayList;
import java.util.List;

/** H1 to H8 and H27: keys, paths and names of caches. */
final class KeyRows {
    private KeyRows() {}

    static List<BadInput> rows(String nonce, Limits limits) {
        List<BadInput> rows = new ArrayList<>();
        rows.add(kept("H1", "emptyKeyIsRefused", get(ENTRIES), 400, "bad-key"));
        rows.add(kept("H1", "keyOfSlashesIsRefused", get(ENTRIES + "//"), 400, "bad-key"));
        rows.add(kept("H1", "slashInAKeyMustBeEncoded", get(ENTRIES + "a/b"), 400, "bad-key"));
        rows.add(kept("H1", "pathOfSlashesIsNoRoute", get("/////"), 404, "no-such-route"));
        rows.add(kept("H1", "missingCacheNameIsRefused", get("/v1/caches//entries/a"), 400, "bad-cache-name"));
        rows.add(kept(
                "H1", "unknownCacheIsNotAnUnknownEntry", get("/v1/caches/nosuch/entries/a"), 404, "cache-not-found"));
        rows.add(kept("H1", "unknownEntryIsNotAnUnknownCache", get(ENTRIES + nonce), 404, "entry-not-found"));
        encoded(nonce, rows);
        dots(rows);
        notText(nonce, rows);
        limits(nonce, limits, rows);
        names(rows);
        return rows;
    }

    private static void encoded(String nonce, List<BadInput> rows) {
        String key = ENTRIES + nonce;
        rows.add(served(
                "H2",
                "reservedCharactersSurviveInAKey",
                fine(put(key + "%2F%3F%23%20+", "v"), 201),
                fine(get(key + "%2f%3f%23%20%2B"), 200),
                refused(get(key + "%2F%3F%23++"), 404, "entry-not-found")));
        rows.add(served(
                "H5",
                "doubleEncodingIsDecodedOnce",
                fine(put(key + "%25%32%46", "v"), 201),
                fine(get(key + "%252F"), 200),
                refused(get(key + "%2F"), 404, "entry-not-found")));
        rows.add(served(
                "H6",
                "bidiAndLineSeparatorsAreLegalAndEscapedInProblems",
                refused(get(key + "%E2%80%AE%E2%80%A8"), 404, "entry-not-found"),
                fine(put(key + "%E2%80%AE%E2%80%A8", "v"), 201),
                fine(get(key + "%E2%80%AE%E2%80%A8"), 200)));
    }

    private static void dots(List<BadInput> rows) {
        for (String dots : List.of(".", "..", "%2e", "%2E%2e", ".%2e", "%2e.")) {
            rows.add(kept("H3", "dotSegmentIsRefused: " + dots, get(ENTRIES + dots), 400, "bad-path"));
        }
        rows.add(kept("H3", "dotsNeverReachAnotherResource", get("/v1/caches/../../alive"), 400, "bad-path"));
        rows.add(kept("H3", "encodedDotsNeverDoEither", get("/v1/caches/%2e%2e/%2e%2e/alive"), 400, "bad-path"));
        rows.add(kept("H3", "dotsInAbsoluteFormAreRefused", get("http://x" + ENTRIES + "%2e%2e/a"), 400, "bad-path"));
        rows.add(served("H3", "absoluteFormReachesTheSameEntry", fine(get("http://x/alive"), 200)));
        rows.add(kept("H3", "keyThatOnlyStartsWithDotsIsAKey", get(ENTRIES + "..."), 404, "entry-not-found"));
    }

    private static void notText(String nonce, List<BadInput> rows) {
        for (String bytes : List.of("%FF", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "a%C3")) {
            rows.add(kept("H4", "notUtf8IsRefused: " + bytes, get(ENTRIES + bytes), 400, "bad-encoding"));
        }
        for (String broken : List.of("%", "%2", "%zz", "a%2", "%%41")) {
            rows.add(closed("H5", "brokenEscapeIsRefused: " + broken, get(ENTRIES + broken), 400, "bad-request"));
        }
        rows.add(closed("H4", "unencodedByteAbove127IsRefused", get(ENTRIES + nonce + "\u00ff"), 400, "bad-request"));
        for (String control : List.of("%00", "%0D", "%0A", "%1B", "a%7F", "%C2%85")) {
            rows.add(kept("H6", "controlCharacterIsRefused: " + control, get(ENTRIES + control), 400, "bad-key"));
        }
        rows.add(kept("H6", "base64IsCanonical", get(ENTRIES + "QR?keyEncoding=base64url"), 400, "bad-key"));
        rows.add(kept("H6", "base64HasNoPadding", get(ENTRIES + "QQ%3D%3D?keyEncoding=base64url"), 400, "bad-key"));
        rows.add(kept("H6", "keyEncodingIsKnown", get(ENTRIES + "QQ?keyEncoding=hex"), 400, "bad-parameter"));
    }

    private static void limits(String nonce, Limits limits, List<BadInput> rows) {
        String longest = nonce + "x".repeat(limits.maxKeyBytes() - nonce.length());
        rows.add(served("H7", "longestKeyIsStored", fine(put(ENTRIES + longest, "v"), 201)));
        rows.add(kept("H7", "keyOverTheLimitIsRefused", get(ENTRIES + longest + "x"), 400, "bad-key"));
        String oneOver = longest.substring(1) + "%C3%A9";
        rows.add(kept("H7", "limitCountsBytesNotCharacters", get(ENTRIES + oneOver), 400, "bad-key"));
        rows.add(served(
                "H7",
                "encodedKeyOfTheLimitIsAccepted",
                fine(put(ENTRIES + "%C3%A9".repeat(limits.maxKeyBytes() / 2), "v"), 201),
                fine(BadInput.head("DELETE", ENTRIES + "%C3%A9".repeat(limits.maxKeyBytes() / 2)), 204)));
        rows.add(closed("H8", "uriOver2KiBIsRefused", get("/" + "x".repeat(2048)), 414, "uri-too-long"));
        rows.add(closed("H8", "uriOf1MiBIsRefused", get("/" + "x".repeat(1 << 20)), 414, "uri-too-long"));
    }

    private static void names(List<BadInput> rows) {
        for (String name : List.of("CON", "Default", "%64efault", "x".repeat(300), "d%C3%A9fault", "_admin", "a%20b")) {
            rows.add(kept(
                    "H27",
                    "illegalCacheNameIsRefused: " + name.substring(0, Math.min(12, name.length())),
                    get("/v1/caches/" + name + "/entries/a"),
                    400,
                    "bad-cache-name"));
        }
        rows.add(kept("H27", "cacheNameWithDotsIsRefused", get("/v1/caches/../x/entries/a"), 400, "bad-path"));
    }
}
