package dev.troupe.proving;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that behaves like a node as seen from outside: it prints a ready line and ends when it is told to. */
public final class TinyNode {
    private TinyNode() {}

    /** The command line that starts it, without the name of the command. */
    static List<String> program() {
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.addAll(List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        program.addAll(List.of("-cp", System.getProperty("java.class.path"), TinyNode.class.getName()));
        return program;
    }

    /**
     * Runs until it is told to end. {@code silent} prints no ready line, {@code die} ends with 3, {@code stubborn} does
     * not end by a signal, {@code half} leaves the ready line without its end.
     */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        List<String> words = List.of(arguments);
        System.out.println("arguments " + words);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("told to end");
            if (words.contains("stubborn")) {
                awaitForever();
            }
            Runtime.getRuntime().halt(0);
        }));
        if (words.contains("die")) {
            System.err.println("something is wrong with this node");
            Runtime.getRuntime().halt(3);
        }
        if (!words.contains("silent")) {
            System.out.print("not ready http://127.0.0.1:1\nready http://127.0.0.1:" + (20_000 + words.size()));
            System.out.print(words.contains("half") ? "" : "\n");
            System.out.flush();
        }
        if (words.contains("--exit-with-parent")) {
            System.in.transferTo(OutputStream.nullOutputStream());
            System.exit(0);
        }
        awaitForever();
    }

    private static void awaitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
