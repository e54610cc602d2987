package dev.troupe.node;

import dev.troupe.settings.MemorySettings;
import dev.troupe.settings.NodeSettings;
import dev.troupe.settings.SoftwareVersion;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a node tells the person who starts it. */
final class Banner {
    private Banner() {}

    static void print(PrintStream out, TroupeNode node, Optional<Path> conf) {
        NodeSettings settings = node.settings();
        write(
                out,
                String.format(
                        Locale.ROOT,
                        """
                Troupe %s, node %s of cluster '%s'
                  settings    %s
                  memory      %s
                  partitions  %d, planned nodes %d
                """,
                        SoftwareVersion.text(),
                        node.address(),
                        settings.cluster().name(),
                        conf.map(Path::toString).orElse("defaults"),
                        memory(settings.memory()),
                        settings.agreement().partitions().count(),
                        settings.cluster().plannedNodes()));
    }

    private static String memory(MemorySettings memory) {
        long heapMib = memory.jvm().heapBytes() >> 20;
        return memory.entryBytes() == 0
                ? String.format(Locale.ROOT, "a heap of %d MiB, and none for entries, which other nodes hold", heapMib)
                : String.format(
                        Locale.ROOT,
                        "%d MiB for entries, beside a heap of %d MiB and kept nowhere else: a full stop empties the cache",
                        memory.entryBytes() >> 20,
                        heapMib);
    }

    /** What to try, and as the last line where: from now on it works. */
    static void printReady(PrintStream out, TroupeNode node) {
        writeReady(out, node.httpUri().toString());
    }

    static void writeReady(PrintStream out, String uri) {
        String entry = uri + "/v1/caches/default/entries/hello";
        write(out, String.format(Locale.ROOT, """
                try
                  echo -n world | curl -T - %s
                  curl %s
                  curl %s/v1/cluster
                ready %s
                """, entry, entry, uri, uri));
    }

    /** In one piece: what is logged meanwhile goes to the same terminal or file by another stream, and must not get into a line. */
    private static void write(PrintStream out, String text) {
        out.print(text);
        out.flush();
    }
}
