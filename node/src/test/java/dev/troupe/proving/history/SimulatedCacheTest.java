package dev.troupe.proving.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.proving.history.Judgement.Verdict;
import dev.troupe.proving.history.SimulatedCache.Bug;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulatedCacheTest {
    private static final int SEEDS = 300;

    @Test
    void aCorrectCacheKeepsItsPromises() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Judgement judgement = judge(SimulatedCache.run(seed, Bug.NONE));
            assertThat(judgement.findings()).as("seed %d", seed).isEmpty();
            assertThat(judgement.verdict()).as("seed %d", seed).isEqualTo(Verdict.KEPT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LOSES_A_WRITE, ACKNOWLEDGED_WRITES_STAY",
        "READS_STALE, READS_ARE_CURRENT",
        "MIXES_KEYS_UP, READS_ARE_TRUE",
        "IGNORES_A_CONDITION, WRITES_HAPPEN_ONCE",
        "REUSES_A_VERSION, VERSIONS_ORDER",
        "FORGETS_A_REMOVE, ACKNOWLEDGED_WRITES_STAY",
        "APPLIES_A_REFUSED_WRITE, READS_ARE_TRUE",
        "APPLIES_TWICE, WRITES_HAPPEN_ONCE"
    })
    void eachBugIsFoundUnderItsName(Bug bug, Promise promise) {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(judge(SimulatedCache.run(seed, bug)).broken())
                    .as("seed %d", seed)
                    .contains(promise);
        }
    }

    @Test
    void theOrderInWhichAttemptsAreRecordedDoesNotMatter() {
        for (int seed = 0; seed < 20; seed++) {
            List<Attempt> shuffled = new ArrayList<>(SimulatedCache.run(seed, Bug.NONE));
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(judge(shuffled).verdict()).as("seed %d", seed).isEqualTo(Verdict.KEPT);
        }
    }

    private static Judgement judge(List<Attempt> attempts) {
        return Judge.judge(History.calm(attempts), Rules.standard(true));
    }
}
