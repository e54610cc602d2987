package dev.troupe.node;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** What a node tells the person who starts it. */
final class Banner {
    private Banner() {}

    static void print(PrintStream out, TroupeNode node, Optional<Path> conf) {
        NodeSettings settings = node.settings();
        String entry = node.httpUri() + "/v1/caches/default/entries/hello";
        out.printf(
                """
                Troupe %s, node %s of cluster '%s'
                  settings    %s
                  memory      %d MiB for entries, kept nowhere else: a full stop empties the cache
                  partitions  %d, planned nodes %d
                try
                  echo -n world | curl -T - %s
                  curl %s
                  curl %s/v1/cluster
                """,
                TroupeNode.version(),
                node.address(),
                settings.cluster().name(),
                conf.map(Path::toString).orElse("defaults"),
                settings.partitions().maxMemoryBytes() >> 20,
                settings.agreed().partitions().count(),
                settings.cluster().plannedNodes(),
                entry,
                entry,
                node.httpUri());
        out.flush();
    }

    static void printReady(PrintStream out, TroupeNode node) {
        out.println("ready " + node.httpUri());
        out.flush();
    }
}
