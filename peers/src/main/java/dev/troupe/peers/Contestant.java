package dev.troupe.peers;

import dev.troupe.cli.bench.BenchRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One system with all its members, the last of which makes the calls. Closed by who started it. Not thread safe. */
final class Contestant implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration LATE = Duration.ofMinutes(1);

    /** Share of a processor that members take who have nothing to do. */
    private static final double IDLE = 0.2;

    private static final long LOOK_MILLIS = 250;
    private static final int MOST_LOOKS = 120;

    private final CacheSystem system;
    private final List<MemberProcess> members = new ArrayList<>();
    private boolean parted;

    /**
     * How all of them are set up.
     *
     * @param heap of each JVM
     * @param logs folder for what the members write
     */
    record Setup(int backups, int keys, int valueBytes, String heap, Path logs) {}

    private Contestant(CacheSystem system) {
        this.system = system;
    }

    /** Starts all members, and stores the keys. */
    static Contestant start(CacheSystem system, List<Integer> ports, Setup setup) {
        Contestant contestant = new Contestant(system);
        try {
            for (int number = 2 - system.members(); number < 2; number++) {
                contestant.members.add(MemberProcess.start(
                        setup.heap(),
                        List.of(
                                system.name(),
                                String.valueOf(number),
                                ports.get(0).toString(),
                                ports.get(1).toString(),
                                String.valueOf(setup.backups()),
                                String.valueOf(setup.keys()),
                                String.valueOf(setup.valueBytes())),
                        setup.logs().resolve(system.word() + "-" + number + ".log"),
                        START));
            }
            String[] loaded = contestant.caller().ask("load", START);
            boolean isSplit = Integer.parseInt(loaded[1]) > 0 && Integer.parseInt(loaded[2]) > 0;
            if (system.members() > 1 && !isSplit) {
                throw new IllegalStateException(system.title() + ": one member owns all keys");
            }
            return contestant;
        } catch (RuntimeException failed) {
            contestant.close();
            throw failed;
        }
    }

    CacheSystem system() {
        return system;
    }

    /** Whether it has such keys, and all its members. */
    boolean takesPart(BenchRow row) {
        return !parted && (system.members() > 1 || row.place() == BenchRow.Place.LOCAL);
    }

    /**
     * Makes the calls of a row for so long, and waits until its members are idle: work that a system leaves for later is its own, and
     * would else fall into the time of the next.
     *
     * @return {@link Measured#PARTED} if its members have lost each other
     */
    Measured run(BenchRow row, Duration duration) {
        long before = cpuNanos();
        String[] words = caller().ask(
                        "run " + row.operation() + " " + row.place() + " " + row.caller() + " " + duration.toMillis(),
                        duration.plus(LATE));
        awaitIdle();
        if (Integer.parseInt(words[6]) != system.members()) {
            parted = true;
            return Measured.PARTED;
        }
        long nanos = Long.parseLong(words[1]);
        long answered = Long.parseLong(words[2]);
        return new Measured(
                answered * 1e9 / nanos,
                (cpuNanos() - before) / 1e3 / Math.max(1, answered),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }

    private void awaitIdle() {
        for (int look = 0; look < MOST_LOOKS; look++) {
            long before = cpuNanos();
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
            if (cpuNanos() - before <= IDLE * LOOK_MILLIS * 1e6) {
                return;
            }
        }
    }

    private MemberProcess caller() {
        return members.get(members.size() - 1);
    }

    private long cpuNanos() {
        return members.stream().mapToLong(MemberProcess::cpuNanos).sum();
    }

    @Override
    public void close() {
        Collections.reverse(members);
        members.forEach(MemberProcess::close);
    }
}
