package dev.troupe.replication.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.store.segment.EntryAttributes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ChangeCodecTest {
    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static long[] longs(Random random, int count) {
        return random.longs(count).toArray();
    }

    private static Receipt receipt(Random random) {
        return random.nextInt(3) == 0
                ? Receipt.NONE
                : new Receipt(
                        random.nextLong(), random.nextLong(), random.nextLong(), random.nextInt(), random.nextLong());
    }

    private static Change change(Random random, int kind) {
        long version = random.nextLong() | 1;
        int cache = random.nextInt(Integer.MAX_VALUE);
        byte[] key = bytes(random, 1 + random.nextInt(512));
        return switch (kind) {
            case 0 ->
                new Change.Put(
                        version,
                        cache,
                        key,
                        bytes(random, random.nextInt(1000)),
                        random.nextBoolean() ? EntryAttributes.NEVER : random.nextLong(),
                        random.nextLong(EntryAttributes.NEVER),
                        "m".repeat(random.nextInt(256)),
                        receipt(random));
            case 1 -> new Change.Touch(version, cache, key, random.nextLong(), receipt(random));
            case 2 -> new Change.Remove(version, cache, key, receipt(random));
            case 3 -> new Change.Clear(version, cache, receipt(random));
            case 4 -> {
                int count = random.nextInt(100);
                yield new Change.Drop(version, cache, longs(random, count), longs(random, count));
            }
            case 5 -> new Change.Dismiss(version, random.nextLong());
            default -> new Change.Recall(version, receipt(random));
        };
    }

    private static List<Change> changes(long seed) {
        Random random = new Random(seed);
        List<Change> changes = new ArrayList<>();
        for (int count = random.nextInt(10); count > 0; count--) {
            changes.add(change(random, random.nextInt(7)));
        }
        return changes;
    }

    @Property
    void whatIsWrittenIsReadAgain(@ForAll @LongRange(min = 0) long seed) {
        List<Change> changes = changes(seed);
        List<Change> read = ChangeCodec.fromBytes(ChangeCodec.toBytes(changes));
        assertThat(read).usingRecursiveComparison().isEqualTo(changes);
    }

    @Property
    void noChangeTakesMoreThanItSays(@ForAll @LongRange(min = 0) long seed) {
        for (Change change : changes(seed)) {
            assertThat(ChangeCodec.toBytes(List.of(change)).length - Integer.BYTES)
                    .isLessThanOrEqualTo(change.sizeBytes());
        }
    }

    @Property
    void cutChangesAreRefused(@ForAll @LongRange(min = 0) long seed) {
        byte[] whole = ChangeCodec.toBytes(changes(seed));
        byte[] cut = Arrays.copyOf(whole, new Random(seed).nextInt(whole.length));
        assertThatThrownBy(() -> ChangeCodec.fromBytes(cut)).isInstanceOf(MalformedChangeException.class);
    }

    @Property
    void damagedChangesAreReadOrRefusedAndNothingElse(@ForAll @LongRange(min = 0) long seed) {
        byte[] damaged = ChangeCodec.toBytes(changes(seed));
        Random random = new Random(seed);
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        readOrRefused(damaged);
        readOrRefused(bytes(random, random.nextInt(200)));
    }

    private static void readOrRefused(byte[] bytes) {
        try {
            ChangeCodec.fromBytes(bytes);
        } catch (MalformedChangeException refused) {
            assertThat(refused).hasMessageContaining(" ");
        }
    }

    @Test
    void lengthsThatPromiseMoreThanThereIsAllocateNothing() {
        byte[] count = {-1, -1, -1, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThatThrownBy(() -> ChangeCodec.fromBytes(count))
                .isInstanceOf(MalformedChangeException.class)
                .hasMessageContaining("2147483647 changes");
        ByteBuffer drop = ByteBuffer.wrap(
                ChangeCodec.toBytes(List.of(new Change.Drop(1, 0, new long[] {1, 2}, new long[] {3, 4}))));
        int countAt = Integer.BYTES + 1 + Long.BYTES + Integer.BYTES;
        drop.putInt(countAt, 0xffff_ff0f);
        assertThatThrownBy(() -> ChangeCodec.read(drop))
                .isInstanceOf(MalformedChangeException.class)
                .hasMessageContaining("dropped entries");
    }

    @Test
    void whatNoStoreTakesIsRefused() {
        Change.Put noVersion = new Change.Put(
                1, 0, new byte[] {1}, new byte[0], EntryAttributes.NEVER, -1, "text/plain", Receipt.NONE);
        Change.Remove noKey = new Change.Remove(1, 0, new byte[0], Receipt.NONE);
        Change.Remove longKey = new Change.Remove(1, 0, new byte[513], Receipt.NONE);
        for (Change change : List.of(noVersion, noKey, longKey)) {
            assertThatThrownBy(() -> ChangeCodec.fromBytes(ChangeCodec.toBytes(List.of(change))))
                    .isInstanceOf(MalformedChangeException.class);
        }
    }

    @Test
    void readingStopsBehindTheChangesAndGoesNowhereWhenItFails() {
        byte[] written = ChangeCodec.toBytes(List.of(new Change.Dismiss(1, 2)));
        ByteBuffer more = ByteBuffer.allocate(written.length + 3).put(written).position(0);
        assertThat(ChangeCodec.read(more)).containsExactly(new Change.Dismiss(1, 2));
        assertThat(more.remaining()).isEqualTo(3);
        assertThatThrownBy(() -> ChangeCodec.read(more)).isInstanceOf(MalformedChangeException.class);
        assertThat(more.remaining()).isEqualTo(3);
    }
}
