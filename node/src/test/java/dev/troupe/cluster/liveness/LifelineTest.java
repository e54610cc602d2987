package dev.troupe.cluster.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.members.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A lifeline to a listener that this test opens and closes. */
class LifelineTest {
    private static final ActorSystem SYSTEM = ActorSystem.create("lifelines");
    private static final ActorTestKit KIT = ActorTestKit.create(Adapter.toTyped(SYSTEM));
    private static final Duration LONG_ENOUGH = Duration.ofMillis(3 * LifelineDecider.REPEAT_MILLIS);

    private final TestProbe<CrashDetector.Command> crashDetector = KIT.createTestProbe();
    private final ServerSocket listener = listen(0);
    private final NodeId peer = new NodeId("127.0.0.1:" + listener.getLocalPort(), 7);
    private final ActorRef lifeline = SYSTEM.actorOf(
            Lifeline.props(peer, Optional.empty(), crashDetector.getRef(), () -> System.nanoTime() / 1_000_000));

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
        SYSTEM.terminate();
    }

    @AfterEach
    void close() throws IOException {
        SYSTEM.stop(lifeline);
        listener.close();
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Socket accepted() throws IOException {
        Socket socket = listener.accept();
        crashDetector.expectMessage(new CrashDetector.Answers(peer));
        return socket;
    }

    @Test
    void aConnectionThatIsClosedWhileThePeerListensIsMadeAgainAndProvesNothing() throws IOException {
        accepted().close();
        try (Socket second = accepted()) {
            second.setSoLinger(true, 0);
        }
        try (Socket third = accepted()) {
            assertThat(third.isConnected()).isTrue();
            crashDetector.expectNoMessage(LONG_ENOUGH);
        }
    }

    @Test
    void aConnectionThatBreaksAndIsThenRefusedIsReportedAgainAndAgain() throws IOException {
        Socket socket = accepted();
        listener.close();
        socket.close();
        for (int i = 0; i < 3; i++) {
            crashDetector.expectMessage(new CrashDetector.Refuses(peer));
        }
        try (ServerSocket again = listen(listener.getLocalPort())) {
            again.accept().close();
            crashDetector.fishForMessage(
                    Duration.ofSeconds(3),
                    message -> message instanceof CrashDetector.Answers
                            ? FishingOutcomes.complete()
                            : FishingOutcomes.continueAndIgnore());
        }
    }

    @Test
    void aListenerThatClosesUnderAStandingConnectionProvesNothing() throws IOException {
        try (Socket socket = accepted()) {
            listener.close();
            crashDetector.expectNoMessage(LONG_ENOUGH);
            assertThat(socket.isClosed()).isFalse();
        }
    }

    @Test
    void aRefusalBeforeThereWasAConnectionIsNotReported() throws IOException {
        listener.close();
        NodeId never = new NodeId(peer.address(), 8);
        TestProbe<CrashDetector.Command> probe = KIT.createTestProbe();
        ActorRef second = SYSTEM.actorOf(Lifeline.props(never, Optional.empty(), probe.getRef(), System::nanoTime));
        probe.expectNoMessage(LONG_ENOUGH);
        SYSTEM.stop(second);
    }

    @Test
    void aLifelineComesFromTheAddressThatItIsTold() throws IOException {
        TestProbe<CrashDetector.Command> probe = KIT.createTestProbe();
        try (ServerSocket other = listen(0)) {
            NodeId far = new NodeId("127.0.0.1:" + other.getLocalPort(), 9);
            ActorRef second =
                    SYSTEM.actorOf(Lifeline.props(far, Optional.of("127.0.0.3"), probe.getRef(), System::nanoTime));
            try (Socket socket = other.accept()) {
                assertThat(socket.getInetAddress().getHostAddress()).isEqualTo("127.0.0.3");
            }
            SYSTEM.stop(second);
        }
    }

    @Test
    void aLifelineThatEndsClosesItsConnectionInOrder() throws IOException {
        try (Socket socket = accepted()) {
            SYSTEM.stop(lifeline);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
