package dev.troupe.cli.command;

import dev.troupe.cli.console.Console;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.cli.console.JsonText;
import dev.troupe.cli.console.NodeOptions;
import dev.troupe.client.RemoteCaches;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes an entry. */
@Command(
        name = "delete",
        description = {
            "Removes the entry of a key.",
            "Ends with 3 if there is none, and with 5 if a condition did not hold."
        })
public final class DeleteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "KEY", description = "The key.")
    String key = "";

    @Mixin
    ConditionOptions condition = new ConditionOptions();

    @Mixin
    NodeOptions node = new NodeOptions();

    private final Console console;

    public DeleteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (RemoteCaches caches = node.open()) {
            switch (Failure.await(
                    caches.assumed(node.cache).remove(key.getBytes(StandardCharsets.UTF_8), condition.ifMatch))) {
                case ABSENT -> throw GetCommand.absent(key, node);
                case CONDITION_FAILED ->
                    throw new Failure(
                            ExitCode.PRECONDITION_FAILED,
                            "'" + key
                                    + "' was not removed: it has another version; read it with: troupe get KEY -o json");
                case REMOVED -> print();
            }
            return ExitCode.DONE;
        }
    }

    private void print() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("key", key);
        members.put("outcome", "removed");
        console.out().println(node.json() ? JsonText.of(members) : "removed");
    }
}
