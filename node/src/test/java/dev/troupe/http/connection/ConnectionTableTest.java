package dev.troupe.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.http.connection.Activity.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ConnectionTableTest {
    private static final int PLACES = 10;
    private static final int SPARE = 2;
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(30));

    private final long start = System.nanoTime();
    private final ConnectionTable table = new ConnectionTable(PLACES);
    private final List<String> gone = new ArrayList<>();

    @Test
    void nobodyGivesWayWhileThereArePlaces() {
        for (int i = 0; i < PLACES - SPARE; i++) {
            assertThat(table.hasRoom(at(i))).isTrue();
            add("c" + i, 0);
        }
        assertThat(table.hasRoom(at(60))).isTrue();
        assertThat(gone).isEmpty();
    }

    @Test
    void unusedGiveWayFirstAndThenThoseThatRestForLongest() {
        for (int i = 0; i < PLACES - SPARE; i++) {
            Fake used = add("used" + i, 0);
            used.activity.begin();
            used.activity.end();
            used.activity.handedOn(at(i));
        }
        add("unused2", 2);
        add("unused1", 1);
        table.hasRoom(at(60));
        assertThat(gone).containsExactly("unused1", "unused2");
        for (int i = 0; i < 3; i++) {
            add("busy" + i, 3).activity.begin();
        }
        table.hasRoom(at(60));
        assertThat(gone).containsExactly("unused1", "unused2", "used0", "used1", "used2");
    }

    @Test
    void whoHasJustComeStaysBeforeWhoseBodyIsLongInComing() {
        for (int i = 0; i < PLACES - 1; i++) {
            Activity slow = add("slow" + i, 0).activity;
            slow.begin();
            slow.bodyBegins(at(i));
        }
        add("new", 60);
        table.hasRoom(at(60));
        assertThat(gone).containsExactly("slow0", "slow1");
    }

    @Test
    void whoHasJustComeStaysWhileThereArePlaces() {
        for (int i = 0; i < PLACES - 2; i++) {
            add("busy" + i, 0).activity.begin();
        }
        add("new", 60);
        assertThat(table.hasRoom(at(60))).isTrue();
        assertThat(gone).isEmpty();
        add("last", 60);
        assertThat(table.hasRoom(at(60))).isTrue();
        assertThat(gone).as("without a place left").containsExactlyInAnyOrder("new", "last");
    }

    @Test
    void whoIsAtWorkStays() {
        for (int i = 0; i < PLACES; i++) {
            add("busy" + i, 0).activity.begin();
        }
        assertThat(table.hasRoom(at(60))).isFalse();
        assertThat(gone).isEmpty();
    }

    @Test
    void whoGoesIsAskedOnce() {
        for (int i = 0; i < PLACES; i++) {
            add("c" + i, i).stays = true;
        }
        assertThat(table.hasRoom(at(60))).isFalse();
        assertThat(table.hasRoom(at(60))).isFalse();
        assertThat(gone).containsExactly("c0", "c1");
        assertThat(table.hasRoom(at(61))).isFalse();
        assertThat(gone).hasSize(4);
    }

    @Test
    void notAllMayWorkAtATime() {
        int seats = 0;
        while (table.seats().take()) {
            seats++;
        }
        assertThat(seats).isEqualTo(PLACES - SPARE - 1);
    }

    private Fake add(String name, int second) {
        Fake line = new Fake(name, new Activity(LIMITS, table.seats(), at(second)));
        table.add(line);
        return line;
    }

    private long at(int second) {
        return start + TimeUnit.SECONDS.toNanos(second);
    }

    private final class Fake implements ConnectionTable.Line {
        private final String name;
        private final Activity activity;
        private boolean stays;

        Fake(String name, Activity activity) {
            this.name = name;
            this.activity = activity;
        }

        @Override
        public Activity activity() {
            return activity;
        }

        @Override
        public void giveWay() {
            gone.add(name);
            if (!stays) {
                table.remove(this);
            }
        }

        @Override
        public void cut() {
            giveWay();
        }

        @Override
        public CompletableFuture<Void> over() {
            return new CompletableFuture<>();
        }
    }
}
