package dev.troupe.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.api.Limits;
import dev.troupe.heap.HeapArrays;
import dev.troupe.heap.MemoryDivision;
import dev.troupe.heap.MemoryDivision.Ground;
import dev.troupe.settings.EntryPlan.Launched;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapPlanTest {
    private static final Limits DEFAULT = new Limits(512, 1 << 20);

    @Test
    void inFlightFollowsTheHeapAndHoldsTwoLargestValues() {
        HeapPlan small = plan(128, DEFAULT);
        HeapPlan large = new HeapPlan(8L << 30, new HeapArrays(4 << 20), DEFAULT);
        SettingsReader settings = new SettingsReader(ConfigFactory.parseString("a { least = 1%, most = 4% }"), "a");
        assertThat(small.inFlightBytes(settings, "least")).isEqualTo(4L << 20);
        assertThat(small.inFlightBytes(settings, "most")).isEqualTo((128L << 20) / 100 * 4);
        assertThat(large.inFlightBytes(settings, "most")).isEqualTo((8L << 30) / 100 * 4);
    }

    /** The least that a launched node can have, the default of one of a cluster, of one alone, and larger ones. */
    @ParameterizedTest
    @ValueSource(ints = {334, 512, 1024, 2048, 4096, 16384, 65536})
    void whatTheDefaultsAllowInFlightFitsTheHeapThatALaunchedNodeGets(int memoryMib) {
        MemoryDivision division = MemoryDivision.of(memoryMib, new Ground(2, 17, true));
        assertThatCode(() -> plan(division.heapMib(), DEFAULT).check(defaults(), Optional.empty()))
                .doesNotThrowAnyException();
    }

    @Test
    void heapThatDoesNotHoldWhatMayComeIsRefusedWithItsSumAndWhatWouldDo() {
        assertThatThrownBy(() -> plan(64, DEFAULT).check(defaults(), Optional.empty()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("a heap of 64 MiB is too small for these settings, which may come to 69 MiB")
                .hasMessageContaining("raise the heap (-Xmx73m), or lower troupe.limits.max-value-bytes");
        assertThatCode(() -> plan(73, DEFAULT).check(defaults(), Optional.empty()))
                .doesNotThrowAnyException();
    }

    @Test
    void launchedNodeWhoseHeapDoesNotHoldItsLargestValuesSaysWhatTroupeMemoryWouldDo() {
        Limits largest = new Limits(512, 16 << 20);
        Optional<Launched> launched = Optional.of(new Launched(1024, 687, 112));
        assertThatThrownBy(() -> plan(112, largest).check(defaults(), launched))
                .hasMessageContaining(
                        "raise it with TROUPE_MEMORY=2544m, or at the cost of entries with TROUPE_JAVA_OPTS=-Xmx302m");
        MemoryDivision advised = MemoryDivision.of(2544, Ground.here());
        assertThatCode(() -> plan(advised.heapMib(), largest).check(defaults(), launched))
                .doesNotThrowAnyException();
    }

    @Test
    void sharesThatComeToMoreThanAllOfTheHeapAreNotAnsweredWithALargerOne() {
        Config config = ConfigFactory.parseString("a { max-bytes-in-flight = 60%, max-bytes = 6% }");
        SettingsReader settings = new SettingsReader(config, "a");
        assertThatThrownBy(() -> plan(1024, DEFAULT)
                        .check(new HeapPlan.InFlight(settings, settings), Optional.of(new Launched(1024, 687, 112))))
                .hasMessageContaining("133; lower troupe.limits.max-value-bytes")
                .message()
                .doesNotContain("raise");
    }

    private static HeapPlan.InFlight defaults() {
        SettingsReader troupe = new SettingsReader(ConfigFactory.defaultReference(), "troupe");
        return new HeapPlan.InFlight(troupe.at("http"), troupe.at("gateway"));
    }

    private static HeapPlan plan(long mib, Limits limits) {
        return new HeapPlan(mib << 20, new HeapArrays(1 << 20), limits);
    }
}
