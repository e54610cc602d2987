package dev.troupe.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.Content;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipt;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An owner that executes random changes and a copy that follows them. */
final class Mirror {
    /** A time at which nothing has expired. */
    private static final long BEFORE_ALL = Long.MIN_VALUE;

    private static final long EPOCH = 100;
    private static final long GATEWAY = -5;
    private static final int CACHES = 2;

    PartitionState owner;
    PartitionState copy;
    long nowMillis = 1_000_000;
    long drops;
    long refusals;
    private final Random random;
    private final StoreSettings settings;
    private final boolean idle;
    private final int keys;
    private long requests;
    private long epoch = EPOCH;

    /** Both empty. */
    Mirror(Random random, StoreSettings settings, long ownerBytes, long copyBytes, boolean idle) {
        this.random = random;
        this.settings = settings;
        this.idle = idle;
        this.keys = 20 + random.nextInt(300);
        this.owner = empty(ownerBytes);
        this.copy = empty(copyBytes);
        owner.lead(epoch, nowMillis);
    }

    /** An empty partition in so much memory. */
    PartitionState empty(long maxBytes) {
        MemoryPool memory = new MemoryPool(maxBytes);
        return new PartitionState(
                (cache, seed, listener) -> new Store(settings, memory, listener),
                settings.hashSeed(),
                ChangeMemory.unbounded(8 << 20));
    }

    /** One random operation of the owner. */
    void operate() {
        nowMillis += random.nextInt(3) == 0 ? random.nextInt(30) : 0;
        long before = owner.lastVersion();
        int what = random.nextInt(1000);
        if (what < 550) {
            execute(put());
        } else if (what < 700) {
            execute(new Change.Remove(owner.nextVersion(), cache(), key(), receipt()));
        } else if (what < 800) {
            touch(key());
        } else if (what < 900) {
            owner.store(cache()).get(key(), nowMillis);
            owner.settle();
        } else if (what < 990) {
            owner.store(cache()).expire(nowMillis, random.nextInt(100));
            owner.settle();
        } else if (what < 995) {
            execute(new Change.Clear(owner.nextVersion(), cache(), receipt()));
        } else {
            execute(new Change.Dismiss(owner.nextVersion(), GATEWAY));
        }
        checkNumbers(before);
    }

    /** The copy gets what it lacks, over the wire. */
    void ship() {
        List<Change> missing = owner.log().after(copy.lastVersion()).orElseThrow();
        for (Change change : ChangeCodec.fromBytes(ChangeCodec.toBytes(missing))) {
            assertThat(copy.follow(change, nowMillis)).as("room for " + change).isTrue();
        }
        assertThat(copy.lastVersion()).isEqualTo(owner.lastVersion());
    }

    /** The copy becomes the owner and the other way round. */
    void swap() {
        PartitionState before = owner;
        owner = copy;
        copy = before;
        copy.rest();
        epoch++;
        owner.lead(epoch, nowMillis);
    }

    /** All that a partition holds that has not expired, as text. */
    Map<String, String> contentOf(PartitionState state) {
        return contentOf(state, nowMillis);
    }

    /** The same with what is hidden, of which only the version is said: when it expired says the store only roughly. */
    Map<String, String> allOf(PartitionState state) {
        return contentOf(state, BEFORE_ALL);
    }

    private Map<String, String> contentOf(PartitionState state, long atMillis) {
        Map<String, String> content = new HashMap<>();
        for (Change change : pieces(state, atMillis)) {
            String name = change instanceof Change.Put put
                    ? put.cache() + "/" + new String(put.key(), StandardCharsets.UTF_8)
                    : change.toString();
            assertThat(content.put(name, text(change))).as("twice " + name).isNull();
        }
        return content;
    }

    private static List<Change> pieces(PartitionState state, long nowMillis) {
        List<Change> all = new ArrayList<>();
        for (Content.Cursor at = Content.START; !at.equals(Content.END); ) {
            Content piece = state.content(at, 2000, nowMillis);
            all.addAll(piece.changes());
            at = piece.next();
        }
        return all;
    }

    private String text(Change change) {
        if (change instanceof Change.Put put && put.expiresAtMillis() <= nowMillis) {
            return "hidden " + put.version();
        }
        return ByteBuffer.wrap(ChangeCodec.toBytes(List.of(change))).hashCode() + " " + change.version();
    }

    private void checkNumbers(long before) {
        long last = before;
        for (Change change : owner.log().after(before).orElseThrow()) {
            assertThat(Long.compareUnsigned(change.version(), last)).isPositive();
            last = change.version();
            drops += change instanceof Change.Drop ? 1 : 0;
        }
        assertThat(owner.lastVersion()).isEqualTo(last);
    }

    private void execute(Change change) {
        if (!owner.execute(change, nowMillis)) {
            refusals++;
        }
    }

    private void touch(byte[] key) {
        int cache = cache();
        if (owner.store(cache).peek(key, nowMillis) != null) {
            execute(new Change.Touch(owner.nextVersion(), cache, key, expiry(), receipt()));
        }
        owner.settle();
    }

    private Change.Put put() {
        byte[] value = new byte[random.nextInt(100) == 0 ? random.nextInt(20_000) : random.nextInt(200)];
        random.nextBytes(value);
        long idleMillis = idle && random.nextInt(5) == 0 ? random.nextInt(1000) : EntryAttributes.NEVER;
        return new Change.Put(
                owner.nextVersion(), cache(), key(), value, expiry(), idleMillis, "text/plain", receipt());
    }

    private long expiry() {
        return random.nextBoolean() ? EntryAttributes.NEVER : nowMillis + random.nextInt(4000);
    }

    private Receipt receipt() {
        requests++;
        return random.nextInt(10) == 0
                ? Receipt.NONE
                : new Receipt(random.nextBoolean() ? GATEWAY : 7, requests, requests - random.nextInt(20), 1, requests);
    }

    private int cache() {
        return random.nextInt(4) / 3 % CACHES;
    }

    private byte[] key() {
        return ("key-" + random.nextInt(keys)).getBytes(StandardCharsets.UTF_8);
    }
}
