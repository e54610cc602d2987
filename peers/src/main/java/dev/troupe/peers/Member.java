package dev.troupe.peers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.troupe.cli.bench.BenchLoad;
import dev.troupe.cli.bench.BenchRow;
import dev.troupe.cli.bench.BenchSample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.slf4j.LoggerFactory;

/**
 * A process with one member in it. Says {@code up}, then answers each line on its standard input with one on its standard output,
 * and ends when that input ends. Started by {@link MemberProcess}.
 */
public final class Member {
    private static final long VALUE_SEED = 17;

    private final Peer peer;
    private final List<String> keys;
    private final byte[] value;
    private final Map<BenchRow.Place, List<String>> placed = new EnumMap<>(BenchRow.Place.class);

    private Member(Peer peer, int keys, int valueBytes) {
        this.peer = peer;
        this.keys = new ArrayList<>(keys);
        for (int number = 0; number < keys; number++) {
            this.keys.add(String.format(Locale.ROOT, "key-%012d", number));
        }
        this.value = new byte[valueBytes];
        new Random(VALUE_SEED).nextBytes(value);
    }

    /** System, number, two ports, backups, keys, bytes of a value. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.WARN);
        }
        PrintStream answers = System.out;
        // What libraries print is no answer.
        System.setOut(System.err);
        CacheSystem system = CacheSystem.valueOf(arguments[0]);
        int[] ports = {Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3])};
        CacheSystem.Seat seat =
                new CacheSystem.Seat(Integer.parseInt(arguments[1]), ports, Integer.parseInt(arguments[4]));
        Peer peer = system.start(seat);
        Member member = new Member(peer, Integer.parseInt(arguments[5]), Integer.parseInt(arguments[6]));
        answers.println("up");
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            answers.println(member.answer(line.split(" ", -1)));
        }
        // Nothing is kept, and nobody waits for a goodbye.
        Runtime.getRuntime().halt(0);
    }

    private String answer(String[] words) throws InterruptedException {
        return switch (words[0]) {
            case "load" -> load();
            case "run" ->
                run(
                        new BenchRow(
                                BenchRow.Operation.valueOf(words[1]),
                                BenchRow.Place.valueOf(words[2]),
                                BenchRow.Caller.valueOf(words[3])),
                        Duration.ofMillis(Long.parseLong(words[4])));
            default -> throw new IllegalArgumentException("no such command: " + words[0]);
        };
    }

    private String load() throws InterruptedException {
        peer.awaitSettled();
        keys.forEach(key -> peer.store(key, value));
        placed.put(BenchRow.Place.MIXED, keys);
        placed.put(BenchRow.Place.LOCAL, keys.stream().filter(peer::isLocal).toList());
        placed.put(
                BenchRow.Place.REMOTE,
                keys.stream().filter(key -> !peer.isLocal(key)).toList());
        return "loaded " + placed.get(BenchRow.Place.LOCAL).size() + " "
                + placed.get(BenchRow.Place.REMOTE).size();
    }

    private String run(BenchRow row, Duration duration) throws InterruptedException {
        List<String> chosen = placed.getOrDefault(row.place(), List.of());
        BenchSample sample = new BenchLoad(calls(row), chosen, () -> 0).run(row.caller(), duration);
        return String.format(
                Locale.ROOT,
                "sample %d %d %d %d %d %d",
                sample.nanos(),
                sample.answered(),
                sample.errors(),
                sample.micros().getValueAtPercentile(50),
                sample.micros().getValueAtPercentile(99),
                peer.members());
    }

    private BenchLoad.Calls calls(BenchRow row) {
        boolean reads = row.operation() == BenchRow.Operation.GET;
        return new BenchLoad.Calls() {
            @Override
            public CompletionStage<?> send(String key) {
                return reads ? peer.get(key) : peer.put(key, value);
            }

            @Override
            public void call(String key) {
                if (reads) {
                    peer.read(key);
                } else {
                    peer.store(key, value);
                }
            }
        };
    }
}
