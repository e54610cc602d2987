package dev.troupe.cli.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the failures of files into words: some of Java's own have no more to say than the file's name. */
public final class FileFailure {
    private static final Map<Class<? extends IOException>, String> REASONS = Map.of(
            NoSuchFileException.class, "there is no such file or folder",
            AccessDeniedException.class, "access denied",
            DirectoryNotEmptyException.class, "it is a folder with something in it",
            FileAlreadyExistsException.class, "it is there already, and no folder",
            NotDirectoryException.class, "it is no folder");

    private FileFailure() {}

    /** The file, if it is known, and why. */
    public static String text(IOException failed) {
        @Nullable String reason = REASONS.get(failed.getClass());
        return reason != null && failed instanceof FileSystemException of
                ? of.getFile() + ": " + reason
                : String.valueOf(failed.getMessage());
    }

    /** The same, after what could not be done, if the failure says so. */
    public static String text(Throwable failed) {
        String message = String.valueOf(failed.getMessage());
        if (failed instanceof UncheckedIOException && failed.getCause() instanceof IOException cause) {
            return message.equals(cause.toString()) ? text(cause) : message + ": " + text(cause);
        }
        return failed instanceof IOException known ? text(known) : message;
    }
}
