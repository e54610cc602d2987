package dev.troupe.cli.command;

import dev.troupe.api.CacheSpec.ReadFrom;
import dev.troupe.api.Entry;
import dev.troupe.api.ReadOptions;
import dev.troupe.api.ReadResult;
import dev.troupe.cli.console.Console;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.cli.console.JsonText;
import dev.troupe.cli.console.NodeOptions;
import dev.troupe.client.EntityTag;
import dev.troupe.client.RemoteCaches;
import dev.troupe.client.TtlText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads an entry. */
@Command(
        name = "get",
        description = {
            "Prints the value of a key: its bytes as they are, or with -o json the value, its version, type and remaining time.",
            "Ends with 3 if there is no entry."
        })
public final class GetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "KEY", description = "The key.")
    String key = "";

    @Option(
            names = "--read",
            paramLabel = "FROM",
            description =
                    "Who may answer: owner, or any for a backup too while the owner is silent (default: as the cache says).")
    @Nullable
    ReadFrom read;

    @Mixin
    NodeOptions node = new NodeOptions();

    private final Console console;

    public GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (RemoteCaches caches = node.open()) {
            ReadResult<byte[]> found = Failure.await(caches.assumed(node.cache)
                    .get(key.getBytes(StandardCharsets.UTF_8), new ReadOptions(Optional.ofNullable(read))));
            found.backupAge().ifPresent(this::warn);
            Entry<byte[]> entry = found.entry().orElseThrow(() -> absent(key, node));
            if (node.json()) {
                console.out().println(JsonText.of(described(entry, found)));
            } else {
                console.out().writeBytes(entry.value());
                console.out().flush();
            }
            return ExitCode.DONE;
        }
    }

    private void warn(Duration age) {
        console.err()
                .println("A backup has answered, which last heard of the owner " + age.toSeconds()
                        + " s ago: newer writes may be missing.");
    }

    /** The failure of a command that found no entry. */
    static Failure absent(String key, NodeOptions node) {
        return new Failure(
                ExitCode.NOT_FOUND,
                "no entry '" + key + "' in cache '" + node.cache + "'; store one with: troupe put KEY VALUE");
    }

    private Map<String, Object> described(Entry<byte[]> entry, ReadResult<byte[]> found) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("key", key);
        try {
            members.put("value", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(entry.value())));
        } catch (CharacterCodingException notText) {
            members.put("base64", Base64.getEncoder().encodeToString(entry.value()));
        }
        members.put("version", EntityTag.hex(entry.version()));
        entry.remaining().ifPresent(remaining -> members.put("ttl", TtlText.format(remaining)));
        members.put("mediaType", entry.mediaType());
        found.backupAge().ifPresent(age -> members.put("backupAge", TtlText.format(age)));
        return members;
    }
}
