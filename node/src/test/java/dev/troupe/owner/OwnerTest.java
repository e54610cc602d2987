package dev.troupe.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Reason;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.Receipt;
import dev.troupe.replication.state.ReplicationLog;
import dev.troupe.replication.state.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnerTest extends OwnerFixture {
    @Test
    void synchronousWriteIsAnsweredWhenTheBackupHasIt() {
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).isEmpty();
        ship();
        assertThat(answers()).hasOnlyElementsOfType(Reply.Created.class).hasSize(1);
    }

    @Test
    void whatIsCountedIsToldOnceHoweverTheOwnerEnds() {
        ask(Fixtures.get("k"));
        owner.tellFigures();
        ask(Fixtures.get("k"));
        assertThat(holdings.of(Fixtures.CACHE).misses()).isOne();
        owner.depose(now);
        assertThat(holdings.of(Fixtures.CACHE).misses()).isEqualTo(2);
        owner.tellFigures();
        assertThat(holdings.of(Fixtures.CACHE).misses()).isEqualTo(2);
    }

    @Test
    void readThatWouldShowAnUnconfirmedWriteWaitsForIt() {
        ask(Fixtures.put("k", "v"));
        ask(Fixtures.get("k"));
        ask(Fixtures.get("other"));
        assertThat(answers()).containsExactly(Reply.Absent.INSTANCE);
        ship();
        assertThat(answers()).hasSize(2);
    }

    @Test
    void whatAReadShowsIsHeldWhileItWaitsAndNotLonger() {
        ask(Fixtures.put("k", "v"));
        assertThat(answerMemory.heldBytes()).isPositive();
        ask(Fixtures.get("k"));
        long held = answerMemory.heldBytes();
        ask(Fixtures.get("k"));
        assertThat(answerMemory.heldBytes()).isGreaterThan(held);
        ship();
        owner.takeAnswers().forEach(answered -> answered.taken().run());
        assertThat(answerMemory.heldBytes()).isZero();
    }

    @Test
    void whatWaitedIsNotHeldAfterTheEnd() {
        ask(Fixtures.put("k", "v"));
        ask(Fixtures.get("k"));
        owner.depose(now);
        owner.abandon();
        assertThat(answerMemory.heldBytes()).isZero();
    }

    @Test
    void repeatedWriteIsNotAnsweredBeforeTheBackupHasItEither() {
        ask(Fixtures.put("k", "v"));
        request--;
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).isEmpty();
        ship();
        assertThat(answers()).hasSize(2).allMatch(reply -> reply instanceof Reply.Created);
    }

    @Test
    void asynchronousWriteIsAnsweredAtOnce() {
        synchronous = false;
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).hasOnlyElementsOfType(Reply.Created.class).hasSize(1);
    }

    @Test
    void synchronousWriteIsRefusedBeforeItIsDoneWhileTheBackupIsSilent() {
        backupHears = false;
        ask(Fixtures.put("k", "v"));
        ship();
        pass(3000);
        ask(Fixtures.put("k2", "v"));
        assertThat(answers())
                .singleElement()
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.INSUFFICIENT_REPLICAS));
        ask(Fixtures.get("k2"));
        assertThat(answers()).containsExactly(Reply.Absent.INSTANCE);
    }

    @Test
    void writeThatWaitsForMemoryThatOtherPartitionsHaveGoesOnWhenTheyGiveItBack() {
        synchronous = false;
        List<ReplicationLog> others =
                List.of(new ReplicationLog(changes, 0), new ReplicationLog(changes, 0), new ReplicationLog(changes, 0));
        others.forEach(log -> log.append(new Change.Remove(1, 0, new byte[100_000], Receipt.NONE)));
        ask(Fixtures.put("k", "v"));
        assertThat(owner.hasPostponed()).isTrue();
        owner.retry(now);
        assertThat(answers()).isEmpty();
        others.forEach(log -> log.restart(1));
        owner.retry(now);
        assertThat(owner.hasPostponed()).isFalse();
        assertThat(answers()).hasOnlyElementsOfType(Reply.Created.class).hasSize(1);
    }

    @Test
    void asynchronousWritesGoOnWithoutASilentBackup() {
        synchronous = false;
        backupHears = false;
        ask(Fixtures.put("k", "v"));
        ship();
        pass(3000);
        for (int i = 0; i < 10; i++) {
            ask(Fixtures.put("k" + i, "v"));
            ship();
        }
        assertThat(answers()).hasSize(11).noneMatch(reply -> reply instanceof Reply.Refused);
        assertThat(ownership.status().fullyReplicated()).isFalse();
    }

    @Test
    void writeBeyondTheWindowWaitsAMomentAndIsThenRefused() {
        synchronous = false;
        backupHears = false;
        for (int i = 0; i < 4; i++) {
            ask(Fixtures.put("k" + i, "v"));
            ship();
        }
        assertThat(answers()).hasSize(3);
        pass(150);
        assertThat(answers())
                .singleElement()
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.OVERLOADED));
    }

    @Test
    void writeThatWaitsForTheWindowIsDoneWhenTheBackupHasCaughtUp() {
        synchronous = false;
        backupHears = false;
        for (int i = 0; i < 4; i++) {
            ask(Fixtures.put("k" + i, "v"));
            ship();
        }
        assertThat(answers()).hasSize(3);
        assertThat(late)
                .as("the backup is asked how it stands, once")
                .filteredOn(sending -> sending.message() instanceof ToKeeper.Ship ship
                        && ship.changes().isEmpty())
                .hasSize(1);
        now += 40;
        catchUp();
        assertThat(answers()).singleElement().isInstanceOf(Reply.Created.class);
    }

    @Test
    void backupThatLeavesIsReleasedThoughNobodyElseCanKeepACopy() {
        peerView = new PeerView(
                List.of(new Peer(SELF, Peer.REACHABLE, false, false), new Peer(BACKUP, Peer.REACHABLE, true, false)),
                List.of(),
                PeerView.NO_TARGET);
        pass(3000);
        assertThat(copies)
                .hasEntrySatisfying(BACKUP, copy -> assertThat(copy.isEmpty()).isTrue());
    }

    @Test
    void writeThatIsRepeatedWhileItWaitsForTheWindowIsDoneOnce() {
        synchronous = false;
        backupHears = false;
        for (int i = 0; i < 4; i++) {
            ask(Fixtures.put("k" + i, "v"));
            ship();
        }
        request--;
        ask(Fixtures.put("k3", "v"));
        assertThat(answers()).hasSize(3);
        now += 40;
        catchUp();
        assertThat(answers()).singleElement().isInstanceOf(Reply.Created.class);
    }

    @Test
    void answerThatWaitsForCopiesIsDroppedWhenTheOwnerRecoversAgain() {
        backupHears = false;
        ask(Fixtures.put("k", "v"));
        ask(Fixtures.get("k"));
        ship();
        assertThat(answers()).isEmpty();
        Writer before = ownership.writer();
        long further = Version.opening(before.epoch() + 5);
        backupHears = true;
        owner.hear(new FromKeeper.Ahead(7, BACKUP, before, further), now, 0);
        assertThat(ownership.phase()).isEqualTo(Ownership.Phase.RECOVERING);
        pass(1000);
        assertThat(ownership.writer().epoch()).isGreaterThan(before.epoch());
        assertThat(ownership.status().fullyReplicated()).isTrue();
        assertThat(answers()).as("of an owner that was another one").isEmpty();
        request = 0;
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).as("when it is asked again").hasSize(1);
    }

    @Test
    void writeThatIsRepeatedAfterARecoveryIsNotAnsweredBeforeACopyHasIt() {
        backupHears = false;
        backupHearsQuestions = true;
        ask(Fixtures.put("k", "v"));
        ship();
        Writer before = ownership.writer();
        owner.hear(new FromKeeper.Ahead(7, BACKUP, before, Version.opening(before.epoch() + 5)), now, 0);
        pass(1000);
        assertThat(owner.serving()).isPresent();
        assertThat(ownership.status().fullyReplicated()).isFalse();
        request = 0;
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).isEmpty();
        backupHears = true;
        pass(3000);
        assertThat(answers()).singleElement().isInstanceOf(Reply.Created.class);
        assertThat(ownership.status().fullyReplicated()).isTrue();
    }

    @Test
    void afterARecoveryOnlyReceiptsSayWhatWasAnswered() {
        owner.tick(peerView, false, now);
        ask(Fixtures.put("k", "v"));
        assertThat(answers()).hasOnlyElementsOfType(Reply.Refused.class);
        owner.tick(peerView, true, now);
        Writer before = ownership.writer();
        owner.hear(new FromKeeper.Ahead(7, BACKUP, before, Version.opening(before.epoch() + 5)), now, 0);
        pass(1000);
        request = 0;
        ask(Fixtures.put("k", "v"));
        ship();
        assertThat(answers()).singleElement().isInstanceOf(Reply.Created.class);
    }

    @Test
    void ownerThatSeesTooFewOthersRefusesWrites() {
        owner.tick(peerView, false, now);
        ask(Fixtures.put("k", "v"));
        ask(Fixtures.get("k"));
        assertThat(answers())
                .hasSize(2)
                .allSatisfy(
                        reply -> assertThat(((Reply.Refused) reply).reason()).isEqualTo(Reason.UNAVAILABLE));
    }
}
