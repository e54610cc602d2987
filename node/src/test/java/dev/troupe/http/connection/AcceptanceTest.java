package dev.troupe.http.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.io.Tcp;
import org.apache.pekko.stream.javadsl.RunnableGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class AcceptanceTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int SOON_SECONDS = 10;

    private final CountDownLatch served = new CountDownLatch(1);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void acceptorThatCannotCountDescriptorsWaitsUntilItCan() throws Exception {
        AtomicBoolean exhausted = new AtomicBoolean(true);
        CountDownLatch looks = new CountDownLatch(2);
        Descriptors.Source process = source(() -> {
            looks.countDown();
            if (exhausted.get()) {
                throw new InternalError("Unable to open directory /proc/self/fd");
            }
        });
        InetSocketAddress at = listen(process, connection -> served.countDown());
        try (Socket client = new Socket(at.getAddress(), at.getPort())) {
            assertThat(client.isConnected()).isTrue();
            assertThat(looks.await(SOON_SECONDS, SECONDS)).isTrue();
            assertThat(served.getCount()).isOne();
            exhausted.set(false);
            assertThat(served.await(SOON_SECONDS, SECONDS)).isTrue();
        }
    }

    @Test
    void connectionThatCannotBeServedKeepsNoOtherOutWhateverIsThrown() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        InetSocketAddress at = listen(source(() -> {}), connection -> {
            if (connections.incrementAndGet() == 1) {
                throw new AssertionError("planted");
            }
            served.countDown();
        });
        try (Socket refused = new Socket(at.getAddress(), at.getPort())) {
            refused.setSoTimeout(SOON_SECONDS * 1000);
            assertThat(endOf(refused)).isTrue();
            try (Socket next = new Socket(at.getAddress(), at.getPort())) {
                assertThat(next.isConnected()).isTrue();
                assertThat(served.await(SOON_SECONDS, SECONDS)).isTrue();
            }
        }
    }

    private static boolean endOf(Socket connection) {
        try {
            return connection.getInputStream().read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        } catch (java.io.IOException other) {
            return false;
        }
    }

    private static Descriptors.Source source(Runnable look) {
        return new Descriptors.Source() {
            @Override
            public long open() {
                look.run();
                return 0;
            }

            @Override
            public long most() {
                return 1024;
            }
        };
    }

    private static InetSocketAddress listen(Descriptors.Source process, Consumer<ActorRef> serve) throws Exception {
        Acceptance acceptance = new Acceptance(
                Tcp.get(KIT.system()).manager(),
                new Acceptance.Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10, List.of()),
                new ConnectionTable(16),
                new DescriptorBudget(new Descriptors(process)),
                serve);
        return RunnableGraph.fromGraph(acceptance).run(KIT.system()).bound().get(SOON_SECONDS, SECONDS);
    }
}
