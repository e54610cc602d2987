package dev.troupe.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.http.BadInput;
import dev.troupe.http.RawConnection;
import dev.troupe.http.RawConnection.Body;
import dev.troupe.http.RawConnection.Reply;
import dev.troupe.http.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ContractTest {
    private static final Pattern PATH = Pattern.compile("  (/\\S*):");
    private static final Pattern METHOD = Pattern.compile("    (get|head|put|delete|post|patch):");
    private static final Pattern STATUS = Pattern.compile("        \"(\\d{3})\":");

    private final TestServer running = new TestServer();

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void everyDocumentedRouteAnswersAsDocumented() throws IOException {
        Map<String, Set<Integer>> documented = operations();
        assertThat(documented).hasSize(19);
        for (Map.Entry<String, Set<Integer>> operation : documented.entrySet()) {
            String method = operation.getKey().split(" ", 2)[0];
            String path = operation
                    .getKey()
                    .split(" ", 2)[1]
                    .replace("{cache}", "default")
                    .replace("{key}", "k")
                    .replace("{partition}", "1");
            for (String query : new String[] {"", "?nosuch=1"}) {
                Reply reply = send(method, path + query);
                assertThat(reply.text()).doesNotContain("no-such-route", "method-not-allowed");
                assertThat(documented(operation.getValue(), reply, query))
                        .as("%s%s answered %s", operation.getKey(), query, reply.status())
                        .isTrue();
            }
        }
    }

    @Test
    void documentIsServedAsItIs() throws IOException {
        Reply reply = send("get", "/openapi.yaml");
        assertThat(reply.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(reply.body()).isEqualTo(Contract.yaml());
    }

    /** Routes without parameters do not document the 400 that any query gets. */
    private static boolean documented(Set<Integer> statuses, Reply reply, String query) {
        return statuses.contains(reply.status()) || (!query.isEmpty() && reply.status() == 400);
    }

    private Reply send(String method, String path) throws IOException {
        try (RawConnection connection = new RawConnection(running.server.uri())) {
            connection.send(BadInput.head(method.toUpperCase(Locale.ROOT), path));
            return connection.read(method.equals("head") ? Body.NONE : Body.ANY);
        }
    }

    private static Map<String, Set<Integer>> operations() {
        Map<String, Set<Integer>> operations = new LinkedHashMap<>();
        String path = "";
        Set<Integer> statuses = new TreeSet<>();
        for (String line :
                new String(Contract.yaml(), StandardCharsets.UTF_8).lines().toList()) {
            Matcher pathLine = PATH.matcher(line);
            Matcher methodLine = METHOD.matcher(line);
            Matcher statusLine = STATUS.matcher(line);
            if (pathLine.matches()) {
                path = pathLine.group(1);
            } else if (methodLine.matches()) {
                statuses = new TreeSet<>();
                operations.put(methodLine.group(1) + " " + path, statuses);
            } else if (statusLine.matches()) {
                statuses.add(Integer.valueOf(statusLine.group(1)));
            }
        }
        return operations;
    }
}
