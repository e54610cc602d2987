package dev.troupe.replication.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CopySettingsTest {
    @Test
    void roomIsKeptForNoMoreCopiesThanThereCanBe() {
        assertThat(CopySettings.of(0).ownedPart(5)).isEqualTo(1);
        assertThat(CopySettings.of(1).ownedPart(1)).isEqualTo(1);
        assertThat(CopySettings.of(1).ownedPart(2)).isCloseTo(1 / 2.1, within(0.001));
        assertThat(CopySettings.of(1).ownedPart(3)).isCloseTo(1 / 2.4, within(0.001));
        assertThat(CopySettings.of(3).ownedPart(2)).isCloseTo(1 / 2.1, within(0.001));
    }

    @Test
    void thePartBecomesNoLargerWithMoreNodesAndIsNeverLessThanTheLeast() {
        for (int backups = 0; backups <= CopySettings.MOST_BACKUPS; backups++) {
            CopySettings copies = CopySettings.of(backups);
            for (int holders = 1; holders < 10; holders++) {
                assertThat(copies.ownedPart(holders + 1)).isLessThanOrEqualTo(copies.ownedPart(holders));
                assertThat(copies.ownedPart(holders)).isGreaterThanOrEqualTo(copies.leastOwnedPart());
            }
        }
    }
}
