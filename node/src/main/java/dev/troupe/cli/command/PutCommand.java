package dev.troupe.cli.command;

import dev.troupe.api.Condition;
import dev.troupe.api.Limits;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.cli.console.Console;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.cli.console.JsonText;
import dev.troupe.cli.console.NodeOptions;
import dev.troupe.client.EntityTag;
import dev.troupe.client.RemoteCaches;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores an entry. */
@Command(
        name = "put",
        description = {
            "Stores a value and prints its version.",
            "Ends with 5 if a condition did not hold, and with 6 if no answer came, so that nobody knows."
        })
public final class PutCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
    String key = "";

    @Parameters(
            index = "1",
            paramLabel = "VALUE|-",
            description = "The value as text, or - to read its bytes from standard input.")
    String value = "";

    @Option(names = "--ttl", paramLabel = "TIME", description = "Time to live: 500ms, 30s, 5m, 2h or 1d.")
    Optional<Duration> ttl = Optional.empty();

    @Option(names = "--idle", paramLabel = "TIME", description = "Time without a read after which it ends.")
    Optional<Duration> idle = Optional.empty();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = PutOptions.OCTETS,
            description = "Media type, given back with the value (default: ${DEFAULT-VALUE}).")
    String mediaType = PutOptions.OCTETS;

    @Option(names = "--if-absent", description = "Only if there is no entry.")
    boolean ifAbsent;

    @Mixin
    ConditionOptions condition = new ConditionOptions();

    @Mixin
    NodeOptions node = new NodeOptions();

    private final Console console;

    public PutCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        byte[] bytes = value.equals("-") ? standardInput() : value.getBytes(StandardCharsets.UTF_8);
        try (RemoteCaches caches = node.open()) {
            PutResult result = Failure.await(
                    caches.assumed(node.cache).put(key.getBytes(StandardCharsets.UTF_8), bytes, options()));
            if (result.outcome() == PutResult.Outcome.CONDITION_FAILED) {
                throw refused(result.version());
            }
            print(result);
            return ExitCode.DONE;
        }
    }

    private PutOptions options() {
        Condition presence = ifAbsent ? Condition.absent() : Condition.always();
        try {
            return new PutOptions(ttl, idle, condition.ifMatch.and(presence), mediaType);
        } catch (IllegalArgumentException unusable) {
            throw new Failure(ExitCode.USAGE, unusable.getMessage() + "; correct the option (put --help lists them)");
        }
    }

    private byte[] standardInput() {
        try {
            byte[] bytes = console.in().readNBytes(Limits.LONGEST_VALUE_BYTES + 1);
            if (bytes.length > Limits.LONGEST_VALUE_BYTES) {
                throw new Failure(
                        ExitCode.REFUSED,
                        "standard input is longer than " + Limits.LONGEST_VALUE_BYTES
                                + " bytes, the longest value there can be; split it");
            }
            return bytes;
        } catch (IOException failure) {
            throw Failure.of("cannot read standard input", failure);
        }
    }

    private Failure refused(long version) {
        String next = version == Condition.NO_ENTRY
                ? "the condition does not hold; see what is there with: troupe get KEY -o json"
                : "the entry has version " + EntityTag.hex(version) + "; read it, then repeat with --if-match of that";
        return new Failure(ExitCode.PRECONDITION_FAILED, "nothing was stored under '" + key + "': " + next);
    }

    private void print(PutResult result) {
        String outcome = result.outcome().name().toLowerCase(Locale.ROOT);
        String version = EntityTag.hex(result.version());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("key", key);
        members.put("outcome", outcome);
        members.put("version", version);
        console.out().println(node.json() ? JsonText.of(members) : outcome + " " + version);
    }
}
