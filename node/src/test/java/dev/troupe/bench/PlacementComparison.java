package dev.troupe.bench;

import dev.troupe.placement.Partitions;
import dev.troupe.placement.StorageNode;
import dev.troupe.placement.Targets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Placement beside hash rings, and how even its backups are. */
@Command(
        name = "placement",
        mixinStandardHelpOptions = true,
        description = "Places partitions by hash rings and by targets, and lets nodes join and leave.",
        footer = {
            "",
            "Figures are means over runs with other addresses; of what one survivor takes, the worst there was.",
            "The number beside moves is a multiple of an even share: 1 if just what the newcomer or leaver has moves.",
            "The number beside what one survivor took is a multiple of ceil(load / survivors).",
            "Example: ./bench placement --sizes 1024/40 --plot 1024/40"
        })
final class PlacementComparison implements Callable<Integer> {
    private static final int POINTS = 160;
    private static final double BOUND = 1.25;

    @Option(
            names = "--sizes",
            split = ",",
            converter = ClusterSize.Reader.class,
            defaultValue = "256/3,256/10,1024/10,1024/50,4096/100,4096/200,4096/1000",
            description = "PARTITIONS/NODES (${DEFAULT-VALUE}).")
    private List<ClusterSize> sizes = List.of();

    @Option(
            names = "--plot",
            converter = ClusterSize.Reader.class,
            defaultValue = "256/10",
            description = "PARTITIONS/NODES to draw (${DEFAULT-VALUE}).")
    private ClusterSize plotted = new ClusterSize(1, 1);

    @Option(names = "--runs", defaultValue = "5", description = "Sets of addresses to try (${DEFAULT-VALUE}).")
    private int runs;

    @Override
    public Integer call() {
        Map<String, Placer> placers = new LinkedHashMap<>();
        placers.put("ring, 1 point", new HashRing(1, Double.POSITIVE_INFINITY));
        placers.put("ring, " + POINTS + " points", new HashRing(POINTS, Double.POSITIVE_INFINITY));
        placers.put("bounded ring, c = " + BOUND, new HashRing(POINTS, BOUND));
        placers.put(
                "targets", (partitions, current, members) -> Targets.of(new Partitions(partitions), current, members));
        compare(placers);
        System.out.println();
        backups();
        System.out.println();
        placers.remove("ring, 1 point");
        plot(placers);
        return 0;
    }

    private void compare(Map<String, Placer> placers) {
        Table table = new Table(List.of(
                "partitions",
                "nodes",
                "placement",
                "max / average",
                "min / average",
                "moved on join",
                "moved on leave",
                "most of a leaver's load on one survivor"));
        for (ClusterSize size : sizes) {
            placers.forEach((title, placer) -> {
                List<String> cells = new ArrayList<>(
                        List.of(Integer.toString(size.partitions()), Integer.toString(size.nodes()), title));
                cells.addAll(new PlacementRun(placer, size, runs).cells());
                table.row(cells);
            });
        }
    }

    private void backups() {
        Table table = new Table(List.of(
                "partitions",
                "nodes",
                "zones",
                "backups",
                "copies, max / average",
                "owned and copies, max / average",
                "backups changed on join",
                "in the owner's zone",
                "most of a dead node's load on one survivor",
                "promoted without a copy"));
        for (ClusterSize size : sizes) {
            for (int zones : new int[] {1, 3}) {
                table.row(new BackupRun(size, zones, 1, runs).cells());
                table.row(new BackupRun(size, zones, 2, runs).cells());
            }
        }
    }

    private void plot(Map<String, Placer> placers) {
        List<StorageNode> members = ClusterSize.members(plotted.nodes(), 1, 0);
        SharePlot plot = new SharePlot();
        placers.forEach((title, placer) ->
                plot.add(title, PlacementRun.loads(placer.place(plotted.partitions(), Map.of(), members), members)));
        System.out.println(plot);
    }
}
