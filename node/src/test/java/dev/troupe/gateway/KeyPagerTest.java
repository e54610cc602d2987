package dev.troupe.gateway;

import static dev.troupe.owner.Fixtures.CACHE;
import static dev.troupe.owner.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.CacheException;
import dev.troupe.api.Condition;
import dev.troupe.api.KeyPage;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.Reason;
import dev.troupe.owner.Decision;
import dev.troupe.owner.Fixtures;
import dev.troupe.owner.OperationDecider;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.PartitionState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPagerTest {
    private static final int PARTITIONS = 5;

    private final List<PartitionState> states =
            Stream.generate(Fixtures::state).limit(PARTITIONS).toList();

    private Reply execute(int partition, Operation operation) {
        PartitionState state = states.get(partition);
        Decision decision = new OperationDecider(state).decide(new Request(1, 1, 1, Long.MAX_VALUE, operation), 0);
        for (Change change : decision.changes()) {
            assertThat(state.execute(change, 0)).isTrue();
        }
        state.settle();
        return decision.reply();
    }

    private void put(String key) {
        execute(Math.floorMod(key.hashCode(), PARTITIONS), Fixtures.put(key, "v"));
    }

    private void remove(String key) {
        execute(Math.floorMod(key.hashCode(), PARTITIONS), Fixtures.remove(key, Condition.always()));
    }

    private KeyPage<byte[]> page(KeyQuery query) {
        return KeyPager.page(
                        query,
                        PARTITIONS,
                        (partition, cursor, limit) -> CompletableFuture.completedFuture((Reply.Keys)
                                execute(partition, new Operation.Keys(CACHE, cursor, limit, bytes(query.prefix())))))
                .toCompletableFuture()
                .join();
    }

    private List<String> all(KeyQuery first, Runnable between) {
        List<String> found = new ArrayList<>();
        Optional<KeyQuery> query = Optional.of(first);
        while (query.isPresent()) {
            KeyPage<byte[]> page = page(query.get());
            assertThat(page.keys()).hasSizeLessThanOrEqualTo(first.limit());
            page.keys().forEach(key -> found.add(new String(key.key(), StandardCharsets.UTF_8)));
            between.run();
            query = page.next().map(first::from);
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void keyThatIsThereAllTheTimeIsSeenOnceWhateverElseIsWritten(long seed) {
        Random random = new Random(seed);
        List<String> staying = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            staying.add("stays" + seed + "-" + i);
        }
        staying.forEach(this::put);
        List<String> found = all(KeyQuery.ALL.withLimit(1 + random.nextInt(200)), () -> {
            for (int i = 0; i < 50; i++) {
                put("comes" + random.nextInt(5000));
                remove("comes" + random.nextInt(5000));
            }
        });
        List<String> seen =
                found.stream().filter(key -> key.startsWith("stays")).toList();
        assertThat(seen).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(staying);
    }

    @Test
    void onlyKeysOfThePrefixAreListed() {
        Stream.of("a", "ab", "abc", "b", "ba").forEach(this::put);
        assertThat(all(KeyQuery.ALL.withPrefix("ab"), () -> {})).containsExactlyInAnyOrder("ab", "abc");
    }

    @Test
    void emptyCacheIsOneEmptyPage() {
        KeyPage<byte[]> page = page(KeyQuery.ALL);
        assertThat(page.keys()).isEmpty();
        assertThat(page.next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "0", "5-0", "ffff-1", "0-g", "0-11111111111111111", "-1-1"})
    void whatIsNoCursorIsRefused(String cursor) {
        assertThatThrownBy(() -> page(KeyQuery.ALL.from(cursor))).isInstanceOf(CacheException.class);
    }

    @Test
    void whatWasFoundBeforeAFailureIsAPageAndTheNextOneBeginsWithTheFailure() {
        put("key");
        CacheException planted = new CacheException(Reason.UNAVAILABLE, "planted");
        KeyPager.Source failing = (partition, cursor, limit) -> partition == PARTITIONS - 1
                ? CompletableFuture.failedFuture(planted)
                : CompletableFuture.completedFuture(
                        (Reply.Keys) execute(partition, new Operation.Keys(CACHE, cursor, limit, bytes(""))));
        KeyPage<byte[]> page = KeyPager.page(KeyQuery.ALL, PARTITIONS, failing)
                .toCompletableFuture()
                .join();
        assertThat(page.keys()).hasSize(Math.floorMod("key".hashCode(), PARTITIONS) == PARTITIONS - 1 ? 0 : 1);
        KeyQuery next = KeyQuery.ALL.from(page.next().orElseThrow());
        assertThatThrownBy(() -> KeyPager.page(next, PARTITIONS, failing)
                        .toCompletableFuture()
                        .join())
                .hasCause(planted);
    }
}
