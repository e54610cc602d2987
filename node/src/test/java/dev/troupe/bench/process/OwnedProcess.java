package dev.troupe.bench.process;

import java.util.ArrayList;
import java.util.List;

/** How a program is started that knows nothing of us, so that it ends with this process however that ends. */
final class OwnedProcess {
    /**
     * The shell waits for the end of its standard input beside the program, which takes the shell's place and so its process id. What
     * runs in the background has no standard input, hence the copy.
     */
    private static final String SCRIPT =
            "exec 3<&0; (cat <&3; kill -KILL $$) >/dev/null 2>&1 & exec 3<&- </dev/null; exec \"$0\" \"$@\"";

    private OwnedProcess() {}

    /** A command that runs another, under its own process id, until standard input ends. */
    static List<String> command(List<String> program) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT));
        command.addAll(program);
        return command;
    }
}
