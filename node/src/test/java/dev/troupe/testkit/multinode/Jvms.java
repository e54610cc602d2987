package dev.troupe.testkit.multinode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The JVMs of a test as they know of each other: each leaves its process number and its report in one folder.
 *
 * @param folder of the test
 */
record Jvms(Path folder) {
    private static final long PATIENCE_SECONDS = 20;

    /** Where a node tells what came of the test. */
    Path report(int index) {
        return folder.resolve("node-" + index + ".result");
    }

    /** Tells the others which process this is. */
    void announce(int index) throws IOException {
        Files.writeString(pid(index), Long.toString(ProcessHandle.current().pid()));
    }

    /** Kills the process of a node, which has thereby done its part; returns when it is gone. */
    void kill(int index) {
        try {
            Files.writeString(report(index), NodeMain.PASSED);
            ProcessHandle process = ProcessHandle.of(Long.parseLong(Files.readString(pid(index))))
                    .orElseThrow();
            process.destroyForcibly();
            process.onExit()
                    .copy()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (IOException unknown) {
            throw new UncheckedIOException(unknown);
        }
    }

    private Path pid(int index) {
        return folder.resolve("node-" + index + ".pid");
    }
}
