package dev.troupe.cli.verify;

import dev.troupe.cli.console.Failure;
import dev.troupe.cli.io.FileFailure;
import dev.troupe.proving.history.Judgement;
import dev.troupe.proving.history.recording.Recording;
import dev.troupe.proving.history.recording.RecordingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder of a verification: the logs of the nodes, what was told meanwhile ({@code verify.log}), and the history of a
 * run that did not end well. It stays, unless it is a temporary one of a run that did. That something cannot be kept is told and
 * hides nothing that is known. Safe for use by many threads.
 */
final class Evidence {
    private static final String TOLD = "verify.log";

    private final Path folder;
    private final boolean temporary;
    private final Consumer<String> complaints;
    private boolean kept;
    private boolean untold;
    private boolean unwritten;

    private Evidence(Path folder, boolean temporary, Consumer<String> complaints) {
        this.folder = folder;
        this.temporary = temporary;
        this.complaints = complaints;
    }

    /**
     * In a named folder, which is made if it is not there, or in a new temporary one.
     *
     * @param complaints gets a line about whatever cannot be kept
     * @throws Failure if the folder cannot be made
     */
    static Evidence in(Optional<Path> named, Consumer<String> complaints) {
        try {
            Path folder = named.isPresent()
                    ? Files.createDirectories(named.get())
                    : Files.createTempDirectory("troupe-verify-");
            return new Evidence(folder, named.isEmpty(), complaints);
        } catch (IOException failure) {
            throw Failure.of("cannot make the folder of the logs", failure);
        }
    }

    Path folder() {
        return folder;
    }

    /** Adds a line to what was told, with the time of day, as the nodes' logs have it. Only the first that cannot be added is complained of. */
    synchronized void tell(String line) {
        Path file = folder.resolve(TOLD);
        try {
            Files.writeString(
                    file,
                    Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            if (!untold) {
                untold = true;
                complain("cannot write all that is told to " + file, failure);
            }
        }
    }

    /** Writes a history to a file that is not there yet; returns whether that could be done. */
    synchronized boolean write(Path file, Recording recording, Optional<Judgement> judgement) {
        try {
            RecordingFile.write(file, recording, judgement);
            return true;
        } catch (IOException failure) {
            unwritten = true;
            complain("cannot write the history to " + file, failure);
            return false;
        }
    }

    /** Where the next history goes: beside those of earlier runs if the folder has any. */
    Path historyFile() {
        Path file = folder.resolve("history.txt");
        for (int number = 2; Files.exists(file); number++) {
            file = folder.resolve("history-" + number + ".txt");
        }
        return file;
    }

    /** Whether all that its user may look for was written. Nobody looks into a temporary folder that is not named. */
    synchronized boolean isWhole() {
        return !unwritten && (temporary || !untold);
    }

    /**
     * The folder of a run that went wrong, which stays. Empty if there is nothing in it, which then is removed if it is temporary, and if
     * it was asked for before.
     */
    synchronized Optional<Path> keep() {
        if (kept) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            kept = files.findAny().isPresent();
        } catch (IOException unreadable) {
            complain("cannot read " + folder, unreadable);
            return Optional.empty();
        }
        discard();
        return kept ? Optional.of(folder) : Optional.empty();
    }

    /** Removes a temporary folder with what is in it, unless it is kept, as nobody will look into it. Nothing writes to it any more. */
    synchronized void discard() {
        if (!temporary || kept) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : List.copyOf(files.toList())) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException failure) {
            complain("cannot remove the logs in " + folder, failure);
        }
    }

    private void complain(String what, IOException failure) {
        complaints.accept(what + ": " + FileFailure.text(failure));
    }
}
