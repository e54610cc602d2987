package dev.troupe.node;

import dev.troupe.api.Cache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Opens beforehand what a node would open later, when no file descriptor may be left: its classes if they lie in a folder, each in a file of
 * its own, and the time zones. Jars are all open after the start, and stay so.
 */
final class Preload {
    private static final Path ROOT = Path.of("dev", "troupe");
    /** Packages that no running node uses. */
    private static final Set<String> LEFT_OUT = Set.of("cli", "client", "proving", "extension");

    private Preload() {}

    /** Loads them, without initializing them. What cannot be loaded is left to whoever needs it. */
    static void start() {
        Objects.requireNonNull(ZoneId.systemDefault().getRules(), "time zone");
        sources()
                .filter(Files::isDirectory)
                .flatMap(folder -> classes(folder).stream())
                .forEach(Preload::load);
    }

    /** The folders or jars that classes are in: what applications call is in another one than the node. */
    static Stream<Path> sources() {
        return Stream.of(Preload.class, Cache.class).map(Preload::source).distinct();
    }

    private static Path source(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** The names of those in a folder that a running node uses. */
    static List<String> classes(Path folder) {
        try (Stream<Path> files = Files.walk(folder.resolve(ROOT))) {
            return files.map(folder::relativize)
                    .filter(file -> file.toString().endsWith(".class")
                            && !LEFT_OUT.contains(
                                    file.getName(ROOT.getNameCount()).toString()))
                    .map(Preload::name)
                    .collect(Collectors.toList());
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    private static String name(Path file) {
        String path = file.toString();
        return path.substring(0, path.length() - ".class".length())
                .replace(file.getFileSystem().getSeparator(), ".");
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, Preload.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError left) {
            // Such as one for a library that is not there.
        }
    }
}
