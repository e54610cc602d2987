package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.http.RawConnection.Reply;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ActionsOverHttpTest {
    private static final TestServer RUNNING = new TestServer();
    private static final String CACHE = "/v1/caches/default";
    private static final String KEY = CACHE + "/entries/k";

    @AfterAll
    static void stop() {
        RUNNING.close();
    }

    @BeforeEach
    void clear() throws IOException {
        assertThat(post(CACHE + "/_clear", "").status()).isEqualTo(204);
    }

    private static Reply send(String request) throws IOException {
        try (RawConnection connection = new RawConnection(RUNNING.server.uri())) {
            connection.send(request);
            return connection.read();
        }
    }

    private static Reply post(String path, String body) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @Test
    void counterBeginsAtInitialAndAnswersValueAndTag() throws IOException {
        Reply first = post(KEY + "/_increment", "{\"by\":2,\"initial\":40,\"ttl\":\"1h\"}");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text()).isEqualTo("{\"value\":42}");
        Reply second = post(KEY + "/_increment", "");
        assertThat(second.text()).isEqualTo("{\"value\":43}");
        assertThat(second.header("ETag")).isNotEqualTo(first.header("ETag"));
        Reply read = send(BadInput.get(KEY));
        assertThat(read.text()).isEqualTo("43");
        assertThat(read.header("ETag")).isEqualTo(second.header("ETag"));
        assertThat(read.header("Cache-Status")).isEqualTo("troupe; hit; ttl=3600");
    }

    @Test
    void whatIsNoNumberIsNotCountedUp() throws IOException {
        send(BadInput.put(KEY, "many"));
        Reply reply = post(KEY + "/_increment", "{}");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text()).contains("/problems/not-a-counter");
        assertThat(send(BadInput.get(KEY)).text()).isEqualTo("many");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"by\":1.5}",
                "{\"by\":\"1\"}",
                "{\"by\":9223372036854775808}",
                "{\"step\":1}",
                "{\"by\":1,\"by\":2}",
                "[1]",
                "{} {}",
                "{\"by\":",
                "{\"ttl\":60}",
            })
    void bodyThatIsNoStepIsRefusedAndCountsNothing(String body) throws IOException {
        assertThat(post(KEY + "/_increment", body).status()).isEqualTo(400);
        assertThat(send(BadInput.get(KEY)).status()).isEqualTo(404);
    }

    @Test
    void touchGivesANewExpiryOrNoneAndKeepsTheTag() throws IOException {
        String tag = send(BadInput.put(KEY + "?ttl=10s", "v")).header("ETag");
        assertThat(post(KEY + "/_touch?ttl=1h", "").status()).isEqualTo(204);
        assertThat(send(BadInput.get(KEY)).header("Cache-Status")).isEqualTo("troupe; hit; ttl=3600");
        assertThat(post(KEY + "/_touch?ttl=", "").status()).isEqualTo(204);
        Reply read = send(BadInput.get(KEY));
        assertThat(read.header("Cache-Status")).isEqualTo("troupe; hit");
        assertThat(read.header("ETag")).isEqualTo(tag);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/caches/default/entries/none/_touch?ttl=1s, 404",
        "POST, /v1/caches/default/entries/k/_touch, 400",
        "POST, /v1/caches/default/entries/k/_touch?ttl=0s, 400",
        "POST, /v1/caches/short/entries/k/_touch?ttl=2h, 400",
        "POST, /v1/caches/default/entries/k/_touch?ttl=1s&idle=1s, 400",
        "GET, /v1/caches/default/entries/k/_touch?ttl=1s, 405",
        "POST, /v1/caches/none/entries/k/_touch?ttl=1s, 404",
        "POST, /v1/caches/default/entries/k/_increment?ttl=1s, 400",
        "POST, /v1/caches/none/_clear, 404",
        "GET, /v1/caches/default/_clear, 405",
        "POST, /v1/caches/default/_clear?all=1, 400",
        "POST, /v1/caches/default/keys, 405",
        "GET, /v1/caches/default/keys?limit=0, 400",
        "GET, /v1/caches/default/keys?limit=1001, 400",
        "GET, /v1/caches/default/keys?limit=x, 400",
        "GET, /v1/caches/none/keys, 404",
    })
    void whatDoesNotFitIsRefused(String method, String path, int status) throws IOException {
        assertThat(send(BadInput.head(method, path, "Content-Length: 0")).status())
                .isEqualTo(status);
    }

    @Test
    void wrongMethodIsToldTheRightOne() throws IOException {
        assertThat(send(BadInput.head("GET", KEY + "/_increment")).header("Allow"))
                .isEqualTo("POST");
        assertThat(send(BadInput.head("DELETE", CACHE + "/keys")).header("Allow"))
                .isEqualTo("GET");
    }

    @Test
    void keysComeInPagesByPrefix() throws IOException {
        for (String key : new String[] {"a1", "a2", "a3", "b1"}) {
            send(BadInput.put(CACHE + "/entries/" + key, "12345"));
        }
        Reply first = send(BadInput.get(CACHE + "/keys?prefix=a&limit=2&cursor="));
        assertThat(first.text())
                .isEqualTo("{\"keys\":[{\"key\":\"a1\",\"bytes\":5},{\"key\":\"a2\",\"bytes\":5}],\"cursor\":\"2\"}");
        Reply last = send(BadInput.get(CACHE + "/keys?prefix=a&limit=2&cursor=2"));
        assertThat(last.text()).isEqualTo("{\"keys\":[{\"key\":\"a3\",\"bytes\":5}]}");
    }

    @Test
    void keyThatIsNoTextIsListedInBase64url() throws IOException {
        send(BadInput.put(CACHE + "/entries/_w?keyEncoding=base64url", "v"));
        assertThat(send(BadInput.get(CACHE + "/keys")).text()).contains("{\"key64\":\"_w\",\"bytes\":1}");
    }
}
