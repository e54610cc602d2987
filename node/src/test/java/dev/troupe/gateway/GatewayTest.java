package dev.troupe.gateway;

import static dev.troupe.owner.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Catalogue;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.Limits;
import dev.troupe.api.PutOptions;
import dev.troupe.api.Reason;
import dev.troupe.placement.Partitions;
import dev.troupe.protocol.ClusterAgreement;
import dev.troupe.protocol.TestSenders;
import dev.troupe.transport.ChunkedTransfer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A gateway whose partitions have no owners: what it sends stays under way until its time is over. */
class GatewayTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int PARTITIONS = 64;
    private static final int MOST_REQUESTS = 40;
    private static final long MOST_BYTES = 1 << 20;
    private static final long DEADLINE = 5000;

    private final List<PartitionChannel> channels = channels();
    private final AtomicLong nowMillis = new AtomicLong();
    private final Gateway gateway = new Gateway(
            new Gateway.Parts(
                    1,
                    new ClusterAgreement(
                            new Partitions(PARTITIONS),
                            new Catalogue(List.of(CacheSpec.of(CacheName.DEFAULT))),
                            new Limits(512, 1 << 19)),
                    channels,
                    List.of(),
                    new PartitionReports(PARTITIONS),
                    new ReadyMoves()),
            new GatewaySettings(
                    Duration.ofMillis(DEADLINE),
                    Duration.ofMillis(500),
                    Duration.ofMillis(30),
                    MOST_REQUESTS,
                    MOST_BYTES,
                    MOST_REQUESTS),
            nowMillis::get);
    private final Cache<byte[], byte[]> cache = gateway.find(CacheName.DEFAULT).orElseThrow();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static List<PartitionChannel> channels() {
        PartitionChannel.Shared shared = new PartitionChannel.Shared(
                1,
                TestSenders.with(KIT.<ChunkedTransfer.Command>createTestProbe().ref()),
                MOST_REQUESTS,
                500,
                ref -> true,
                new Hedge.Shared((read, asked, most) -> {}, 30, 500, new LongAdder()));
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new PartitionChannel(partition, shared))
                .toList();
    }

    private static List<Map.Entry<byte[], byte[]>> entries(int count, int valueBytes) {
        List<Map.Entry<byte[], byte[]>> entries = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            entries.add(Map.entry(bytes("key" + number), new byte[valueBytes]));
        }
        return entries;
    }

    private void passTime() {
        long now = nowMillis.addAndGet(DEADLINE);
        channels.forEach(channel -> channel.tick(now));
    }

    private static void assertFails(CompletableFuture<?> call, Reason reason) {
        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(CacheException.class)
                .returns(reason, failure -> ((CacheException) failure).reason());
    }

    @Test
    void callsOfManyRequestsLeaveMostOfTheRoomToOthers() {
        var unused = cache.putAll(entries(1000, 10), PutOptions.DEFAULT);
        assertThat(gateway.requestsInFlight()).isEqualTo(MOST_REQUESTS / 4);
        var unusedToo = cache.clear();
        assertThat(gateway.requestsInFlight()).isEqualTo(MOST_REQUESTS / 2);
    }

    @Test
    void callOfManyBytesLeavesMostOfTheRoomToOthers() {
        var unused = cache.putAll(entries(100, 100_000), PutOptions.DEFAULT);
        assertThat(gateway.requestsInFlight()).isEqualTo(1);
    }

    @Test
    void clearingEndsWithTheTimeOfASingleCall() {
        CompletableFuture<Void> clearing = cache.clear().toCompletableFuture();
        passTime();
        assertFails(clearing, Reason.UNAVAILABLE);
        assertThat(gateway.requestsInFlight()).isZero();
    }

    @Test
    void listingEndsWithTheTimeOfASingleCall() {
        CompletableFuture<?> listing = cache.keys(KeyQuery.ALL).toCompletableFuture();
        passTime();
        assertFails(listing, Reason.UNAVAILABLE);
    }

    @Test
    void aGatewayThatIsClosedRefusesCallsAtOnceAndThoseUnderWayGoOn() {
        CompletableFuture<?> underWay = cache.put(bytes("k"), bytes("v")).toCompletableFuture();
        gateway.close();
        assertFails(cache.put(bytes("k"), bytes("w")).toCompletableFuture(), Reason.UNAVAILABLE);
        assertFails(cache.get(bytes("k")).toCompletableFuture(), Reason.UNAVAILABLE);
        assertThat(underWay).isNotDone();
        assertThat(gateway.requestsInFlight()).isOne();
        passTime();
        assertThat(underWay).isDone();
    }

    @Test
    void whatIsLeftOfABulkCallIsNotSentAfterAFailure() {
        CompletableFuture<?> storing =
                cache.putAll(entries(1000, 10), PutOptions.DEFAULT).toCompletableFuture();
        passTime();
        assertFails(storing, Reason.UNAVAILABLE);
        assertThat(gateway.requestsInFlight()).isZero();
    }
}
