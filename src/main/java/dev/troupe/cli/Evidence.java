package dev.troupe.cli;

import dev.troupe.proving.history.Judgement;
import dev.troupe.proving.history.Recording;
import dev.troupe.proving.history.RecordingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a verification: the logs of the nodes, what was told meanwhile ({@code verify.log}), and the history of a
 * run that did not end well. It stays, unless it is a temporary one of a run that did.
 */
final class Evidence {
    private static final String TOLD = "verify.log";

    private final Path folder;
    private final boolean temporary;

    private Evidence(Path folder, boolean temporary) {
        this.folder = folder;
        this.temporary = temporary;
    }

    /**
     * In a named folder, which is made if it is not there, or in a new temporary one.
     *
     * @throws Failure if it cannot be written to
     */
    static Evidence in(Optional<Path> named) {
        try {
            Path folder = named.isPresent()
                    ? Files.createDirectories(named.get())
                    : Files.createTempDirectory("troupe-verify-");
            return new Evidence(folder, named.isEmpty());
        } catch (IOException failure) {
            throw Failure.of("cannot make the folder of the logs", failure);
        }
    }

    Path folder() {
        return folder;
    }

    /** Adds a line to what was told, with the time of day, as the nodes' logs have it. */
    synchronized void tell(String line) {
        try {
            Files.writeString(
                    folder.resolve(TOLD),
                    Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw Failure.of("cannot write the log", failure);
        }
    }

    /** Writes a history, beside those of earlier runs if the folder has any; returns its file. */
    Path write(Recording recording, Optional<Judgement> judgement) {
        try {
            Path file = unusedFile();
            RecordingFile.write(file, recording, judgement);
            return file;
        } catch (IOException failure) {
            throw Failure.of("cannot write the history", failure);
        }
    }

    private Path unusedFile() {
        Path file = folder.resolve("history.txt");
        for (int number = 2; Files.exists(file); number++) {
            file = folder.resolve("history-" + number + ".txt");
        }
        return file;
    }

    /** The folder of a run that went wrong, empty if there is nothing in it, which then is removed if it is temporary. */
    Optional<Path> keep() {
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                return Optional.of(folder);
            }
            discard();
        } catch (IOException | Failure unreadable) {
            // There is something wrong already, which is told.
        }
        return Optional.empty();
    }

    /** Removes a temporary folder with what is in it, as nobody will look into it. Nothing writes to it any more. */
    void discard() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : List.copyOf(files.toList())) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException failure) {
            throw Failure.of("cannot remove the logs", failure);
        }
    }
}
