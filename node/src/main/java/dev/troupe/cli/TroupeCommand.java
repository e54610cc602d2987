package dev.troupe.cli;

import dev.troupe.api.CacheName;
import dev.troupe.cli.bench.BenchCommand;
import dev.troupe.cli.command.AcknowledgeCommand;
import dev.troupe.cli.command.ClusterCommand;
import dev.troupe.cli.command.CompletionCommand;
import dev.troupe.cli.command.DeleteCommand;
import dev.troupe.cli.command.GetCommand;
import dev.troupe.cli.command.NodeCommand;
import dev.troupe.cli.command.PutCommand;
import dev.troupe.cli.command.TrainCommand;
import dev.troupe.cli.console.Console;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.cli.io.Arguments;
import dev.troupe.cli.io.FileFailure;
import dev.troupe.cli.io.ResultStream;
import dev.troupe.cli.replay.ReplayCommand;
import dev.troupe.cli.verify.VerifyCommand;
import dev.troupe.client.TtlText;
import dev.troupe.node.ProcessExit;
import dev.troupe.proving.NodeMemory;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line: parses it, runs one command and ends with its exit code. */
@Command(
        name = "troupe",
        description = "An actor-based clustered cache.",
        versionProvider = TroupeCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Exit codes: 0 done, 1 refused, 2 usage, 3 not found, 4 unavailable,",
            "            5 precondition failed, 6 outcome unknown, 141 the reader of the output left.",
            "Start with:  troupe node"
        })
public final class TroupeCommand implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version.")
    boolean version;

    @Spec
    CommandSpec command = CommandSpec.create();

    private TroupeCommand() {}

    /** Runs one command. */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("node")) {
            // Before anything else: a signal may come at any time.
            ProcessExit.install();
        }
        Logging.configure();
        Console console = Console.system();
        Optional<String> complaint = Arguments.complaintOfPlatform(List.of(arguments));
        complaint.ifPresent(sentence -> console.err().println("troupe: " + sentence));
        ProcessExit.exit(complaint.isPresent() ? ExitCode.USAGE : run(console, arguments));
    }

    /** Runs one command and returns its exit code. */
    static int run(Console console, String... arguments) {
        int code = execute(console, arguments);
        console.err().flush();
        return console.out()
                .failure()
                .map(failure -> afterFailedOutput(code, failure))
                .orElse(code);
    }

    private static int execute(Console console, String... arguments) {
        try {
            return commandLine(console).execute(arguments);
        } catch (Throwable defect) {
            // The parser passes on exceptions only.
            return failed(console.err(), defect);
        }
    }

    /** A result that did not arrive is no success. */
    private static int afterFailedOutput(int code, IOException failure) {
        if (code != ExitCode.DONE) {
            return code;
        }
        return ResultStream.isClosedPipe(failure) ? ExitCode.PIPE_CLOSED : ExitCode.REFUSED;
    }

    public static CommandLine commandLine(Console console) {
        CommandLine commandLine = new CommandLine(new TroupeCommand())
                .addSubcommand(withHelp(new NodeCommand(console)))
                .addSubcommand(withHelp(new ClusterCommand(console)))
                .addSubcommand(withHelp(new GetCommand(console)))
                .addSubcommand(withHelp(new PutCommand(console)))
                .addSubcommand(withHelp(new DeleteCommand(console)))
                .addSubcommand(withHelp(new AcknowledgeCommand(console)))
                .addSubcommand(withHelp(new ReplayCommand(console)))
                .addSubcommand(withHelp(new VerifyCommand(console)))
                .addSubcommand(withHelp(new BenchCommand(console)))
                .addSubcommand(withHelp(new CompletionCommand(console)))
                .addSubcommand(new TrainCommand())
                .addSubcommand(new CommandLine.HelpCommand());
        return commandLine
                .setOut(writer(console.out()))
                .setErr(writer(console.err()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                // What users write is what they mean: @x is no file to read arguments from, -hello is no -h.
                .setExpandAtFiles(false)
                .setTrimQuotes(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .registerConverter(Duration.class, text -> converted(() -> TtlText.parse(text)))
                .registerConverter(NodeMemory.class, text -> converted(() -> new NodeMemory(text)))
                .registerConverter(CacheName.class, text -> converted(() -> new CacheName(text)))
                .setParameterExceptionHandler(usage(console.err()))
                .setExecutionExceptionHandler((failure, line, parsed) -> failed(console.err(), failure));
    }

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }

    private static CommandLine withHelp(Object command) {
        CommandLine commandLine = new CommandLine(command);
        commandLine
                .getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this help.")
                        .build());
        return commandLine;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Something that refuses a text by an {@code IllegalArgumentException}. */
    private interface Conversion<T> {
        T convert();
    }

    private static <T> T converted(Conversion<T> conversion) {
        try {
            return conversion.convert();
        } catch (IllegalArgumentException refused) {
            throw new TypeConversionException(refused.getMessage());
        }
    }

    private static IParameterExceptionHandler usage(PrintStream err) {
        return (failure, arguments) -> {
            String name = failure.getCommandLine().getCommandSpec().qualifiedName();
            String hint = failure.getCommandLine().getUnmatchedArguments().stream()
                            .anyMatch(argument -> argument.startsWith("-"))
                    ? "; a key or value like an option comes after --"
                    : "";
            err.println(
                    "troupe: " + oneLine(String.valueOf(failure.getMessage())) + hint + "; try: " + name + " --help");
            return ExitCode.USAGE;
        };
    }

    private static int failed(PrintStream err, Throwable failure) {
        if (failure instanceof Failure known) {
            err.println("troupe: " + known.getMessage());
            return known.exitCode();
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            err.println("troupe: " + oneLine(FileFailure.text(failure)));
        } else {
            err.println("troupe: unexpected: " + oneLine(failure.toString())
                    + "; set TROUPE_DEBUG=1 to see where, and report it");
        }
        if (System.getenv("TROUPE_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        return ExitCode.REFUSED;
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** The version of the jar, if this is one. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = TroupeCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "troupe " + (version == null ? "built from source" : version) + ", Java " + Runtime.version()
            };
        }
    }
}
