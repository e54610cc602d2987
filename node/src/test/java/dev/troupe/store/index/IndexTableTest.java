package dev.troupe.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IndexTableTest {
    /** Where the tables of these tests begin. */
    private static final int AT = 128;

    private record Placed(int tag, int slot) {}

    @Property(tries = 100)
    void findsWhatWasAddedAndNotTakenOut(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int groups) {
        Random random = new Random(seed);
        ByteBuffer table = table(groups);
        // Few tags, and all at one end: groups overflow and the last goes on at the first.
        int firstTag = random.nextBoolean() ? 0 : 65_000;
        List<Placed> there = new ArrayList<>();
        for (int i = 1; i < 400; i++) {
            boolean isFull = there.size() == IndexTable.limit(groups);
            if (!isFull && random.nextInt(5) < 3) {
                Placed added = new Placed(firstTag + random.nextInt(500), (i << 2) | 3);
                IndexTable.add(table, AT, added.tag, added.slot);
                there.add(added);
            } else if (!there.isEmpty()) {
                Placed gone = there.remove(random.nextInt(there.size()));
                IndexTable.takeOut(table, AT, place(table, gone));
                assertThat(place(table, gone)).isEqualTo(KeyIndex.NONE);
            }
            for (Placed each : there) {
                assertThat(place(table, each)).as("seed %d", seed).isNotEqualTo(KeyIndex.NONE);
            }
        }
    }

    @Property
    void candidatesAreThePlacesWithTheTag(@ForAll long seed) {
        Random random = new Random(seed);
        ByteBuffer table = table(1);
        int count = random.nextInt(9);
        int[] tags = new int[count];
        for (int place = 0; place < count; place++) {
            tags[place] = random.nextInt(3) * 0x7fff;
            IndexTable.add(table, AT, tags[place], (place + 1) << 2);
        }
        int wanted = random.nextInt(3) * 0x7fff;

        long left = IndexTable.candidates(table, IndexTable.group(AT, 0), wanted);
        List<Integer> places = new ArrayList<>();
        for (; left != 0 && left != IndexTable.NOT_FULL; left &= left - 1) {
            places.add(IndexTable.placeOf(left));
        }
        assertThat(left == IndexTable.NOT_FULL).as("the search ends").isEqualTo(count < IndexTable.SLOTS);
        for (int place = 0; place < count; place++) {
            if (tags[place] == wanted) {
                assertThat(places).contains(place);
            }
        }
    }

    @Test
    void groupsAreInTheOrderOfTheTags() {
        int last = 0;
        for (int tag = 0; tag < 1 << 16; tag++) {
            int home = IndexTable.home(tag, 130);
            assertThat(home).isBetween(last, last + 1);
            last = home;
        }
        assertThat(last).isEqualTo(129);
    }

    /** Where a search finds an entry, or none. */
    private static int place(ByteBuffer table, Placed wanted) {
        int groups = IndexTable.groups(table, AT);
        int number = IndexTable.home(wanted.tag, groups);
        for (int seen = 0; seen < groups; seen++) {
            int group = IndexTable.group(AT, number);
            for (long left = IndexTable.candidates(table, group, wanted.tag); left != 0; left &= left - 1) {
                if (left == IndexTable.NOT_FULL) {
                    return KeyIndex.NONE;
                }
                int at = IndexTable.slot(group, IndexTable.placeOf(left));
                if (table.getInt(at) == wanted.slot) {
                    return at;
                }
            }
            number = number + 1 == groups ? 0 : number + 1;
        }
        return KeyIndex.NONE;
    }

    private static ByteBuffer table(int groups) {
        ByteBuffer bytes = ByteBuffer.allocate(AT + IndexTable.bytes(groups)).order(ByteOrder.LITTLE_ENDIAN);
        IndexTable.begin(bytes, AT, groups, 0);
        return bytes;
    }
}
