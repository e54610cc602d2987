package dev.troupe.http;

import static dev.troupe.http.BadInput.ENTRIES;
import static dev.troupe.http.BadInput.fine;
import static dev.troupe.http.BadInput.get;
import static dev.troupe.http.BadInput.head;
import static dev.troupe.http.BadInput.kept;
import static dev.troupe.http.BadInput.put;
import static dev.troupe.http.BadInput.refused;
import static dev.troupe.http.BadInput.served;

import java.util.ArrayList;
import java.util.List;

/** H21 and H22: times and conditions. */
final class ParameterRows {
    private ParameterRows() {}

    static List<BadInput> rows(String nonce) {
        List<BadInput> rows = new ArrayList<>();
        String path = ENTRIES + nonce + "p";
        times(path, rows);
        answerers(path, rows);
        goodTimes(path, rows);
        conditions(path, rows);
        conditionsThatDoNotCount(path, rows);
        return rows;
    }

    private static void times(String path, List<BadInput> rows) {
        for (String bad : List.of(
                "0",
                "0s",
                "-1",
                "-1s",
                "1e9",
                "99999999999999999999s",
                "999999999999d",
                "NaN",
                "",
                "5",
                "3651d",
                "+5s",
                "5%20s",
                "5S")) {
            rows.add(kept("H21", "ttlIsRefused: " + bad, put(path + "?ttl=" + bad, "v"), 400, "bad-parameter"));
            rows.add(kept("H21", "idleIsRefused: " + bad, put(path + "?idle=" + bad, "v"), 400, "bad-parameter"));
        }
        rows.add(kept("H21", "ttlTwiceIsRefused", put(path + "?ttl=5s&ttl=6s", "v"), 400, "bad-parameter"));
        rows.add(kept("H21", "misspeltParameterIsRefused", put(path + "?tll=5s", "v"), 400, "bad-parameter"));
        for (String bad : List.of("0", "-1", "abc", "", "99999999999999999999", "\"5\"", "1.5")) {
            rows.add(kept(
                    "H21",
                    "maxAgeIsRefused: " + bad,
                    put(path, "v", "Cache-Control: max-age=" + bad),
                    400,
                    "bad-parameter"));
        }
        rows.add(kept(
                "H21",
                "maxAgeTwiceIsRefused",
                put(path, "v", "Cache-Control: max-age=5, max-age=6"),
                400,
                "bad-parameter"));
    }

    private static void answerers(String path, List<BadInput> rows) {
        for (String bad : List.of("strict", "ANY", "", "any&read=any")) {
            rows.add(kept("H21", "readIsRefused: " + bad, get(path + "?read=" + bad), 400, "bad-parameter"));
        }
        rows.add(kept("H21", "readOfAPutIsRefused", put(path + "?read=any", "v"), 400, "bad-parameter"));
        rows.add(kept("H21", "readOfADeleteIsRefused", head("DELETE", path + "?read=any"), 400, "bad-parameter"));
    }

    private static void goodTimes(String path, List<BadInput> rows) {
        int number = 0;
        for (String good : List.of("500ms", "30s", "5m", "2h", "1d", "3650d")) {
            rows.add(served(
                    "H21",
                    "ttlIsAccepted: " + good,
                    fine(put(path + "g" + number++ + "?ttl=" + good + "&idle=" + good, "v"), 201)));
        }
    }

    private static void conditions(String path, List<BadInput> rows) {
        for (String header : List.of("If-Match", "If-None-Match")) {
            for (String bad : List.of("garbage", "\"open", "*, \"a\"", "\"a\" \"b\"", "", "w/\"a\"")) {
                rows.add(kept(
                        "H22",
                        header + "IsRefused: " + bad,
                        put(path, "v", header + ": " + bad),
                        400,
                        "bad-condition"));
            }
            String list = "\"1\",".repeat(1000) + "\"1\"";
            rows.add(kept(
                    "H22", header + "OfAThousandTagsIsRefused", get(path, header + ": " + list), 400, "bad-condition"));
        }
        rows.add(kept("H22", "replaceNeedsAnEntry", put(path, "v", "If-Match: *"), 412, "precondition-failed"));
        rows.add(kept(
                "H22", "weakTagNeverMatchesIfMatch", put(path, "v", "If-Match: W/\"1\""), 412, "precondition-failed"));
        rows.add(kept(
                "H22", "foreignTagNeverMatchesIfMatch", put(path, "v", "If-Match: \"x y\""), 400, "bad-condition"));
        rows.add(kept(
                "H22",
                "unknownTagNeverMatchesIfMatch",
                put(path, "v", "If-Match: \"xyz\""),
                412,
                "precondition-failed"));
        rows.add(served(
                "H22",
                "createOnlyCreatesOnce",
                fine(put(path + "c", "v", "If-None-Match: *"), 201),
                refused(put(path + "c", "w", "If-None-Match: *"), 412, "precondition-failed"),
                fine(get(path + "c", "If-None-Match: *"), 304),
                fine(head("HEAD", path + "c", "If-None-Match: *"), 304),
                refused(head("DELETE", path + "c", "If-Match: \"0\""), 412, "precondition-failed"),
                fine(head("DELETE", path + "c", "If-Match: *"), 204)));
    }

    private static void conditionsThatDoNotCount(String path, List<BadInput> rows) {
        for (String condition : List.of("If-Match: *", "If-Match: \"1\"", "If-None-Match: *", "If-None-Match: \"1\"")) {
            for (String method : List.of("GET", "DELETE")) {
                rows.add(kept(
                        "H22",
                        method + "OfNothingIsNotFoundWhateverTheCondition: " + condition,
                        head(method, path + "no", condition),
                        404,
                        "entry-not-found"));
            }
            for (String action : List.of(path + "/_touch?ttl=", path + "/_increment", "/v1/caches/default/_clear")) {
                rows.add(kept(
                        "H22",
                        "actionUnderAConditionIsRefused: " + action + " " + condition,
                        head("POST", action, condition),
                        400,
                        "bad-condition"));
            }
        }
    }
}
