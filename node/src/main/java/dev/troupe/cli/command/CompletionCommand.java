package dev.troupe.cli.command;

import dev.troupe.cli.console.Console;
import dev.troupe.cli.console.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete our command lines. */
@Command(
        name = "completion",
        description = "Prints a completion script for bash and zsh; use it with: source <(troupe completion)")
public final class CompletionCommand implements Callable<Integer> {
    @Spec
    CommandSpec command = CommandSpec.create();

    private final Console console;

    public CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().print(AutoComplete.bash("troupe", command.root().commandLine()));
        return ExitCode.DONE;
    }
}
