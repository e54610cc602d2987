package dev.troupe.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.members.Member;
import dev.troupe.members.Member.Status;
import dev.troupe.members.NodeId;
import dev.troupe.protocol.LocalOwners;
import dev.troupe.protocol.PartitionProtocol.Heard;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.transport.TestLinks;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whom a keeper's answers reach, and which of them. */
class WritersTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final long SELF = 5;
    private static final Writer OWN = new Writer(1, SELF);
    private static final Writer ONE = new Writer(1, 11);
    private static final Writer NEXT_OF_ONE = new Writer(2, 11);
    private static final Writer OTHER = new Writer(1, 12);
    private static final Writer STRANGER = new Writer(1, 13);

    private final Peers peers = new Peers(SELF, 8);
    private final LocalOwners owners = new LocalOwners(8);
    private final List<FromKeeper> left = new ArrayList<>();
    private final Writers writers = new Writers(peers, owners, TestLinks.telling(KeeperFrames.FROM_KEEPER, left::add));

    WritersTest() {
        peers.update(List.of(member(SELF), member(ONE.uid()), member(OTHER.uid())));
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static Member member(long uid) {
        NodeId id = new NodeId("10.0.0." + uid + ":17355", uid);
        return new Member(id, true, Status.UP, Member.NEVER, false, 1, "default", "h" + uid);
    }

    private void tell(List<FromKeeper> messages) {
        writers.tell(messages.stream().map(Writers.Saying::awaited).toList());
    }

    private static FromKeeper ack(int partition, Writer writer, long position) {
        return new FromKeeper.Ack(partition, SELF, writer, position, true, false, true, 4, 100);
    }

    private static FromKeeper ahead(int partition, Writer writer, long position) {
        return new FromKeeper.Ahead(partition, SELF, writer, position);
    }

    @Test
    void ofSeveralAcknowledgementsToOneWriterTheLastTravelsInItsPlace() {
        tell(List.of(ack(1, ONE, 1), ahead(1, ONE, 2), ack(1, ONE, 3), ahead(1, ONE, 4), ack(1, ONE, 5)));
        assertThat(left).containsExactly(ahead(1, ONE, 2), ahead(1, ONE, 4), ack(1, ONE, 5));
    }

    @Test
    void acknowledgementsToOtherPartitionsAndWritersAreOthers() {
        List<FromKeeper> all =
                List.of(ack(1, ONE, 1), ack(2, ONE, 2), ack(1, NEXT_OF_ONE, 3), ack(1, OTHER, 4), ack(3, ONE, 5));
        tell(all);
        assertThat(left).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void acknowledgementThatIsLaterWinsThoughItSaysLess() {
        tell(List.of(ack(1, ONE, 9), ack(1, ONE, 2)));
        assertThat(left).containsExactly(ack(1, ONE, 2));
    }

    @Test
    void acknowledgementsThatAreEqualTravelOnce() {
        FromKeeper ack = ack(1, ONE, 9);
        tell(List.of(ack(1, ONE, 9), ack, ahead(1, ONE, 1), ack(1, ONE, 9)));
        assertThat(left).containsExactly(ahead(1, ONE, 1), ack);
    }

    @Test
    void nothingElseIsLostOrReorderedWhateverIsSaid() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            List<FromKeeper> said = new ArrayList<>();
            for (int i = 0; i < random.nextInt(30); i++) {
                Writer writer = random.nextBoolean() ? ONE : NEXT_OF_ONE;
                int partition = random.nextInt(3);
                said.add(random.nextInt(3) == 0 ? ahead(partition, writer, i) : ack(partition, writer, i));
            }
            left.clear();
            tell(said);
            List<FromKeeper> due = new ArrayList<>();
            for (int i = 0; i < said.size(); i++) {
                if (!(said.get(i) instanceof FromKeeper.Ack) || !isRepeated(said, i)) {
                    due.add(said.get(i));
                }
            }
            assertThat(left).as("seed %d", seed).isEqualTo(due);
        }
    }

    private static boolean isRepeated(List<FromKeeper> said, int at) {
        FromKeeper message = said.get(at);
        return said.stream()
                .skip(at + 1L)
                .anyMatch(later -> later instanceof FromKeeper.Ack
                        && later.partition() == message.partition()
                        && later.writer().equals(message.writer()));
    }

    @Test
    void strangersAreToldNothingAndTheOthersAreToldAllTheSame() {
        tell(List.of(ack(1, STRANGER, 1)));
        tell(List.of(ack(1, STRANGER, 1), ack(1, ONE, 2), ahead(2, Writer.NOBODY, 3), ahead(2, OTHER, 4)));
        assertThat(left).containsExactlyInAnyOrder(ack(1, ONE, 2), ahead(2, OTHER, 4));
    }

    @Test
    void ownersOfThisNodeHearItWithoutALink() {
        TestProbe<ToOwner> owner = KIT.createTestProbe();
        owners.began(1, owner.ref());
        tell(List.of(ack(1, OWN, 1), ahead(1, OWN, 2), ack(1, OWN, 3)));
        owner.expectMessage(new Heard(ahead(1, OWN, 2)));
        owner.expectMessage(new Heard(ack(1, OWN, 3)));
        tell(List.of(ack(-1, OWN, 1), ack(8, OWN, 1), ack(1, OWN, 4)));
        owner.expectMessage(new Heard(ack(1, OWN, 4)));
        assertThat(left).isEmpty();
    }

    @Test
    void whatNobodyWaitsForTravelsWithWhatSomebodyDoes() {
        writers.tell(List.of(new Writers.Saying(ack(1, ONE, 1), false)));
        assertThat(left).isEmpty();
        writers.tell(List.of(new Writers.Saying(ack(2, ONE, 2), false), new Writers.Saying(ack(3, ONE, 3), true)));
        assertThat(left).containsExactly(ack(1, ONE, 1), ack(2, ONE, 2), ack(3, ONE, 3));
    }

    @Test
    void acknowledgementThatStandsForAnAwaitedOneIsAwaited() {
        writers.tell(List.of(new Writers.Saying(ack(1, ONE, 1), true), new Writers.Saying(ack(1, ONE, 2), false)));
        assertThat(left).containsExactly(ack(1, ONE, 2));
    }

    @Test
    void nothingIsSaidToNobody() {
        tell(List.of());
        assertThat(left).isEmpty();
    }
}
