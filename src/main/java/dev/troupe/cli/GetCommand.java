package dev.troupe.cli;

import dev.troupe.api.Entry;
import dev.troupe.client.EntityTag;
import dev.troupe.client.RemoteCaches;
import dev.troupe.client.TtlText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads an entry. */
@Command(
        name = "get",
        description = {
            "Prints the value of a key: its bytes as they are, or with -o json the value, its version, type and remaining time.",
            "Ends with 3 if there is no entry."
        })
final class GetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "KEY", description = "The key.")
    String key = "";

    @Mixin
    NodeOptions node = new NodeOptions();

    private final Console console;

    GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (RemoteCaches caches = node.open()) {
            Entry<byte[]> entry = Failure.await(caches.assumed(node.cache).get(key.getBytes(StandardCharsets.UTF_8)))
                    .orElseThrow(() -> absent(key, node));
            if (node.json()) {
                console.out().println(JsonText.of(described(entry)));
            } else {
                console.out().writeBytes(entry.value());
                console.out().flush();
            }
            return ExitCode.DONE;
        }
    }

    /** The failure of a command that found no entry. */
    static Failure absent(String key, NodeOptions node) {
        return new Failure(
                ExitCode.NOT_FOUND,
                "no entry '" + key + "' in cache '" + node.cache + "'; store one with: troupe put KEY VALUE");
    }

    private Map<String, Object> described(Entry<byte[]> entry) {
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
        return members;
    }
}
