package dev.troupe.proving.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheName;
import dev.troupe.client.ClientSettings;
import dev.troupe.client.FakeNode;
import dev.troupe.client.FakeNode.Canned;
import dev.troupe.client.RemoteCaches;
import dev.troupe.proving.history.Action;
import dev.troupe.proving.history.Attempt;
import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Outcome;
import dev.troupe.proving.history.Recorder;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class LoadTest {
    private static final Load.Size SIZE = new Load.Size(4, 100_000, 3, 2);

    @Test
    void everyKindOfRequestIsMadeAndRecorded() throws InterruptedException {
        try (FakeNode node = FakeNode.start()) {
            History history = run(node, 2000);
            Set<String> seen = history.attempts().stream()
                    .map(attempt -> attempt.action().getClass().getSimpleName() + " " + name(attempt.outcome()))
                    .collect(Collectors.toSet());
            assertThat(seen).contains("Read Saw", "Write Wrote", "Write UNMET", "Remove REMOVED", "Remove ABSENT");
            assertThat(history.attempts().stream().filter(attempt -> ttlMillis(attempt) > 0))
                    .isNotEmpty();
            List<Long> written = history.attempts().stream()
                    .filter(attempt -> attempt.action() instanceof Action.Write)
                    .map(attempt -> ((Action.Write) attempt.action()).value())
                    .toList();
            assertThat(written).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatWasRefusedAndWhatIsUnknownAreToldApart() throws InterruptedException {
        try (FakeNode node = FakeNode.start()) {
            node.cannedEntries = Canned.problem(503, "unavailable");
            assertThat(run(node, 50).attempts()).allMatch(attempt -> attempt.outcome() == Outcome.Plain.REFUSED);
            node.cannedEntries = Canned.problem(504, "outcome-unknown");
            assertThat(run(node, 50).attempts())
                    .allMatch(attempt ->
                            (attempt.outcome() == Outcome.Plain.UNKNOWN) != (attempt.action() instanceof Action.Read));
        }
    }

    @Test
    void aClientThatDiesIsADefectWhateverEndedIt() {
        @SuppressWarnings("unchecked")
        Cache<byte[], byte[]> cache = (Cache<byte[], byte[]>)
                Proxy.newProxyInstance(Cache.class.getClassLoader(), new Class<?>[] {Cache.class}, (it, method, of) -> {
                    throw new NoClassDefFoundError("planted");
                });
        try (Load load = Load.start(SIZE, cache, new Recorder())) {
            await().until(load::hasDefect);
            assertThatThrownBy(load::finish)
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseInstanceOf(NoClassDefFoundError.class);
        }
    }

    @Test
    void aPayloadNamesItsKey() {
        assertThat(Payload.value("k", Payload.of("k", 17))).isEqualTo(17);
        assertThat(Payload.value("k", Payload.of("other", 17))).isEqualTo(Action.FOREIGN);
        assertThat(Payload.value("k", new byte[] {'k', '='})).isEqualTo(Action.FOREIGN);
    }

    private static History run(FakeNode node, int requests) throws InterruptedException {
        Recorder recorder = new Recorder();
        try (RemoteCaches caches = RemoteCaches.unasked(ClientSettings.of(List.of(node.uri())));
                Load load = Load.start(SIZE, caches.assumed(CacheName.DEFAULT), recorder)) {
            while (load.requests() < requests) {
                var unused = load.awaitServed(Duration.ofMillis(1));
            }
            load.finish();
        }
        return recorder.history();
    }

    private static String name(Outcome outcome) {
        return outcome instanceof Outcome.Plain plain
                ? plain.name()
                : outcome.getClass().getSimpleName();
    }

    private static long ttlMillis(Attempt attempt) {
        return attempt.action() instanceof Action.Write write ? write.ttlMillis() : 0;
    }
}
