package dev.troupe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.ClusterView.Copies;
import dev.troupe.protocol.CopyReport;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveCopiesTest {
    private static final CopyReport REPORT = new CopyReport(List.of("b:1"), 1, true, false, 0);

    private static Copies copies(Optional<String> owner, String... members) {
        return new LiveCopies(Set.of(members)).of(REPORT, owner);
    }

    @Test
    void whatAnOwnerThatIsThereReportsOfNodesThatAreThereHolds() {
        assertThat(copies(Optional.of("a:1"), "a:1", "b:1")).isEqualTo(new Copies(List.of("b:1"), 1, true, false, 0));
    }

    @Test
    void aCopyOnANodeThatIsGoneIsNone() {
        assertThat(copies(Optional.of("a:1"), "a:1").fullyReplicated()).isFalse();
        assertThat(copies(Optional.of("a:1"), "a:1").backups()).isEmpty();
    }

    @Test
    void whatAnOwnerThatIsGoneReportedIsOver() {
        assertThat(copies(Optional.empty(), "b:1").fullyReplicated()).isFalse();
        assertThat(copies(Optional.of("a:1"), "b:1").fullyReplicated()).isFalse();
    }

    @Test
    void aCopyThatHasBecomeTheOwnerIsNoCopyAnyMore() {
        assertThat(copies(Optional.of("b:1"), "b:1", "c:1").fullyReplicated()).isFalse();
    }
}
