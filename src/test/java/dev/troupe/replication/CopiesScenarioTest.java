package dev.troupe.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.simulation.SimNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scenarios of {@code docs/copies.md} that concern owners and keepers together; what no owner may lack is checked as it opens. */
class CopiesScenarioTest {
    private static SimNode other(Stage stage, SimNode... not) {
        return stage.world().membership().members().stream()
                .filter(node -> !List.of(not).contains(node) && node.isRunning())
                .findFirst()
                .orElseThrow();
    }

    private static SimNode holder(Stage stage, SimNode owner) {
        return stage.world().membership().members().stream()
                .filter(node -> node != owner && node.copy().isComplete())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void s1AnOldFinalMarkRollsNothingBack() {
        Stage stage = new Stage(1, 4);
        SimNode owner = stage.node(1);
        stage.untilWell(owner);
        SimNode marked = other(stage, owner, holder(stage, owner));
        stage.handOver(owner, marked);
        stage.world().sharding().book(owner.uid());
        stage.untilWell(owner);
        stage.safeWrite(owner);
        stage.world().sharding().book(marked.uid());
        owner.pause();
        marked.start();
        stage.pass(1000);
        assertThat(marked.isOpen()).as("opens while the holder is silent").isFalse();
        owner.resume();
        stage.until(marked::isOpen);
        assertThat(stage.hasAll(marked)).isTrue();
    }

    @Test
    void s2AnOwnerThatBreaksLosesNothingEvenWithoutBackups() {
        Stage stage = new Stage(0, 3);
        SimNode owner = stage.node(1);
        stage.untilWell(owner);
        stage.safeWrite(owner);
        owner.breakOffice();
        SimNode next = stage.node(2);
        stage.world().sharding().book(next.uid());
        stage.until(next::isOpen);
        assertThat(stage.hasAll(next)).isTrue();
    }

    @Test
    void s3AndS4ACopyThatIsFilledAnewClaimsAndKeepsWhatItHad() {
        Stage stage = new Stage(1, 3);
        SimNode owner = stage.node(1);
        stage.untilWell(owner);
        for (int i = 0; i < 10; i++) {
            stage.safeWrite(owner);
        }
        SimNode backup = holder(stage, owner);
        long held = backup.copy().position();
        backup.pause();
        for (int i = 0; i < 30; i++) {
            stage.write(owner);
            stage.pass(5);
        }
        stage.pass(400);
        backup.resume();
        stage.until(() -> backup.copy().receiver() != null);
        assertThat(Long.compareUnsigned(backup.copy().position(), held)).isNotNegative();
        stage.crash(owner);
        stage.world().sharding().book(backup.uid());
        stage.until(backup::isOpen);
        assertThat(stage.hasAll(backup)).isTrue();
        assertThat(stage.ownership(backup).status().lost()).isFalse();
    }

    @Test
    void s5ALeaverStaysUntilItsCopyStandsElsewhere() {
        Stage stage = new Stage(1, 4);
        SimNode leaver = stage.node(1);
        stage.untilWell(leaver);
        stage.safeWrite(leaver);
        SimNode next = holder(stage, leaver);
        stage.world().membership().drain(leaver);
        leaver.stop();
        stage.world().sharding().book(next.uid());
        stage.until(next::isOpen);
        stage.until(() -> leaver.ownership() == null && leaver.copy().isEmpty());
        stage.safeWrite(next);
        stage.crash(leaver);
        stage.crash(next);
        SimNode last = holder(stage, next);
        stage.world().sharding().book(last.uid());
        stage.until(last::isOpen);
        assertThat(stage.hasAll(last)).isTrue();
    }

    @Test
    void s6ARecoveringOwnerThatIsToldToStopSaysNothing() {
        Stage stage = new Stage(1, 3);
        SimNode owner = stage.node(1);
        stage.untilWell(owner);
        stage.safeWrite(owner);
        owner.breakOffice();
        SimNode next = stage.node(2);
        stage.world().sharding().book(next.uid());
        stage.node(3).pause();
        next.start();
        stage.pass(300);
        assertThat(stage.ownership(next).phase()).isEqualTo(Ownership.Phase.RECOVERING);
        assertThat(stage.ownership(next).status().waitingForUids()).containsExactly(3L);
        next.stop();
        assertThat(next.ownership()).isNull();
        stage.node(3).resume();
        stage.world().sharding().book(3);
        stage.until(stage.node(3)::isOpen);
        assertThat(stage.hasAll(stage.node(3))).isTrue();
    }

    @Test
    void s7WhatComesAfterAPromiseIsNotAcknowledged() {
        Stage stage = new Stage(1, 3);
        SimNode old = stage.node(1);
        stage.untilWell(old);
        stage.safeWrite(old);
        SimNode backup = holder(stage, old);
        SimNode rival = other(stage, old, backup);
        stage.world().sharding().book(rival.uid());
        stage.until(() -> backup.copy().promised().uid() == rival.uid());
        assertThat(old.isOpen()).as("it does not know yet").isTrue();
        long late = stage.write(old);
        stage.until(rival::isOpen);
        stage.pass(500);
        assertThat(stage.world().ledger().isAcknowledged(late)).isFalse();
        assertThat(stage.hasAll(rival)).isTrue();
    }

    @Test
    void s13AReplacedBackupStaysUntilItsSuccessorIsLevel() {
        Stage stage = new Stage(1, 4);
        SimNode owner = stage.node(1);
        stage.untilWell(owner);
        SimNode leaver = holder(stage, owner);
        long inTheMiddle = stage.safeWrite(owner);
        stage.world().membership().drain(leaver);
        while (leaver.copy().isComplete()) {
            inTheMiddle = stage.safeWrite(owner);
        }
        SimNode successor = holder(stage, owner);
        assertThat(Long.compareUnsigned(successor.copy().position(), inTheMiddle))
                .as("all that was acknowledged")
                .isNotNegative();
    }

    @Test
    void s23NobodyIsAdoptedWhileAMemberIsSilent() {
        Stage stage = new Stage(1, 3);
        SimNode owner = stage.node(1);
        stage.untilWell(owner);
        stage.safeWrite(owner);
        SimNode backup = holder(stage, owner);
        SimNode empty = other(stage, owner, backup);
        owner.crash();
        backup.pause();
        stage.world().sharding().book(empty.uid());
        stage.pass(8000);
        assertThat(empty.isOpen()).isFalse();
        stage.world().membership().remove(owner);
        backup.resume();
        stage.until(empty::isOpen);
        assertThat(stage.hasAll(empty)).isTrue();
    }

    @Test
    void s24AfterADoubleLossItIsLostAndNotNew() {
        Stage stage = new Stage(1, 4);
        SimNode owner = stage.node(1);
        stage.untilWell(owner);
        assertThat(stage.ownership(owner).status().lost()).isFalse();
        SimNode backup = holder(stage, owner);
        stage.crash(owner);
        stage.crash(backup);
        SimNode next = other(stage, owner, backup);
        stage.world().sharding().book(next.uid());
        stage.until(next::isOpen);
        assertThat(stage.ownership(next).status().lost()).isTrue();
    }
}
