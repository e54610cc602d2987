package dev.troupe.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EntryLayoutTest {
    private static final long NOW = 1_000_000;

    @Property
    void whatIsWrittenIsRead(
            @ForAll("keyLengths") int keyLength,
            @ForAll("valueLengths") int valueLength,
            @ForAll("attributes") EntryAttributes attributes) {
        byte[] key = random(keyLength);
        byte[] value = random(valueLength);
        EntryDraft draft = EntryLayout.draft(key, value, attributes, NOW);
        Segment segment = segment(draft.size() + 8, NOW - 1000);

        EntryLayout.write(segment, 4, draft, NOW);

        assertThat(EntryLayout.extent(segment.bytes(), segment.at(4))).isEqualTo(draft.size());
        assertThat(EntryLayout.hasKey(segment.bytes(), segment.at(4), key)).isTrue();
        assertThat(EntryLayout.hasKey(segment.bytes(), segment.at(4), random(keyLength + 1)))
                .isFalse();
        assertThat(EntryLayout.key(segment.bytes(), segment.at(4))).isEqualTo(key);
        assertThat(EntryLayout.value(segment, 4)).isEqualTo(value);
        assertThat(attributesAt(segment, 4)).isEqualTo(attributes);
    }

    @Property
    void aCopySaysTheSame(@ForAll("keyLengths") int keyLength, @ForAll("attributes") EntryAttributes attributes) {
        EntryDraft draft = EntryLayout.draft(random(keyLength), random(100), attributes, NOW);
        Segment from = segment(draft.size(), NOW - EntryLayout.OLDEST_BASE_MILLIS);
        Segment to = segment(draft.size() + 4, NOW + 7_000_000);
        EntryLayout.write(from, 0, draft, NOW);

        EntryLayout.copy(from, 0, to, 4, draft.size());

        boolean expired = attributes.expiresAtMillis() < to.baseMillis;
        assertThat(attributesAt(to, 4)).isEqualTo(expired ? attributes.expiringAt(to.baseMillis) : attributes);
        assertThat(EntryLayout.value(to, 4)).isEqualTo(draft.value());
    }

    @Test
    void aSmallEntryHasTwelveBytesBesideKeyAndValue() {
        assertThat(EntryLayout.draft(random(36), random(224), plain(), NOW).size())
                .isEqualTo(12 + 36 + 224);
        EntryAttributes timed = plain().expiringAt(NOW + 60_000);
        assertThat(EntryLayout.draft(random(36), random(224), timed, NOW).size())
                .isEqualTo(16 + 36 + 224);
    }

    @Test
    void aLargeValueGoesOnInFurtherBlocks() {
        byte[] value = random(1000);
        EntryDraft draft = EntryLayout.draft(random(10), value, plain(), NOW);
        Segment segment = Segments.large(1, draft.size(), 384, NOW);

        EntryLayout.write(segment, 0, draft, NOW);

        assertThat(EntryLayout.value(segment, 0)).isEqualTo(value);
    }

    @Test
    void aFillerIsNoEntryAndKnowsItsLength() {
        Segment segment = segment(4000, NOW);
        EntryLayout.fill(segment, 8, 3000);

        assertThat(EntryLayout.isFiller(EntryLayout.header(segment, 8))).isTrue();
        assertThat(EntryLayout.extent(segment, 8)).isEqualTo(3000);
    }

    @Test
    void theEarlierOfExpiryAndIdleTimeIsTheDeadline() {
        EntryAttributes attributes = new EntryAttributes(1, NOW + 500, 200, MediaTypes.OCTETS);
        EntryDraft draft = EntryLayout.draft(random(3), random(3), attributes, NOW);
        Segment segment = segment(draft.size(), NOW);
        EntryLayout.write(segment, 0, draft, NOW);

        assertThat(EntryLayout.deadline(segment, 0)).isEqualTo(NOW + 200);
        EntryLayout.access(segment.bytes(), segment.at(0), NOW + 400);
        assertThat(EntryLayout.deadline(segment, 0)).isEqualTo(NOW + 500);
    }

    @Provide
    Arbitrary<Integer> keyLengths() {
        return Arbitraries.of(1, 2, 36, 255, 256, 257, 511, 512);
    }

    @Provide
    Arbitrary<Integer> valueLengths() {
        return Arbitraries.of(0, 1, 3, 224, (1 << 18) - 1, 1 << 18, 1 << 20);
    }

    @Provide
    Arbitrary<EntryAttributes> attributes() {
        Arbitrary<Long> expiries = Arbitraries.of(
                EntryAttributes.NEVER, NOW + 1, NOW + 60_000, NOW + (1L << 31) - 1, NOW + (1L << 31), NOW + (1L << 40));
        Arbitrary<Long> idles = Arbitraries.of(EntryAttributes.NEVER, 1L, 60_000L, (1L << 31) - 1, 3_000_000_000L);
        Arbitrary<String> types = Arbitraries.of(MediaTypes.OCTETS, "text/plain", "", "x/" + "y".repeat(253));
        return Combinators.combine(Arbitraries.longs(), expiries, idles, types).as(EntryAttributes::new);
    }

    private static EntryAttributes plain() {
        return new EntryAttributes(1, EntryAttributes.NEVER, EntryAttributes.NEVER, MediaTypes.OCTETS);
    }

    private static Segment segment(int bytes, long baseMillis) {
        return Segments.segment(1, bytes, baseMillis);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static EntryAttributes attributesAt(Segment segment, int offset) {
        return new EntryAttributes(
                EntryLayout.version(segment.bytes(), segment.at(offset)),
                EntryLayout.expiresAt(segment, offset),
                EntryLayout.idleMillis(segment.bytes(), segment.at(offset)),
                EntryLayout.mediaType(segment.bytes(), segment.at(offset)));
    }
}
