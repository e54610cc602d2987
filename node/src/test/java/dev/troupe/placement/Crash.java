package dev.troupe.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** What is left when members die that had their targets and backups. */
final class Crash {
    final Map<Integer, String> before;
    final Map<Integer, List<String>> copies = new HashMap<>();
    final List<Integer> orphans = new ArrayList<>();
    final List<StorageNode> survivors;

    private Crash(Map<Integer, String> before, List<StorageNode> survivors) {
        this.before = before;
        this.survivors = survivors;
    }

    /** One member dies, which is drawn. */
    static Crash of(List<StorageNode> members, int partitions, int backups, long seed) {
        StorageNode victim = members.get(new Random(seed).nextInt(members.size()));
        return of(members, partitions, backups, victim::equals);
    }

    static Crash of(List<StorageNode> members, int partitions, int backups, Predicate<StorageNode> dies) {
        Map<Integer, String> before = Targets.of(new Partitions(partitions), Map.of(), members);
        List<StorageNode> survivors = members.stream().filter(dies.negate()).toList();
        Crash crash = new Crash(before, survivors);
        List<String> alive = survivors.stream().map(StorageNode::address).toList();
        before.forEach((partition, owner) -> {
            if (!alive.contains(owner)) {
                crash.orphans.add(partition);
                crash.copies.put(partition, Backups.of(partition, owner, members, backups));
            }
        });
        return crash;
    }

    Map<Integer, String> promote() {
        return Promotion.of(orphans, copies, before, survivors);
    }

    /** The most that a survivor may take. */
    int limit(StorageNode survivor) {
        int total = survivors.stream().mapToInt(StorageNode::weight).sum();
        int part = (orphans.size() * survivor.weight() + total - 1) / total;
        return orphans.isEmpty() ? 0 : Math.max(1, 2 * part);
    }
}
