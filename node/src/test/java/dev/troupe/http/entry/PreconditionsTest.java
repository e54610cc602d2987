package dev.troupe.http.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Condition;
import dev.troupe.http.entry.Preconditions.Verdict;
import dev.troupe.http.message.EntityTags;
import dev.troupe.http.message.Refused;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class PreconditionsTest {
    @Property
    void everyVersionMatchesItsOwnTagOnly(@ForAll long version, @ForAll long other) {
        Condition condition = EntityTags.ifMatch(List.of(EntityTags.of(version)));
        assertThat(condition.holds(version)).isEqualTo(version != Condition.NO_ENTRY);
        assertThat(condition.holds(other)).isEqualTo(other == version && version != Condition.NO_ENTRY);
        assertThat(condition.holds(Condition.NO_ENTRY)).isFalse();
    }

    @Test
    void tagsAreHexadecimalOfTheUnsignedVersion() {
        assertThat(EntityTags.of(-1)).isEqualTo("\"ffffffffffffffff\"");
    }

    @Test
    void weakTagsMatchIfNoneMatchOnly() {
        assertThat(EntityTags.ifMatch(List.of("W/\"a\"")).holds(10)).isFalse();
        assertThat(EntityTags.ifNoneMatch(List.of("W/\"a\"")).holds(10)).isFalse();
        assertThat(EntityTags.ifNoneMatch(List.of("W/\"a\"")).holds(11)).isTrue();
    }

    @Test
    void foreignTagsAreLegalAndMatchNothing() {
        for (String foreign : List.of("\"\"", "\"xyz\"", "\"0a\"", "\"A\"", "\"0\"", "\"11112222333344445\"")) {
            assertThat(EntityTags.ifMatch(List.of(foreign)).holds(10))
                    .as(foreign)
                    .isFalse();
            assertThat(EntityTags.ifNoneMatch(List.of(foreign)).holds(10))
                    .as(foreign)
                    .isTrue();
            assertThat(EntityTags.ifNoneMatch(List.of(foreign)).holds(0))
                    .as(foreign)
                    .isTrue();
        }
    }

    @Test
    void listsOverLinesAreOneList() {
        Condition condition = EntityTags.ifMatch(List.of("\"a\" , \"b\"", ", \"c\","));
        assertThat(condition.holds(10)).isTrue();
        assertThat(condition.holds(11)).isTrue();
        assertThat(condition.holds(12)).isTrue();
        assertThat(condition.holds(13)).isFalse();
    }

    @Test
    void atMost64TagsAreRead() {
        EntityTags.ifMatch(List.of("\"a\",".repeat(64)));
        assertThatThrownBy(() -> EntityTags.ifMatch(List.of("\"a\",".repeat(65))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void ifMatchIsEvaluatedFirst() {
        Preconditions both = new Preconditions(
                EntityTags.ifMatch(List.of("\"a\"")), EntityTags.ifNoneMatch(List.of("\"a\"", "\"b\"")));
        assertThat(both.onRead(11)).isEqualTo(Verdict.FAILED);
        assertThat(both.onRead(10)).isEqualTo(Verdict.NOT_MODIFIED);
        assertThat(both.ofWrite().holds(10)).isFalse();
    }
}
