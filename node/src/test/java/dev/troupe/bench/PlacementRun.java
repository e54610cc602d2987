package dev.troupe.bench;

import dev.troupe.placement.StorageNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** One placer on clusters of one size: evenness, what a join and what each leave moves, and onto whom a leaver's load falls. */
final class PlacementRun {
    /** Leaves that are tried of a cluster; all of its nodes if it has no more. */
    private static final int LEAVES = 50;

    private final Placer placer;
    private final ClusterSize size;
    private final Domino domino = new Domino();
    private double most;
    private double least;
    private long joinMoves;
    private long leaveMoves;
    private int joins;
    private int leaves;

    PlacementRun(Placer placer, ClusterSize size, int runs) {
        this.placer = placer;
        this.size = size;
        IntStream.range(0, runs).forEach(this::run);
    }

    private void run(int run) {
        List<StorageNode> all = ClusterSize.members(size.nodes() + 1, 1, run);
        List<StorageNode> members = all.subList(0, size.nodes());
        Map<Integer, String> before = placer.place(size.partitions(), Map.of(), members);
        List<Integer> loads = loads(before, members);
        double average = (double) size.partitions() / size.nodes();
        most += Collections.max(loads) / average;
        least += Collections.min(loads) / average;
        joinMoves += moved(before, placer.place(size.partitions(), before, all));
        joins++;
        int step = Math.max(1, size.nodes() / LEAVES);
        for (int leaver = 0; leaver < size.nodes() && size.nodes() > 1; leaver += step) {
            leave(members.get(leaver), before, members);
        }
    }

    private void leave(StorageNode leaver, Map<Integer, String> before, List<StorageNode> members) {
        List<StorageNode> survivors = new ArrayList<>(members);
        survivors.remove(leaver);
        Map<Integer, String> after = placer.place(size.partitions(), before, survivors);
        leaveMoves += moved(before, after);
        leaves++;
        domino.leave(
                before.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(leaver.address()))
                        .map(entry -> after.getOrDefault(entry.getKey(), ""))
                        .toList(),
                survivors.size());
    }

    List<String> cells() {
        return List.of(
                format("%.2f", most / joins),
                format("%.2f", least / joins),
                moves((double) joinMoves / joins, size.nodes() + 1),
                moves((double) leaveMoves / Math.max(1, leaves), size.nodes()),
                domino.toString());
    }

    /** The moves, and as a multiple of an even share of the partitions. */
    private String moves(double moves, int nodes) {
        return format("%.1f (%.2f)", moves, moves * nodes / size.partitions());
    }

    /** How many partitions each member has. */
    static List<Integer> loads(Map<Integer, String> owners, List<StorageNode> members) {
        Map<String, Integer> loads = new HashMap<>();
        owners.values().forEach(owner -> loads.merge(owner, 1, Integer::sum));
        return members.stream()
                .map(node -> loads.getOrDefault(node.address(), 0))
                .toList();
    }

    private static int moved(Map<Integer, String> before, Map<Integer, String> after) {
        return (int) after.entrySet().stream()
                .filter(entry -> !Objects.equals(entry.getValue(), before.get(entry.getKey())))
                .count();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
