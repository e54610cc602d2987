package dev.troupe.bench;

import dev.troupe.placement.Backups;
import dev.troupe.placement.Partitions;
import dev.troupe.placement.Promotion;
import dev.troupe.placement.StorageNode;
import dev.troupe.placement.Targets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The backups of clusters of one size: evenness, zones shared, how many change when a node joins and the owners stay, and who
 * takes over when a node dies.
 */
final class BackupRun {
    /** Crashes that are tried of a cluster; all of its nodes if it has no more. */
    private static final int CRASHES = 50;

    private final ClusterSize size;
    private final Domino domino = new Domino();
    private final int zones;
    private final int count;
    private final int runs;
    private double mostCopies;
    private double mostOfAll;
    private long inOwnersZone;
    private long changed;
    private long orphans;
    private long promotedWithoutCopy;

    /** @param count backups of a partition */
    BackupRun(ClusterSize size, int zones, int count, int runs) {
        this.size = size;
        this.zones = zones;
        this.count = count;
        this.runs = runs;
        IntStream.range(0, runs).forEach(this::run);
    }

    private void run(int run) {
        List<StorageNode> all = ClusterSize.members(size.nodes() + 1, zones, run);
        List<StorageNode> members = all.subList(0, size.nodes());
        Map<String, String> zoneOf =
                members.stream().collect(Collectors.toMap(StorageNode::address, StorageNode::zone));
        Map<Integer, String> owners = Targets.of(new Partitions(size.partitions()), Map.of(), members);
        Map<String, Integer> copies = new HashMap<>();
        owners.forEach((partition, owner) -> {
            List<String> backups = Backups.of(partition, owner, members, count);
            backups.forEach(backup -> copies.merge(backup, 1, Integer::sum));
            inOwnersZone += backups.stream()
                    .filter(backup -> zoneOf.getOrDefault(backup, "").equals(zoneOf.get(owner)))
                    .count();
            changed += Backups.of(partition, owner, all, count).stream()
                    .filter(backup -> !backups.contains(backup))
                    .count();
        });
        double average = (double) count * size.partitions() / size.nodes();
        mostCopies += Collections.max(copies.values()) / average;
        owners.values().forEach(owner -> copies.merge(owner, 1, Integer::sum));
        mostOfAll += Collections.max(copies.values()) / (average * (count + 1) / count);
        int step = Math.max(1, size.nodes() / CRASHES);
        for (int victim = 0; victim < size.nodes(); victim += step) {
            crash(members.get(victim), owners, members);
        }
    }

    private void crash(StorageNode victim, Map<Integer, String> owners, List<StorageNode> members) {
        List<StorageNode> survivors = new ArrayList<>(members);
        survivors.remove(victim);
        Map<Integer, List<String>> copies = new HashMap<>();
        owners.forEach((partition, owner) -> {
            if (owner.equals(victim.address())) {
                copies.put(partition, Backups.of(partition, owner, members, count));
            }
        });
        Map<Integer, String> promoted = Promotion.of(copies.keySet(), copies, owners, survivors);
        domino.leave(promoted.values(), survivors.size());
        promoted.forEach((partition, owner) -> {
            orphans++;
            if (!copies.getOrDefault(partition, List.of()).contains(owner)) {
                promotedWithoutCopy++;
            }
        });
    }

    List<String> cells() {
        double even = (double) count * size.partitions() / (size.nodes() + 1);
        return List.of(
                Integer.toString(size.partitions()),
                Integer.toString(size.nodes()),
                Integer.toString(zones),
                Integer.toString(count),
                format("%.2f", mostCopies / runs),
                format("%.2f", mostOfAll / runs),
                format("%.1f (%.2f)", (double) changed / runs, changed / (runs * even)),
                zones == 1 ? "-" : Long.toString(inOwnersZone / runs),
                domino.toString(),
                format("%.1f %%", 100.0 * promotedWithoutCopy / orphans));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
