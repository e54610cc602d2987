package dev.troupe.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.simulation.SimNode;
import org.junit.jupiter.api.Test;

/** The scenarios of {@code docs/copies.md} that concern owners and keepers together; what no owner may lack is checked as it opens. */
class CopiesScenarioTest {
    @Test
    void s1AnOldFinalMarkRollsNothingBack() {
        Stage stage = new Stage(1, 4);
        SimNode owner = stage.owner();
        SimNode marked = stage.other(owner, stage.holder(owner));
        stage.handOver(owner, marked);
        stage.place(owner);
        stage.untilWell(owner);
        stage.safeWrite(owner);
        stage.place(marked);
        owner.pause();
        marked.start();
        stage.pass(1000);
        assertThat(marked.isOpen()).as("opens while the holder is silent").isFalse();
        owner.resume();
        stage.opensWithAll(marked);
    }

    @Test
    void s2AnOwnerThatBreaksLosesNothingEvenWithoutBackups() {
        Stage stage = new Stage(0, 3);
        SimNode owner = stage.ownerOfAWrite();
        owner.breakOffice();
        SimNode next = stage.node(2);
        stage.place(next);
        stage.opensWithAll(next);
    }

    @Test
    void s3AndS4ACopyThatIsFilledAnewClaimsAndKeepsWhatItHad() {
        Stage stage = new Stage(1, 3);
        SimNode owner = stage.owner();
        for (int i = 0; i < 10; i++) {
            stage.safeWrite(owner);
        }
        SimNode backup = stage.holder(owner);
        long held = backup.copy().position();
        backup.pause();
        for (int i = 0; i < 30; i++) {
            stage.write(owner);
            stage.pass(5);
        }
        stage.pass(400);
        backup.resume();
        stage.until(() -> backup.copy().filling().isPresent());
        assertThat(Long.compareUnsigned(backup.copy().position(), held)).isNotNegative();
        stage.crash(owner);
        stage.place(backup);
        stage.opensWithAll(backup);
        assertThat(stage.ownership(backup).status().lost()).isFalse();
    }

    @Test
    void s5ALeaverStaysUntilItsCopyStandsElsewhere() {
        Stage stage = new Stage(1, 4);
        SimNode leaver = stage.ownerOfAWrite();
        SimNode next = stage.holder(leaver);
        stage.world().membership().drain(leaver);
        leaver.stop();
        stage.place(next);
        stage.until(next::isOpen);
        stage.until(() -> leaver.ownership() == null && leaver.copy().isEmpty());
        stage.safeWrite(next);
        stage.crash(leaver);
        stage.crash(next);
        SimNode last = stage.holder(next);
        stage.place(last);
        stage.opensWithAll(last);
    }

    @Test
    void s6ARecoveringOwnerThatIsToldToStopSaysNothing() {
        Stage stage = new Stage(1, 3);
        SimNode owner = stage.ownerOfAWrite();
        owner.breakOffice();
        SimNode next = stage.node(2);
        stage.place(next);
        stage.node(3).pause();
        next.start();
        stage.pass(300);
        assertThat(stage.ownership(next).phase()).isEqualTo(Ownership.Phase.RECOVERING);
        assertThat(stage.ownership(next).status().waitingForUids()).containsExactly(3L);
        next.stop();
        assertThat(next.ownership()).isNull();
        stage.node(3).resume();
        stage.place(stage.node(3));
        stage.opensWithAll(stage.node(3));
    }

    @Test
    void s7WhatComesAfterAPromiseIsNotAcknowledged() {
        Stage stage = new Stage(1, 3);
        SimNode old = stage.ownerOfAWrite();
        SimNode backup = stage.holder(old);
        SimNode rival = stage.other(old, backup);
        stage.place(rival);
        stage.until(() -> backup.copy().promised().uid() == rival.uid());
        assertThat(old.isOpen()).as("it does not know yet").isTrue();
        long late = stage.write(old);
        stage.until(rival::isOpen);
        stage.pass(500);
        assertThat(stage.world().ledger().isAcknowledged(late)).isFalse();
        stage.assertHasAll(rival);
    }

    @Test
    void s13AReplacedBackupStaysUntilItsSuccessorIsLevel() {
        Stage stage = new Stage(1, 4);
        SimNode owner = stage.owner();
        SimNode leaver = stage.holder(owner);
        long inTheMiddle = stage.safeWrite(owner);
        stage.world().membership().drain(leaver);
        while (leaver.copy().isComplete()) {
            inTheMiddle = stage.safeWrite(owner);
        }
        SimNode successor = stage.holder(owner);
        assertThat(Long.compareUnsigned(successor.copy().position(), inTheMiddle))
                .as("all that was acknowledged")
                .isNotNegative();
    }

    @Test
    void s23NobodyIsAdoptedWhileAMemberIsSilent() {
        Stage stage = new Stage(1, 3);
        SimNode owner = stage.ownerOfAWrite();
        SimNode backup = stage.holder(owner);
        SimNode empty = stage.other(owner, backup);
        owner.crash();
        backup.pause();
        stage.place(empty);
        stage.pass(8000);
        assertThat(empty.isOpen()).isFalse();
        stage.world().membership().remove(owner);
        backup.resume();
        stage.opensWithAll(empty);
    }

    @Test
    void s24AfterADoubleLossItIsLostAndNotNew() {
        Stage stage = new Stage(1, 4);
        SimNode owner = stage.owner();
        assertThat(stage.ownership(owner).status().lost()).isFalse();
        SimNode backup = stage.holder(owner);
        stage.crash(owner);
        stage.crash(backup);
        SimNode next = stage.other(owner, backup);
        stage.place(next);
        stage.until(next::isOpen);
        assertThat(stage.ownership(next).status().lost()).isTrue();
    }

    /** The owner crashes before it has handed over: nothing says that the copy has all, as it would if it were closed or final. */
    @Test
    void withoutBackupsWhatWasFilledForAMoveThatWasNotFinishedIsLostAndNotUsed() {
        Stage stage = new Stage(0, 3);
        SimNode owner = stage.owner();
        SimNode target = stage.other(owner);
        owner.view().plan(target.uid());
        stage.until(() -> stage.ownership(owner).status().targetReady());
        assertThat(target.copy().isComplete()).isTrue();
        stage.crash(owner);
        stage.place(target);
        stage.until(target::isOpen);
        assertThat(stage.ownership(target).status().lost()).isTrue();
    }
}
