package dev.troupe.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.heap.JvmMemory;
import dev.troupe.heap.MemoryDivision;
import dev.troupe.heap.MemoryDivision.Ground;
import dev.troupe.settings.EntryPlan.Launched;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryPlanTest {
    private static final long MIB = 1 << 20;
    private static final long LEAST = 16 * MIB;
    private static final Launched DIVISION = new Launched(1024, 687, 112);
    private static final JvmMemory JVM = new JvmMemory(112 * MIB, 703 * MIB, 8192 * MIB, true);

    private static final EntryPlan EMBEDDED =
            new EntryPlan(new JvmMemory(512 * MIB, 512 * MIB, 8192 * MIB, true), Optional.empty());
    private static final EntryPlan LAUNCHED = new EntryPlan(JVM, Optional.of(DIVISION));

    @Test
    void embeddedNodeTakesAQuarterOfAGibibyteUnlessToldOtherwise() {
        assertThat(EMBEDDED.entryBytes(said("auto"), LEAST)).isEqualTo(256 * MIB);
        assertThat(EMBEDDED.isDefault(said("auto"))).isTrue();
        assertThat(EMBEDDED.entryBytes(said("100 MiB"), LEAST)).isEqualTo(100 * MIB);
        assertThat(EMBEDDED.isDefault(said("100 MiB"))).isFalse();
    }

    @Test
    void embeddedNodeTakesNoMoreThanHalfOfASmallMachine() {
        EntryPlan small = new EntryPlan(new JvmMemory(128 * MIB, 512 * MIB, 300 * MIB, true), Optional.empty());
        assertThat(small.entryBytes(said("auto"), LEAST)).isEqualTo(150 * MIB);
    }

    @Test
    void shareIsOneOfTheMachine() {
        assertThat(EMBEDDED.entryBytes(said("5%"), LEAST)).isEqualTo(8192 * MIB / 100 * 5);
        assertThatThrownBy(() -> EMBEDDED.entryBytes(said("0%"), LEAST))
                .hasMessageContaining("of this machine or container");
    }

    @Test
    void launchedNodeTakesWhatTheLauncherHasDivided() {
        assertThat(LAUNCHED.entryBytes(said("auto"), LEAST)).isEqualTo(687 * MIB);
        assertThat(LAUNCHED.isDefault(said("auto"))).isFalse();
        assertThat(LAUNCHED.entryBytes(said("600 MiB"), LEAST)).isEqualTo(600 * MIB);
    }

    @Test
    void launchedNodeThatIsToTakeMoreIsRefusedWithTheMemoryThatWouldDo() {
        assertThatThrownBy(() -> LAUNCHED.entryBytes(said("2 GiB"), LEAST))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("troupe.storage.max-memory = 2 GiB")
                .hasMessageContaining("of the 1024 MiB of this process (TROUPE_MEMORY) 687 MiB are for entries")
                .hasMessageContaining("TROUPE_MEMORY=" + memoryFor(2048) + "m");
        assertThat(MemoryDivision.of(memoryFor(2048), Ground.here()).entriesMib())
                .isGreaterThanOrEqualTo(2048);
        assertThatThrownBy(() -> LAUNCHED.entryBytes(said("50%"), LEAST))
                .hasMessageContaining("TROUPE_MEMORY=" + memoryFor(4096) + "m");
    }

    @Test
    void launchedNodeThatNeedsMoreForItsPartitionsIsRefusedToo() {
        assertThatThrownBy(() -> LAUNCHED.entryBytes(said("auto"), 700 * MIB))
                .hasMessageContaining("700 MiB are needed; start it with TROUPE_MEMORY=" + memoryFor(700) + "m");
    }

    @Test
    void whatAnOperatorAddsToTheHeapOfALaunchedNodeIsTakenFromItsEntries() {
        EntryPlan wider = new EntryPlan(new JvmMemory(312 * MIB, 703 * MIB, 8192 * MIB, true), Optional.of(DIVISION));
        assertThat(wider.entryBytes(said("auto"), LEAST)).isEqualTo(487 * MIB);
    }

    @Test
    void tooSmallALimitOfDirectMemoryIsAnsweredWithTheOptionToSet() {
        assertThatThrownBy(() -> EMBEDDED.entryBytes(said("500 MiB"), LEAST))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("Java may take 512 MiB outside the heap")
                .hasMessageContaining("-XX:MaxDirectMemorySize=516m, or lower troupe.storage.max-memory");
        assertThatCode(() -> EMBEDDED.entryBytes(said("496 MiB"), LEAST)).doesNotThrowAnyException();
    }

    @Test
    void nodeWithoutEntriesNeedsNoneWhateverIsSaid() {
        assertThat(LAUNCHED.noEntryBytes(said("8 GiB"))).isZero();
        assertThatThrownBy(() -> LAUNCHED.noEntryBytes(said("much"))).isInstanceOf(SettingsException.class);
    }

    @Test
    void launchedNodeThatMayNotCollectIsRefusedAndAnEmbeddedOneIsNot() {
        JvmMemory deaf = new JvmMemory(112 * MIB, 703 * MIB, 8192 * MIB, false);
        assertThatThrownBy(() -> new EntryPlan(deaf, Optional.of(DIVISION)).checkCollecting())
                .hasMessageContaining("-XX:+DisableExplicitGC")
                .hasMessageContaining("TROUPE_JAVA_OPTS");
        assertThatCode(() -> new EntryPlan(deaf, Optional.empty()).checkCollecting())
                .doesNotThrowAnyException();
    }

    @Test
    void launcherSpeaksBySystemProperties() {
        assertThat(EntryPlan.here(ConfigFactory.parseString(
                                "troupe.node { memory-mib = \"1024\", entries-mib = \"687\", heap-mib = \"112\" }"))
                        .launched())
                .contains(DIVISION);
        assertThat(EntryPlan.here(ConfigFactory.empty()).launched()).isEmpty();
    }

    private static int memoryFor(int entriesMib) {
        return MemoryDivision.leastMib(Ground.here(), division -> division.entriesMib() >= entriesMib);
    }

    private static SettingsReader said(String maxMemory) {
        return new SettingsReader(
                ConfigFactory.parseString("troupe.storage.max-memory = \"" + maxMemory + "\""), "troupe.storage");
    }
}
