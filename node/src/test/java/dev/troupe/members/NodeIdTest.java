package dev.troupe.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Member;
import org.junit.jupiter.api.Test;

class NodeIdTest {
    private static final List<String> HOSTS =
            List.of("10.0.0.1", "10.0.0.10", "10.0.0.9", "a", "A", "b.example", "[::1]");

    @Test
    void addressesAreInPekkosOrder() {
        Comparator<Address> pekkos = Member.addressOrdering();
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Address> addresses = new ArrayList<>(IntStream.range(0, 12)
                    .mapToObj(i -> new Address(
                            "pekko", "troupe", HOSTS.get(random.nextInt(HOSTS.size())), 1 + random.nextInt(65_535)))
                    .distinct()
                    .toList());
            Collections.shuffle(addresses, random);
            List<NodeId> ids = addresses.stream()
                    .map(address -> new NodeId(address.hostPort().replaceFirst("^troupe@", ""), random.nextLong()))
                    .sorted()
                    .toList();
            assertThat(ids)
                    .as("seed " + seed)
                    .extracting(NodeId::address)
                    .isEqualTo(addresses.stream()
                            .sorted(pekkos)
                            .map(address -> address.hostPort().replaceFirst("^troupe@", ""))
                            .toList());
        }
    }

    @Test
    void portsAreComparedAsNumbers() {
        assertThat(new NodeId("127.0.0.1:9990", 2)).isLessThan(new NodeId("127.0.0.1:10001", 1));
    }

    @Test
    void livesOfAnAddressAreInTheOrderOfTheirUids() {
        assertThat(new NodeId("a:1", -5)).isLessThan(new NodeId("a:1", 5));
        assertThat(new NodeId("a:1", 5)).isEqualByComparingTo(new NodeId("a:1", 5));
    }

    @Test
    void addressesAreTakenApartAndPutTogether() {
        for (String host : HOSTS) {
            String address = NodeId.address(host, 17_355);
            assertThat(NodeId.host(address)).isEqualTo(host);
            assertThat(NodeId.port(address)).isEqualTo(17_355);
        }
    }

    @Test
    void addressWithoutAPortIsAHost() {
        for (String host : List.of("local", "[::1]", "a:", "a:b", "")) {
            assertThat(NodeId.host(host)).isEqualTo(host);
            assertThat(NodeId.port(host)).isZero();
        }
    }
}
