package dev.troupe.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SegmentChainTest {
    private final SegmentChain chain = new SegmentChain();

    @Property(tries = 50)
    void keepsTheOrderOfAList(@ForAll long seed) {
        Random random = new Random(seed);
        SegmentChain linked = new SegmentChain();
        List<Segment> expected = new ArrayList<>();
        for (int id = 1; id < 200; id++) {
            int what = random.nextInt(3);
            Segment made = segment(id);
            if (what == 0 || expected.isEmpty()) {
                linked.append(made);
                expected.add(made);
            } else if (what == 1) {
                int at = random.nextInt(expected.size());
                linked.insertBefore(expected.get(at), made);
                expected.add(at, made);
            } else {
                linked.unlink(expected.remove(random.nextInt(expected.size())));
            }
            assertThat(fromTheOldest(linked)).isEqualTo(expected);
            assertThat(fromTheNewest(linked)).isEqualTo(reversed(expected));
        }
    }

    @Test
    void theOpenOneIsOpenNoMoreWhenItIsUnlinked() {
        Segment one = segment(1);
        Segment two = segment(2);
        chain.append(one);
        chain.append(two);
        chain.open = one;

        chain.unlink(two);
        assertThat(chain.open).isSameAs(one);
        chain.unlink(one);
        assertThat(chain.open).isNull();
    }

    @Test
    void anUnlinkedOneCanBeLinkedAgain() {
        Segment one = segment(1);
        Segment two = segment(2);
        chain.append(one);
        chain.append(two);
        chain.unlink(one);
        chain.append(one);

        assertThat(fromTheOldest(chain)).containsExactly(two, one);
    }

    private static List<Segment> fromTheOldest(SegmentChain chain) {
        List<Segment> all = new ArrayList<>();
        for (Segment each = chain.oldest; each != null; each = each.newer) {
            all.add(each);
        }
        return all;
    }

    private static List<Segment> fromTheNewest(SegmentChain chain) {
        List<Segment> all = new ArrayList<>();
        for (Segment each = chain.newest; each != null; each = each.older) {
            all.add(each);
        }
        return all;
    }

    private static List<Segment> reversed(List<Segment> list) {
        List<Segment> all = new ArrayList<>();
        list.forEach(each -> all.add(0, each));
        return all;
    }

    private static Segment segment(int id) {
        return Segments.segment(id, 8, 0);
    }
}
